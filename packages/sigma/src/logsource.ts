// SPDX-License-Identifier: Apache-2.0
import { besideOf, type EventFields, fieldAt } from './event.ts';
import { applianceRoute } from './logsource-appliances.ts';
import { ecsRoute, ecsWindowsAliases } from './logsource-ecs.ts';
import { programRoute, runtimeRoute } from './logsource-programs.ts';
import { shapeRoute } from './logsource-shapes.ts';
import {
  registryEventTypes,
  windowsAliases,
  windowsCategories,
  windowsChannels,
} from './logsource-windows.ts';
import type { Route } from './route.ts';
import type { Logsource } from './rule-fields.ts';

const NO_ALIASES: Route['aliases'] = [];
/** Collectors write the provider in three ways. */
const provider: Route['aliases'] = [
  ['Provider_Name', 'ProviderName'],
  ['Provider_Name', 'SourceName'],
];
const unknown: Route = { product: null, services: [], categories: [], aliases: NO_ALIASES };

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Where relays and journals write the program. */
const programFields = [
  'program',
  'programname',
  'PROGRAM',
  'SYSLOG_IDENTIFIER',
  'app_name',
  'appname',
] as const;

/** Finds out where an event comes from. One that nothing is known of gets no rule but those asked for by hand. */
export function routeOfEvent(fields: EventFields): Route {
  const said = saidRoute(fields);
  const known = besideOf(fields);
  return known === undefined ? said : both(said, known.route);
}

const joined = new WeakMap<Route, WeakMap<Route, Route>>();

/** Prepared once for each pair: a route that stays the same object is found again without looking at it. */
function both(one: Route, other: Route): Route {
  let of = joined.get(one);
  if (of === undefined) {
    of = new WeakMap();
    joined.set(one, of);
  }
  let route = of.get(other);
  if (route === undefined) {
    route = {
      product: one.product ?? other.product,
      alsoProducts: [...(one.alsoProducts ?? []), ...(other.alsoProducts ?? [])],
      services: [...new Set([...one.services, ...other.services])],
      categories: [...new Set([...one.categories, ...other.categories])],
      aliases: [...one.aliases, ...other.aliases],
    };
    of.set(other, route);
  }
  return route;
}

/** Where an event comes from, as far as it says so itself. */
function saidRoute(fields: EventFields): Route {
  const channel = text(fields['Channel']).toLowerCase();
  if (channel !== '') {
    const isEcs = fields['ecs'] !== undefined || fields['event'] !== undefined;
    const type = text(fields['EventType']).toLowerCase();
    return windowsRoute(channel, Number(fields['EventID']), type, isEcs);
  }
  const shape = shapeRoute(fields) ?? applianceRoute(fields);
  if (shape !== null) return shape;
  for (const name of programFields) {
    const program = text(fields[name]);
    if (program !== '') return programRoute(program);
  }
  const runtime = runtimeRoute(fieldAt(fields, 'telemetry.sdk.language'));
  if (runtime !== null) return runtime;
  if (fields['event'] === undefined && fields['event.category'] === undefined) return unknown;
  const ecs = ecsRoute(fields);
  if (ecs !== null) return ecs;
  const dataset = text(fieldAt(fields, 'event.dataset'));
  const program = text(fieldAt(fields, 'process.name'));
  return dataset.startsWith('system.') && program !== '' ? programRoute(program) : unknown;
}

const routes = new Map<string, Route>();
const ROUTES_MAX = 10_000;

/** Programs that keep an event log of Windows for themselves. */
const ownChannels: Readonly<Record<string, Route>> = {
  rpcfw: { product: 'rpc_firewall', services: [], categories: ['application'], aliases: provider },
};

/** Sysmon writes the same events on Linux, under a channel of its own. */
const LINUX_SYSMON = 'linux-sysmon/operational';

function windowsRoute(channel: string, eventId: number, eventType: string, isEcs: boolean): Route {
  if (Object.hasOwn(ownChannels, channel)) return ownChannels[channel] as Route;
  const isRegistry = channel === 'microsoft-windows-sysmon/operational' && eventId === 12;
  const key = `${channel} ${eventId}${isRegistry ? eventType : ''}${isEcs ? ' ecs' : ''}`;
  const known = routes.get(key);
  if (known !== undefined) return known;
  const isLinux = channel === LINUX_SYSMON;
  const service = isLinux
    ? 'sysmon'
    : Object.hasOwn(windowsChannels, channel)
      ? windowsChannels[channel]
      : undefined;
  const categories = [...(windowsCategories[service ?? '']?.[eventId] ?? [])];
  if (isRegistry && Object.hasOwn(registryEventTypes, eventType)) {
    categories.push(registryEventTypes[eventType] as string);
  }
  const route: Route = {
    product: isLinux ? 'linux' : 'windows',
    services: service === undefined ? [] : [service],
    categories,
    aliases: [
      ...provider,
      ...(windowsAliases[`${service} ${eventId}`] ?? windowsAliases[service ?? ''] ?? []),
      ...(isEcs ? ecsWindowsAliases : []),
    ],
  };
  // A sender chooses the channel: what is remembered of it is bounded.
  if (routes.size < ROUTES_MAX) routes.set(key, route);
  return route;
}

/** Whether a rule is about events from there. */
export function isAbout({ category, product, service }: Logsource, route: Route): boolean {
  return (
    (product === null || product === route.product || route.alsoProducts?.includes(product) === true) &&
    (service === null || route.services.includes(service)) &&
    (category === null || route.categories.includes(category))
  );
}
