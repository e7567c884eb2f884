// SPDX-License-Identifier: Apache-2.0
import { type EventFields, fieldAt } from './event.ts';
import {
  registryEventTypes,
  windowsAliases,
  windowsCategories,
  windowsChannels,
} from './logsource-windows.ts';
import type { Logsource } from './rule-fields.ts';

/** Where an event comes from, in the words of rules. */
export interface Route {
  readonly product: string | null;
  readonly services: readonly string[];
  readonly categories: readonly string[];
  /** Names a rule uses -> names the event has, for fields the event has under another name. */
  readonly aliases: readonly (readonly [rule: string, event: string])[];
}

const NO_ALIASES: Route['aliases'] = [];
/** Collectors write the provider in three ways. */
const provider: Route['aliases'] = [
  ['Provider_Name', 'ProviderName'],
  ['Provider_Name', 'SourceName'],
];
const unknown: Route = { product: null, services: [], categories: [], aliases: NO_ALIASES };

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Programs of syslog -> service of a Linux rule. */
const linuxPrograms: Readonly<Record<string, string>> = {
  sshd: 'sshd',
  sudo: 'sudo',
  su: 'auth',
  login: 'auth',
  crond: 'cron',
  cron: 'cron',
  CRON: 'cron',
  vsftpd: 'vsftpd',
  clamd: 'clamav',
  guacd: 'guacamole',
};

/** Clouds and applications by a field that only they have: [field, product, service]. */
const marks: readonly (readonly [
  field: string,
  product: string | null,
  service: string | null,
  category: string | null,
])[] = [
  ['eventSource', 'aws', 'cloudtrail', null],
  ['protoPayload', 'gcp', 'gcp.audit', null],
  ['legacyEventType', 'okta', 'okta', null],
  ['OrganizationId', 'm365', 'audit', null],
  ['cs-method', null, null, 'webserver'],
  ['c-uri', null, null, 'proxy'],
];

/** Finds out where an event comes from. One that nothing is known of gets no rule but those asked for by hand. */
export function routeOfEvent(fields: EventFields): Route {
  const channel = text(fields['Channel']).toLowerCase();
  if (channel !== '')
    return windowsRoute(channel, Number(fields['EventID']), text(fields['EventType']).toLowerCase());
  const program = text(fields['program']).replace(/\[.*$/, '');
  if (program !== '') return linuxRoute(program);
  const type = text(fields['type']);
  if (type !== '' && fieldAt(fields, 'audit_id') !== undefined) {
    return { product: 'linux', services: ['auditd'], categories: [], aliases: NO_ALIASES };
  }
  const mark = marks.find(([field]) => fields[field] !== undefined);
  if (mark === undefined) return unknown;
  const [, product, service, category] = mark;
  return {
    product,
    services: service === null ? [] : [service],
    categories: category === null ? [] : [category],
    aliases: NO_ALIASES,
  };
}

const routes = new Map<string, Route>();
const ROUTES_MAX = 10_000;

function windowsRoute(channel: string, eventId: number, eventType: string): Route {
  const isRegistry = channel === 'microsoft-windows-sysmon/operational' && eventId === 12;
  const key = `${channel} ${eventId}${isRegistry ? eventType : ''}`;
  const known = routes.get(key);
  if (known !== undefined) return known;
  const service = Object.hasOwn(windowsChannels, channel) ? windowsChannels[channel] : undefined;
  const categories = [...(windowsCategories[service ?? '']?.[eventId] ?? [])];
  if (isRegistry && Object.hasOwn(registryEventTypes, eventType)) {
    categories.push(registryEventTypes[eventType] as string);
  }
  const route: Route = {
    product: 'windows',
    services: service === undefined ? [] : [service],
    categories,
    aliases: [
      ...provider,
      ...(windowsAliases[`${service} ${eventId}`] ?? windowsAliases[service ?? ''] ?? []),
    ],
  };
  // A sender chooses the channel: what is remembered of it is bounded.
  if (routes.size < ROUTES_MAX) routes.set(key, route);
  return route;
}

function linuxRoute(program: string): Route {
  const service = Object.hasOwn(linuxPrograms, program) ? linuxPrograms[program] : undefined;
  const isAuth = service === 'sshd' || service === 'sudo' || service === 'auth';
  return {
    product: 'linux',
    services: [
      'syslog',
      ...(service === undefined ? [] : [service]),
      ...(isAuth && service !== 'auth' ? ['auth'] : []),
    ],
    categories: [],
    aliases: NO_ALIASES,
  };
}

/** Whether a rule is about events from there. */
export function isAbout({ category, product, service }: Logsource, route: Route): boolean {
  return (
    (product === null || product === route.product) &&
    (service === null || route.services.includes(service)) &&
    (category === null || route.categories.includes(category))
  );
}
