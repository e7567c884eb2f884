// SPDX-License-Identifier: Apache-2.0
import { type EventFields, fieldAt } from './event.ts';
import type { Aliases, Route } from './route.ts';

/** Names of rules -> names of the Elastic Common Schema, by what an event is about. */
const process: Aliases = [
  ['Image', 'process.executable'],
  ['CommandLine', 'process.command_line'],
  ['ProcessId', 'process.pid'],
  ['CurrentDirectory', 'process.working_directory'],
  ['User', 'user.name'],
  ['OriginalFileName', 'process.pe.original_file_name'],
  ['Company', 'process.pe.company'],
  ['Description', 'process.pe.description'],
  ['Product', 'process.pe.product'],
  ['Imphash', 'process.pe.imphash'],
  ['md5', 'process.hash.md5'],
  ['sha1', 'process.hash.sha1'],
  ['sha256', 'process.hash.sha256'],
  ['ParentImage', 'process.parent.executable'],
  ['ParentCommandLine', 'process.parent.command_line'],
  ['ParentProcessId', 'process.parent.pid'],
];
const file: Aliases = [
  ['TargetFilename', 'file.path'],
  ['SourceFilename', 'file.Ext.original.path'],
];
const registry: Aliases = [
  ['TargetObject', 'registry.path'],
  ['Details', 'registry.data.strings'],
];
const network: Aliases = [
  ['DestinationIp', 'destination.ip'],
  ['DestinationPort', 'destination.port'],
  ['DestinationHostname', 'destination.domain'],
  ['SourceIp', 'source.ip'],
  ['SourcePort', 'source.port'],
  ['Protocol', 'network.transport'],
];
const dns: Aliases = [
  ['QueryName', 'dns.question.name'],
  ['query', 'dns.question.name'],
  ['record_type', 'dns.question.type'],
  ['answer', 'dns.answers.data'],
];
const library: Aliases = [
  ['ImageLoaded', 'dll.path'],
  ['ImageLoaded', 'file.path'],
];
const web: Aliases = [
  ['cs-method', 'http.request.method'],
  ['cs-uri-stem', 'url.path'],
  ['cs-uri-query', 'url.query'],
  ['c-uri', 'url.original'],
  ['cs-host', 'url.domain'],
  ['sc-status', 'http.response.status_code'],
  ['cs-user-agent', 'user_agent.original'],
  ['c-useragent', 'user_agent.original'],
  ['cs-referer', 'http.request.referrer'],
  ['cs-username', 'user.name'],
  ['c-ip', 'source.ip'],
];

/** For events of the Windows log whose fields a module has moved to the schema already. */
export const ecsWindowsAliases: Aliases = [
  ...process,
  ...file,
  ...registry,
  ...network,
  ...dns,
  ['ImageLoaded', 'dll.path'],
];

const auditd: Aliases = [
  ['type', 'auditd.message_type'],
  ['syscall', 'auditd.data.syscall'],
  ['SYSCALL', 'auditd.data.syscall'],
  ['name', 'auditd.paths.name'],
  ['nametype', 'auditd.paths.nametype'],
  ['exe', 'process.executable'],
  ['comm', 'process.name'],
  ['euid', 'user.effective.id'],
  ['key', 'tags'],
  ...Array.from({ length: 8 }, (_, index) => [`a${index}`, `auditd.data.a${index}`] as const),
];

/** One kind of event: category of the schema, words of its type or action, and what rules call it. */
interface Kind {
  readonly about: string;
  /** None means any. */
  readonly does: readonly string[];
  readonly categories: readonly string[];
  readonly aliases: Aliases;
}

const kinds: readonly Kind[] = [
  { about: 'process', does: ['start', 'exec', 'fork'], categories: ['process_creation'], aliases: process },
  { about: 'process', does: ['end'], categories: ['process_termination'], aliases: process },
  { about: 'file', does: ['creation'], categories: ['file_event'], aliases: [...process, ...file] },
  { about: 'file', does: ['deletion'], categories: ['file_delete'], aliases: [...process, ...file] },
  { about: 'file', does: ['rename'], categories: ['file_rename'], aliases: [...process, ...file] },
  {
    about: 'registry',
    does: ['creation', 'change', 'modification', 'deletion'],
    categories: ['registry_event'],
    aliases: [...process, ...registry],
  },
  { about: 'library', does: [], categories: ['image_load'], aliases: [...process, ...library] },
  { about: 'driver', does: [], categories: ['driver_load'], aliases: [...library] },
];

const osNames: Readonly<Record<string, string>> = {
  windows: 'windows',
  linux: 'linux',
  macos: 'macos',
  darwin: 'macos',
};

const listOf = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value];

const route = (
  product: string | null,
  services: string[],
  categories: string[],
  aliases: Aliases,
): Route => ({
  product,
  services,
  categories,
  aliases,
});

const linuxAuditd: Route = route('linux', ['auditd'], [], auditd);
const packets: Route = route(null, [], ['dns'], dns);
const netflow: Route = route(null, ['netflow'], [], network);
const webs = new Map(
  ['apache', 'nginx', 'iis'].map((service) => [service, route(null, [service], ['webserver'], web)] as const),
);
const products = [null, 'windows', 'linux', 'macos'];
/** Prepared once: a route that stays the same object is found again without looking at it. */
const routes = new Map<string, Route>(
  products.flatMap((product) => [
    ...kinds.map(
      (kind, index) =>
        [`${product} ${index}`, route(product, [], [...kind.categories], kind.aliases)] as const,
    ),
    [
      `${product} set`,
      route(product, [], ['registry_event', 'registry_set'], [...process, ...registry]),
    ] as const,
    [`${product} dns`, route(product, [], ['dns_query', 'dns'], [...process, ...dns])] as const,
    [`${product} network`, route(product, [], ['network_connection'], [...process, ...network])] as const,
  ]),
);

/** Where an event in the names of the schema comes from; null for one that is none or tells too little. */
export function ecsRoute(fields: EventFields): Route | null {
  if (fieldAt(fields, 'auditd.message_type') !== undefined) return linuxAuditd;
  const [service = ''] = String(fieldAt(fields, 'event.dataset') ?? '').split('.');
  const server = webs.get(service);
  if (server !== undefined) return server;
  if (service === 'netflow' || fieldAt(fields, 'event.module') === 'netflow') return netflow;
  const abouts = listOf(fieldAt(fields, 'event.category'));
  const isDns = fieldAt(fields, 'dns.question.name') !== undefined;
  const os = fieldAt(fields, 'host.os.type') ?? fieldAt(fields, 'host.os.family');
  const product = typeof os === 'string' && Object.hasOwn(osNames, os) ? (osNames[os] as string) : null;
  // What a probe sees on a wire is of no operating system.
  if (isDns) return routes.get(`${fieldAt(fields, 'process') === undefined ? null : product} dns`) ?? packets;
  if (abouts.length === 0 || product === null) return null;
  const does = [...listOf(fieldAt(fields, 'event.type')), ...listOf(fieldAt(fields, 'event.action'))];
  if (abouts.includes('network')) return routes.get(`${product} network`) ?? null;
  const isSet = abouts.includes('registry') && (does.includes('change') || does.includes('modification'));
  if (isSet) return routes.get(`${product} set`) ?? null;
  const found = kinds.findIndex(
    (kind) =>
      abouts.includes(kind.about) &&
      (kind.does.length === 0 || kind.does.some((each) => does.includes(each))),
  );
  return routes.get(`${product} ${found}`) ?? null;
}
