// SPDX-License-Identifier: Apache-2.0
import { type EventFields, fieldAt } from './event.ts';
import type { Aliases, Route } from './route.ts';

const none: Aliases = [];
const of = (
  product: string | null,
  services: readonly string[],
  categories: readonly string[] = [],
  aliases: Aliases = none,
): Route => ({ product, services, categories, aliases });

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Extended log format of web servers and proxies: names of headers stand in parentheses (W3C). */
const w3c: Aliases = [
  ['cs-user-agent', 'cs(User-Agent)'],
  ['c-useragent', 'cs(User-Agent)'],
  ['cs-referer', 'cs(Referer)'],
  ['cs-cookie', 'cs(Cookie)'],
  ['cs-host', 'cs(Host)'],
  ['c-uri', 'cs-uri'],
  ['c-uri-query', 'cs-uri-query'],
  ['c-uri-extension', 'cs-uri-extension'],
];
const webserver = of(null, [], ['webserver'], w3c);
const webservers = new Map(
  ['nginx', 'apache'].map((service) => [service, of(null, [service], ['webserver'], w3c)] as const),
);
const proxy = of(null, [], ['proxy'], w3c);

const gcpAliases: Aliases = [
  ['gcp.audit.method_name', 'protoPayload.methodName'],
  ['gcp.audit.method_name', 'data.protoPayload.methodName'],
  ...['methodName', 'serviceName', 'resource.type', 'logName'].map(
    (name) => [`data.protoPayload.${name}`, `protoPayload.${name}`] as const,
  ),
  ['data.protoPayload.authorizationInfo.permission', 'protoPayload.authorizationInfo.permission'],
  ['data.protoPayload.authorizationInfo.granted', 'protoPayload.authorizationInfo.granted'],
];
const gcp = of('gcp', ['gcp.audit'], [], gcpAliases);
const gcpServices: Readonly<Record<string, Route>> = {
  'admin.googleapis.com': of('gcp', ['gcp.audit', 'google_workspace.admin'], [], gcpAliases),
  'login.googleapis.com': of('gcp', ['gcp.audit', 'google_workspace.login'], [], gcpAliases),
};

/** Event Hubs and storage write names in camel case, tables of a workspace in Pascal case. */
const azureAliases: Aliases = [
  ...[
    'Category',
    'OperationName',
    'ResultType',
    'ResultDescription',
    'ResourceId',
    'Status',
    'Location',
  ].flatMap((name): Aliases => {
    const camel = name.charAt(0).toLowerCase() + name.slice(1);
    return [
      [name, camel],
      [camel, name],
      [camel, `properties.${camel}`],
      [name, `properties.${camel}`],
    ];
  }),
  ['CategoryValue', 'category'],
  ['OperationNameValue', 'operationName'],
  ['riskEventType', 'properties.riskEventType'],
  ['riskEventType', 'RiskEventType'],
];
const azure = (...services: string[]) => of('azure', services, [], azureAliases);
const risk = azure('riskdetection', 'pim');
const signIn = azure('signinlogs');
const activity = azure('activitylogs');
const audit = azure('auditlogs');
/** Category of a diagnostic setting, or table of a workspace, in lower case. */
const azureLogs: Readonly<Record<string, Route>> = {
  auditlogs: audit,
  signinlogs: signIn,
  noninteractiveusersigninlogs: signIn,
  serviceprincipalsigninlogs: signIn,
  managedidentitysigninlogs: signIn,
  aadnoninteractiveusersigninlogs: signIn,
  aadserviceprincipalsigninlogs: signIn,
  aadmanagedidentitysigninlogs: signIn,
  userriskevents: risk,
  aaduserriskevents: risk,
  azureactivity: activity,
  administrative: activity,
  security: activity,
  servicehealth: activity,
  alert: activity,
  recommendation: activity,
  policy: activity,
  autoscale: activity,
  resourcehealth: activity,
};

const zeekAliases: Aliases = [
  ['c-uri', 'uri'],
  ['cs-uri-stem', 'uri'],
  ['cs-uri-query', 'uri'],
  ['c-useragent', 'user_agent'],
  ['cs-user-agent', 'user_agent'],
  ['cs-method', 'method'],
  ['cs-host', 'host'],
  ['cs-referer', 'referrer'],
  ['sc-status', 'status_code'],
];
const zeekDns: Aliases = [
  ['record_type', 'qtype_name'],
  ['answer', 'answers'],
];
const zeekLogs: Readonly<Record<string, Route>> = Object.fromEntries([
  ...[
    'conn',
    'smb_files',
    'smb_mapping',
    'dce_rpc',
    'x509',
    'ssl',
    'rdp',
    'kerberos',
    'ntlm',
    'ssh',
    'files',
    'ftp',
    'smtp',
    'notice',
    'weird',
    'dhcp',
    'dpd',
    'irc',
    'snmp',
    'socks',
    'syslog',
    'tunnel',
    'pe',
    'modbus',
    'dnp3',
    'mysql',
    'radius',
    'sip',
    'software',
    'known_hosts',
    'known_services',
    'known_certs',
    'signatures',
    'intel',
    'ldap',
    'ldap_search',
    'quic',
    'websocket',
    'analyzer',
    'ocsp',
    'mqtt_publish',
    'mqtt_subscribe',
    'mqtt_connect',
    'traceroute',
  ].map((log) => [log, of('zeek', [log])] as const),
  ['dns', of('zeek', ['dns'], ['dns'], zeekDns)],
  ['http', of('zeek', ['http'], ['proxy', 'webserver'], zeekAliases)],
]);
const zeekOther = of('zeek', []);
/** Logs of Zeek by fields only they have, where the path is lost on the way. */
const zeekFields: readonly (readonly [field: string, log: string])[] = [
  ['qtype_name', 'dns'],
  ['request_body_len', 'http'],
  ['certificate.serial', 'x509'],
  ['conn_state', 'conn'],
  ['security_protocol', 'rdp'],
  ['request_type', 'kerberos'],
  ['share_type', 'smb_mapping'],
  ['named_pipe', 'dce_rpc'],
];

const aws = of('aws', ['cloudtrail']);
const okta = of('okta', ['okta']);
const github = of('github', ['audit']);
const bitbucket = of('bitbucket', ['audit']);
const kubernetes = of('kubernetes', ['audit'], ['application'], [['apiGroup', 'objectRef.apiGroup']]);
const opencanary = of('opencanary', [], ['application']);
const onelogin = of('onelogin', ['onelogin.events']);
const duo = of('cisco', ['duo']);
const qualys = of('qualys', []);
const m365 = of('m365', ['audit']);
const m365Exchange = of('m365', ['audit', 'exchange']);
const m365Alerts = of('m365', ['threat_management', 'threat_detection', 'exchange']);
const auditd = of('linux', ['auditd']);
const auditdStart = of(
  'linux',
  ['auditd'],
  ['process_creation'],
  [
    ['Image', 'SYSCALL.exe'],
    ['ParentImage', 'PARENT_INFO.exe'],
    ['CurrentDirectory', 'CWD.cwd'],
    ['User', 'SYSCALL.UID'],
  ],
);

function cloudRoute(fields: EventFields): Route | null {
  const source = text(fields['eventSource']);
  if (source.endsWith('.amazonaws.com')) return aws;
  if (source === 'SecurityComplianceCenter') return m365Alerts;
  const service = fieldAt(fields, 'protoPayload.serviceName') ?? fields['eventService'];
  if (typeof service === 'string' && Object.hasOwn(gcpServices, service))
    return gcpServices[service] as Route;
  if (fields['protoPayload'] !== undefined || fieldAt(fields, 'data.protoPayload') !== undefined) return gcp;
  if (fields['legacyEventType'] !== undefined || isOkta(fields)) return okta;
  if (fields['OrganizationId'] !== undefined || (fields['Workload'] !== undefined && 'Operation' in fields))
    return fields['Workload'] === 'Exchange' ? m365Exchange : m365;
  return azureRoute(fields);
}

const isOkta = (fields: EventFields): boolean =>
  text(fields['eventType']).includes('.') &&
  fields['actor'] !== undefined &&
  fieldAt(fields, 'outcome.result') !== undefined;

function azureRoute(fields: EventFields): Route | null {
  const isExported = fields['operationName'] !== undefined && fields['category'] !== undefined;
  const log = text(isExported ? fields['category'] : fields['Type']).toLowerCase();
  if (Object.hasOwn(azureLogs, log)) return azureLogs[log] as Route;
  return fields['riskEventType'] === undefined ? null : risk;
}

function applicationRoute(fields: EventFields): Route | null {
  if (text(fields['apiVersion']).startsWith('audit.k8s.io/')) return kubernetes;
  if (fields['logtype'] !== undefined && fields['node_id'] !== undefined) return opencanary;
  if (fieldAt(fields, 'auditType.action') !== undefined) return bitbucket;
  if (fields['_document_id'] !== undefined && fields['action'] !== undefined) return github;
  if (fields['event_type_id'] !== undefined && fields['account_id'] !== undefined) return onelogin;
  if (fields['access_device'] !== undefined && fields['factor'] !== undefined) return duo;
  if (fieldAt(fields, 'host.scan.vuln') !== undefined) return qualys;
  return null;
}

function zeekRoute(fields: EventFields): Route | null {
  const path = text(fields['_path']);
  if (path !== '') return Object.hasOwn(zeekLogs, path) ? (zeekLogs[path] as Route) : zeekOther;
  if (fields['uid'] === undefined || fieldAt(fields, 'id.orig_h') === undefined) return null;
  if (text(fields['action']).startsWith('SMB::')) return zeekLogs['smb_files'] as Route;
  const found = zeekFields.find(([field]) => fieldAt(fields, field) !== undefined);
  return found === undefined ? zeekOther : (zeekLogs[found[1]] as Route);
}

function webRoute(fields: EventFields): Route | null {
  const isProxy = ['c-uri', 'cs-uri-scheme', 's-action', 'r-dns'].some((name) => fields[name] !== undefined);
  if (isProxy) return proxy;
  if (fields['cs-method'] === undefined) return null;
  const program = text(fields['program']);
  return webservers.get(program === 'apache2' || program === 'httpd' ? 'apache' : program) ?? webserver;
}

/** Records of the audit daemon: each has a type in capitals, and the stamp of its event or its number. */
function auditRoute(fields: EventFields): Route | null {
  // Laurel writes the records of one event as one document.
  if (fields['SYSCALL'] !== undefined && fields['ID'] !== undefined) return auditdStart;
  const type = text(fields['type']);
  const isRecord = /^[A-Z][A-Z0-9_]*$/.test(type);
  if (!isRecord || (fields['audit_id'] === undefined && !text(fields['msg']).startsWith('audit(')))
    return null;
  return type === 'EXECVE' || type === 'PROCTITLE' ? auditdStart : auditd;
}

/** Where an event comes from by fields only such events have; null where none of them is there. */
export function shapeRoute(fields: EventFields): Route | null {
  return (
    webRoute(fields) ??
    zeekRoute(fields) ??
    auditRoute(fields) ??
    cloudRoute(fields) ??
    applicationRoute(fields)
  );
}
