// SPDX-License-Identifier: Apache-2.0

/** Fields that rules of a log source ask for most, as help while writing; any other field may be asked for too. */
interface Known {
  readonly product?: string;
  readonly category?: string;
  readonly service?: string;
  readonly fields: string;
}

const ours = 'source host user src_ip program message';
const known: readonly Known[] = [
  {
    product: 'windows',
    category: 'process_creation',
    fields:
      'Image CommandLine OriginalFileName ParentImage ParentCommandLine User IntegrityLevel CurrentDirectory Hashes Description Company Product',
  },
  { product: 'windows', category: 'registry_set', fields: 'TargetObject Details Image User EventType' },
  { product: 'windows', category: 'registry_event', fields: 'TargetObject Details Image EventType NewName' },
  { product: 'windows', category: 'file_event', fields: 'TargetFilename Image CreationUtcTime User' },
  { product: 'windows', category: 'file_delete', fields: 'TargetFilename Image User' },
  { product: 'windows', category: 'ps_script', fields: 'ScriptBlockText Path' },
  { product: 'windows', category: 'ps_module', fields: 'Payload ContextInfo' },
  {
    product: 'windows',
    category: 'image_load',
    fields: 'ImageLoaded Image Signed Signature SignatureStatus OriginalFileName Hashes',
  },
  {
    product: 'windows',
    category: 'network_connection',
    fields:
      'Image Initiated DestinationHostname DestinationIp DestinationPort SourceIp SourcePort Protocol User',
  },
  { product: 'windows', category: 'dns_query', fields: 'QueryName QueryResults Image' },
  { product: 'windows', category: 'pipe_created', fields: 'PipeName Image' },
  {
    product: 'windows',
    category: 'process_access',
    fields: 'TargetImage SourceImage GrantedAccess CallTrace SourceUser',
  },
  {
    product: 'windows',
    service: 'security',
    fields:
      'EventID SubjectUserName TargetUserName TargetSid LogonType IpAddress WorkstationName ProcessName ObjectName AccessMask ShareName ServiceFileName Status',
  },
  {
    product: 'windows',
    service: 'system',
    fields: 'EventID Provider_Name ServiceName ImagePath param1 param2',
  },
  { product: 'windows', service: 'application', fields: 'EventID Provider_Name Data Message Level' },
  { product: 'linux', service: 'auditd', fields: 'type exe comm key name a0 a1 a2 a3 auid uid success' },
  {
    product: 'linux',
    category: 'process_creation',
    fields: 'Image CommandLine ParentImage ParentCommandLine User CurrentDirectory',
  },
  {
    product: 'macos',
    category: 'process_creation',
    fields: 'Image CommandLine ParentImage OriginalFileName',
  },
  {
    product: 'aws',
    service: 'cloudtrail',
    fields: 'eventName eventSource userIdentity.type userIdentity.arn userAgent errorCode sourceIPAddress',
  },
  { product: 'azure', service: 'activitylogs', fields: 'operationName ResourceProviderValue CategoryValue' },
  {
    product: 'azure',
    service: 'signinlogs',
    fields: 'ResultType Status userAgent RiskState properties.message',
  },
  { product: 'azure', service: 'auditlogs', fields: 'OperationName Category properties.message' },
  { product: 'gcp', service: 'gcp.audit', fields: 'gcp.audit.method_name data.protoPayload.serviceName' },
  { product: 'okta', service: 'okta', fields: 'eventType displayMessage outcome.result actor.alternateId' },
  { product: 'm365', fields: 'eventSource eventName status Payload' },
  { category: 'proxy', fields: 'c-uri c-uri-query cs-host cs-method c-useragent cs-cookie dst_ip' },
  {
    category: 'webserver',
    fields: 'cs-method cs-uri-query cs-uri-stem sc-status cs-user-agent cs-referer c-ip',
  },
  {
    category: 'authentication',
    fields: 'activity outcome user target_user src_ip host method cause',
  },
  { category: 'session', fields: 'activity user session src_ip' },
  { category: 'account_change', fields: 'activity outcome user target_user group' },
  { category: 'group_change', fields: 'activity outcome user target_user group' },
  { category: 'directory_change', fields: 'activity user' },
  { category: 'service_change', fields: 'activity app msgid message' },
  { category: 'scheduled_job', fields: 'activity user command_line' },
  { category: 'log_tampering', fields: 'activity program msgid user message' },
  { category: 'clock', fields: 'program msgid message' },
  { category: 'environment', fields: 'program message severity' },
  { category: 'program_start', fields: 'process command_line user target_user' },
  { category: 'file_change', fields: 'activity file user process' },
  { category: 'web_request', fields: 'http_method url http_status src_ip bytes' },
  { category: 'network_flow', fields: 'src_ip dst_ip dst_port protocol bytes outcome' },
  { category: 'dns', fields: 'dns_name query src_ip' },
  { category: 'personal_data', fields: 'user data_subject data_category purpose activity' },
  {
    product: 'belfry',
    service: 'desk',
    fields: 'event actor.kind actor.id subject.kind occurred alarm about',
  },
];

export interface WrittenLogsource {
  readonly product: string | null;
  readonly category: string | null;
  readonly service: string | null;
}

/** The log source a document being written names, as far as it can be seen; half a document is no fault here. */
export function logsourceOf(yaml: string): WrittenLogsource {
  const block = /^logsource:[ \t]*\r?\n((?:[ \t]+.*(?:\r?\n|$)|[ \t]*\r?\n)*)/m.exec(yaml)?.[1] ?? '';
  const part = (name: string) =>
    new RegExp(`^[ \\t]+${name}:[ \\t]*['"]?([A-Za-z0-9_.-]+)`, 'm').exec(block)?.[1]?.toLowerCase() ?? null;
  return { product: part('product'), category: part('category'), service: part('service') };
}

/** Fields worth asking for: those of the log source that says most of what is written, then those every entry has. */
export function fieldsOf(written: WrittenLogsource): string[] {
  const told = (one: Known) =>
    (['product', 'category', 'service'] as const).filter((part) => one[part] !== undefined);
  const best = known
    .filter((one) => told(one).every((part) => one[part] === written[part]))
    .sort((a, b) => told(b).length - told(a).length)[0];
  return [...new Set([...(best?.fields ?? '').split(' '), ...ours.split(' ')])].filter((one) => one !== '');
}
