// SPDX-License-Identifier: Apache-2.0
import {
  limits,
  type Mapping,
  mapping,
  type Webhook,
  type WebhookKind,
  webhookKinds,
} from '@belfry/contract';
import alertmanager from './samples/alertmanager.json' with { type: 'json' };
import defender from './samples/defender.json' with { type: 'json' };
import elastic from './samples/elastic.json' with { type: 'json' };
import generic from './samples/generic.json' with { type: 'json' };
import grafana from './samples/grafana.json' with { type: 'json' };
import sentinel from './samples/sentinel.json' with { type: 'json' };
import splunk from './samples/splunk.json' with { type: 'json' };
import stix from './samples/stix.json' with { type: 'json' };
import wazuh from './samples/wazuh.json' with { type: 'json' };
import { settings } from './settings.ts';

/** A system whose way of telling is known: its mapping, and a payload in its documented shape to try it on. */
export interface Kind {
  readonly kind: WebhookKind;
  readonly product: string;
  readonly mapping: Mapping;
  readonly secretWay: Webhook['secretWay'];
  /** Longer than the sender waits before it tells again. */
  readonly silenceMinutes: number;
  readonly sample: string;
  /** What to enter at the system, with $URL, $SECRET and $ID to fill in. */
  readonly setting: string;
}

/** Alertmanager and Grafana tell again after four hours (`repeat_interval`) where nobody says otherwise. */
const REPEATED_EVERY_FOUR_HOURS = 300;

const commonSeverities = {
  critical: 'critical',
  high: 'important',
  major: 'important',
  error: 'important',
  important: 'important',
  medium: 'medium',
  moderate: 'medium',
  warning: 'medium',
  minor: 'low',
  low: 'low',
  info: 'low',
  informational: 'low',
  information: 'low',
} as const;

/** Levels as numbers: each bound begins a severity that holds up to the next. */
function byLevel(
  levelMax: number,
  bounds: readonly [from: number, severity: 'critical' | 'important' | 'medium' | 'low'][],
) {
  return Object.fromEntries(
    Array.from({ length: levelMax + 1 }, (_, level) => [
      String(level),
      bounds.findLast(([from]) => level >= from)?.[1] ?? 'low',
    ]),
  );
}

const alertsOfPrometheus = {
  each: '/alerts',
  title: [
    '{/annotations/summary}',
    '{/labels/alertname}: {/labels/instance}',
    '{/labels/alertname}',
    '{^/title}',
  ],
  description: ['{/annotations/description}', '{/annotations/message}'],
  groupKey: ['{^/groupKey}', '{/fingerprint}'],
  state: ['{/status}', '{^/status}'],
  firingWords: ['firing', 'alerting'],
  resolvedWords: ['resolved', 'ok', 'normal'],
  severity: ['{/labels/severity}', '{/labels/priority}'],
  severityWords: {
    ...commonSeverities,
    page: 'critical',
    p1: 'critical',
    p2: 'important',
    p3: 'medium',
    p4: 'low',
  },
  occurredAt: ['{/startsAt}'],
  externalId: ['{/fingerprint}'],
  link: ['{/generatorURL}', '{^/externalURL}'],
} as const;

const kindsByName: Readonly<Record<WebhookKind, () => Omit<Kind, 'kind' | 'setting'>>> = {
  alertmanager: () => ({
    product: 'Prometheus Alertmanager',
    ...withHeader(alertmanager),
    silenceMinutes: REPEATED_EVERY_FOUR_HOURS,
    mapping: mapping.parse({
      ...alertsOfPrometheus,
      facts: [
        { name: 'host', value: '{/labels/instance}' },
        { name: 'runbook', value: '{/annotations/runbook_url}' },
      ],
    }),
  }),
  grafana: () => ({
    product: 'Grafana Alerting',
    ...withHeader(grafana),
    silenceMinutes: REPEATED_EVERY_FOUR_HOURS,
    mapping: mapping.parse({
      ...alertsOfPrometheus,
      facts: [
        { name: 'host', value: '{/labels/host}' },
        { name: 'instance', value: '{/labels/instance}' },
        { name: 'values', value: '{/valueString}' },
        { name: 'dashboard', value: '{/dashboardURL}' },
      ],
    }),
  }),
  wazuh: () => ({
    product: 'Wazuh',
    ...withHeader(wazuh),
    mapping: mapping.parse({
      title: ['{/rule/description} ({/agent/name})', '{/rule/description}'],
      description: ['{/full_log}'],
      groupKey: ['{/rule/id} {/agent/id}', '{/rule/id}'],
      severity: ['{/rule/level}'],
      severityWords: byLevel(16, [
        [0, 'low'],
        [7, 'medium'],
        [12, 'important'],
        [15, 'critical'],
      ]),
      occurredAt: ['{/timestamp}'],
      externalId: ['{/id}'],
      facts: [
        { name: 'host', value: '{/agent/name}' },
        { name: 'address', value: '{/agent/ip}' },
        { name: 'source address', value: '{/data/srcip}' },
        { name: 'user', value: '{/data/srcuser}' },
        { name: 'target user', value: '{/data/dstuser}' },
        { name: 'rule', value: '{/rule/id}' },
        { name: 'groups', value: '{/rule/groups}' },
        { name: 'technique', value: '{/rule/mitre/id}' },
        { name: 'location', value: '{/location}' },
      ],
    }),
  }),
  defender: () => ({
    product: 'Microsoft Defender XDR',
    ...withHeader(defender),
    mapping: mapping.parse({
      each: '/value',
      title: ['{/title}', '{/displayName}', '{/alertDisplayName}'],
      description: ['{/description}', '{/summary}'],
      groupKey: ['{/title} {/incidentId}', '{/id}'],
      state: ['{/status}'],
      firingWords: ['new', 'inprogress', 'active'],
      resolvedWords: ['resolved'],
      severity: ['{/severity}'],
      severityWords: { high: 'important', medium: 'medium', low: 'low', informational: 'low' },
      occurredAt: ['{/firstActivityDateTime}', '{/createdDateTime}'],
      externalId: ['{/id}'],
      link: ['{/alertWebUrl}', '{/incidentWebUrl}'],
      facts: [
        { name: 'host', value: '{/evidence/0/deviceDnsName}' },
        { name: 'user', value: '{/evidence/0/loggedOnUsers/0/accountName}' },
        { name: 'account', value: '{/evidence/0/userAccount/userPrincipalName}' },
        { name: 'category', value: '{/category}' },
        { name: 'technique', value: '{/mitreTechniques}' },
        { name: 'source', value: '{/serviceSource}' },
        { name: 'incident there', value: '{/incidentId}' },
      ],
    }),
  }),
  sentinel: () => ({
    product: 'Microsoft Sentinel',
    ...withHeader(sentinel),
    mapping: mapping.parse({
      title: ['{/object/properties/title}', '{/properties/title}', '{/Title}'],
      description: ['{/object/properties/description}', '{/properties/description}', '{/Description}'],
      groupKey: ['{/object/name}', '{/name}', '{/IncidentNumber}'],
      state: ['{/object/properties/status}', '{/properties/status}', '{/Status}'],
      firingWords: ['new', 'active'],
      resolvedWords: ['closed'],
      severity: ['{/object/properties/severity}', '{/properties/severity}', '{/Severity}'],
      severityWords: { high: 'important', medium: 'medium', low: 'low', informational: 'low' },
      occurredAt: [
        '{/object/properties/firstActivityTimeUtc}',
        '{/object/properties/createdTimeUtc}',
        '{/properties/createdTimeUtc}',
      ],
      externalId: [
        '{/object/properties/incidentNumber}',
        '{/properties/incidentNumber}',
        '{/IncidentNumber}',
      ],
      link: ['{/object/properties/incidentUrl}', '{/properties/incidentUrl}', '{/IncidentUrl}'],
      facts: [
        { name: 'tactics', value: '{/object/properties/additionalData/tactics}' },
        { name: 'technique', value: '{/object/properties/additionalData/techniques}' },
        { name: 'alerts', value: '{/object/properties/additionalData/alertsCount}' },
        { name: 'source', value: '{/object/properties/additionalData/alertProductNames}' },
        { name: 'workspace', value: '{/workspaceInfo/WorkspaceName}' },
      ],
    }),
  }),
  elastic: () => ({
    product: 'Elastic Security, Kibana',
    ...withHeader(elastic),
    mapping: mapping.parse({
      each: '/alerts',
      title: [
        '{/kibana.alert.rule.name}: {/kibana.alert.reason}',
        '{/kibana.alert.rule.name}',
        '{^/rule/name}: {/message}',
        '{^/rule/name}',
      ],
      description: ['{/kibana.alert.rule.description}', '{/message}', '{^/message}'],
      groupKey: ['{/kibana.alert.rule.uuid} {/host/name}', '{/kibana.alert.rule.uuid}', '{^/rule/id}'],
      state: ['{/kibana.alert.status}', '{^/reason}'],
      firingWords: ['active', 'new'],
      resolvedWords: ['recovered'],
      severity: ['{/kibana.alert.severity}', '{/kibana.alert.rule.severity}', '{^/rule/severity}'],
      severityWords: commonSeverities,
      occurredAt: ['{/@timestamp}', '{/kibana.alert.start}', '{^/date}'],
      externalId: ['{/kibana.alert.uuid}', '{/id}'],
      link: ['{/kibana.alert.url}', '{^/rule/url}'],
      facts: [
        { name: 'host', value: '{/host/name}' },
        { name: 'user', value: '{/user/name}' },
        { name: 'source address', value: '{/source/ip}' },
        { name: 'risk', value: '{/kibana.alert.risk_score}' },
      ],
    }),
  }),
  splunk: () => ({
    product: 'Splunk',
    secretWay: 'path',
    silenceMinutes: limits.silenceMinutesDefault,
    sample: JSON.stringify(splunk, null, 2),
    mapping: mapping.parse({
      title: ['{/search_name}: {/result/host}', '{/search_name}', 'Splunk: {/sid}'],
      description: ['{/result/_raw}'],
      groupKey: ['{/search_name} {/result/host}', '{/search_name}'],
      severity: ['{/result/severity}', '{/result/urgency}'],
      severityWords: commonSeverities,
      occurredAt: ['{/result/_time}'],
      externalId: ['{/sid}'],
      link: ['{/results_link}'],
      facts: [
        { name: 'host', value: '{/result/host}' },
        { name: 'user', value: '{/result/user}' },
        { name: 'source address', value: '{/result/src_ip}' },
        { name: 'destination', value: '{/result/dest_ip}' },
        { name: 'result', value: '{/result}' },
      ],
    }),
  }),
  cef: () => ({
    product: 'Common Event Format (CEF)',
    ...withHeader(null),
    sample:
      'Nov 21 14:05:07 fw1.example.org CEF:0|Example|Border Firewall|9.2|4021|Connection to a known command server|8|src=192.0.2.31 suser=c.example dst=198.51.100.7 dpt=443 dhost=laptop-0313 rt=1795269907000 msg=Blocked by list 7\\=critical externalId=88120\n',
    mapping: mapping.parse({
      format: 'cef',
      title: ['{/name} ({/extension/dhost})', '{/name} ({/extension/shost})', '{/name}'],
      description: ['{/extension/msg}'],
      groupKey: [
        '{/vendor} {/product} {/signatureId} {/extension/src}',
        '{/vendor} {/product} {/signatureId}',
      ],
      severity: ['{/severity}'],
      severityWords: {
        ...byLevel(10, [
          [0, 'low'],
          [4, 'medium'],
          [7, 'important'],
          [9, 'critical'],
        ]),
        low: 'low',
        medium: 'medium',
        high: 'important',
        'very-high': 'critical',
      },
      occurredAt: ['{/extension/rt}', '{/extension/start}', '{/extension/end}'],
      externalId: ['{/extension/externalId}'],
      link: ['{/extension/requestUrl}'],
      facts: [
        { name: 'host', value: '{/extension/dhost}' },
        { name: 'source address', value: '{/extension/src}' },
        { name: 'destination', value: '{/extension/dst}' },
        { name: 'user', value: '{/extension/suser}' },
        { name: 'device', value: '{/vendor} {/product}' },
        { name: 'rule', value: '{/signatureId}' },
      ],
    }),
  }),
  stix: () => ({
    product: 'STIX 2.1 sightings',
    ...withHeader(stix),
    mapping: mapping.parse({
      format: 'stix',
      kind: 'threat',
      title: ['{/of/name} sighted by {/by/name}', '{/of/name} sighted', '{/sighting/sighting_of_ref}'],
      description: ['{/sighting/description}', '{/of/description}'],
      groupKey: ['{/sighting/sighting_of_ref}'],
      occurredAt: ['{/sighting/first_seen}', '{/sighting/created}'],
      externalId: ['{/sighting/id}'],
      facts: [
        { name: 'pattern', value: '{/of/pattern}' },
        { name: 'times', value: '{/sighting/count}' },
        { name: 'last seen', value: '{/sighting/last_seen}' },
        { name: 'confidence', value: '{/sighting/confidence}' },
        { name: 'where', value: '{/where/name}' },
      ],
    }),
  }),
  generic: () => ({
    product: 'JSON',
    ...withHeader(generic),
    mapping: mapping.parse({
      title: ['{/title}', '{/summary}', '{/name}', '{/subject}', '{/message}'],
      description: ['{/description}', '{/details}', '{/message}'],
      groupKey: ['{/group}', '{/groupKey}', '{/rule}'],
      state: ['{/status}', '{/state}'],
      firingWords: ['firing', 'alerting', 'open', 'active', 'new', 'problem', 'critical', 'down'],
      resolvedWords: ['resolved', 'ok', 'closed', 'recovered', 'up'],
      severity: ['{/severity}', '{/priority}', '{/level}'],
      severityWords: commonSeverities,
      occurredAt: ['{/occurredAt}', '{/timestamp}', '{/time}', '{/date}'],
      externalId: ['{/id}', '{/eventId}'],
      link: ['{/url}', '{/link}'],
      facts: [
        { name: 'host', value: '{/host}' },
        { name: 'user', value: '{/user}' },
      ],
    }),
  }),
};

function withHeader(sample: object | null) {
  return {
    secretWay: 'header',
    silenceMinutes: limits.silenceMinutesDefault,
    sample: JSON.stringify(sample, null, 2),
  } as const;
}

/** Every system that is ready-made, in the order of the list. */
export const kinds: readonly Kind[] = webhookKinds.map((kind) => ({
  kind,
  ...kindsByName[kind](),
  setting: settings[kind],
}));

export function kindOf(wanted: WebhookKind): Kind {
  const found = kinds.find(({ kind }) => kind === wanted);
  if (found === undefined) {
    throw new Error(`Expected a ready-made mapping for "${wanted}" and found none`);
  }
  return found;
}
