// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { LogTransport } from '@belfry/contract';
import { isAbout, type Logsource, type Route, readRules, routeOfEvent } from '@belfry/sigma';
import { eventOfSample } from './event-of-sample.ts';

const rulesDirectory = new URL('../../../../../../shared/data/sigma-rules', import.meta.url).pathname;
const isThere = existsSync(rulesDirectory);
const receivedMs = Date.UTC(2026, 10, 21, 17, 12, 40);

/** Lines as they come, and the log sources they must be asked for, as `product category service`. */
const lines: readonly (readonly [transport: LogTransport, line: string | object, expected: string])[] = [
  [
    'syslog-tcp',
    '<38>Nov 21 17:12:36 web1 sshd[12]: Failed password for jan from 192.0.2.7 port 5 ssh2',
    'linux - sshd',
  ],
  [
    'journal',
    'MESSAGE=Failed password for jan from 192.0.2.7 port 5 ssh2\nSYSLOG_IDENTIFIER=sshd\n',
    '- authentication -',
  ],
  [
    'syslog-tcp',
    '<86>Nov 21 17:12:36 web1 sudo: jan : TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/bin/sh',
    'linux - sudo',
  ],
  ['syslog-tcp', '<78>Nov 21 17:12:36 web1 CRON[4]: (root) CMD (/bin/true)', 'linux - cron'],
  ['syslog-tcp', '<78>Nov 21 17:12:36 web1 /usr/sbin/crond[4]: (root) RELOAD (/etc/crontab)', 'linux - cron'],
  ['syslog-tcp', '<86>Nov 21 17:12:36 web1 su: (to root) jan on pts/1', 'linux - auth'],
  ['syslog-udp', '<30>Nov 21 17:12:36 web1 clamd[4]: /tmp/x: Trojan.Generic FOUND', 'linux - clamav'],
  ['syslog-udp', '<30>Nov 21 17:12:36 web1 vsftpd[4]: Bad HTTP verb.', 'linux - vsftpd'],
  ['syslog-udp', '<30>Nov 21 17:12:36 web1 guacd[4]: User joined (2 users now present)', 'linux - guacamole'],
  ['syslog-udp', '<30>Nov 21 17:12:36 web1 anything[4]: hello', 'linux - syslog'],
  [
    'syslog-udp',
    '<30>Nov 21 17:12:36 web1 audispd: type=SYSCALL msg=audit(1795281156.123:42): syscall=59 exe="/bin/sh"',
    'linux - auditd',
  ],
  [
    'relp',
    'node=web1 type=EXECVE msg=audit(1795281156.123:42): argc=2 a0="curl" a1="x"',
    'linux process_creation -',
  ],
  [
    'syslog-tls',
    '<14>Nov 21 17:12:36 lin sysmon: <Event><System><Provider Name="Linux-Sysmon"/><EventID>11</EventID><Channel>Linux-Sysmon/Operational</Channel></System><EventData><Data Name="TargetFilename">/x</Data></EventData></Event>',
    'linux file_event -',
  ],
  [
    'syslog-tls',
    '<14>Nov 21 17:12:36 lin sysmon: <Event><System><Provider Name="Linux-Sysmon"/><EventID>3</EventID><Channel>Linux-Sysmon/Operational</Channel></System><EventData><Data Name="Image">/x</Data></EventData></Event>',
    'linux network_connection -',
  ],
  [
    'elastic',
    {
      ecs: {},
      host: { os: { type: 'macos' } },
      event: { category: ['process'], type: ['start'] },
      process: { executable: '/bin/sh' },
    },
    'macos process_creation -',
  ],
  [
    'elastic',
    {
      ecs: {},
      host: { os: { type: 'macos' } },
      event: { category: ['file'], type: ['creation'] },
      file: { path: '/x' },
    },
    'macos file_event -',
  ],
  [
    'elastic',
    {
      ecs: {},
      host: { os: { type: 'windows' } },
      event: { category: ['file'], type: ['rename'] },
      file: { path: 'C:\\x' },
    },
    'windows file_rename -',
  ],
  [
    'syslog-tcp',
    '<14>Nov 21 17:12:36 web1 nginx: 192.0.2.7 - - [21/Nov/2026:17:12:36 +0000] "GET / HTTP/1.1" 200 12 "-" "-"',
    '- webserver -',
  ],
  [
    'syslog-tcp',
    '<14>Nov 21 17:12:36 web1 nginx: 2026/11/21 17:12:36 [alert] 12#12: worker process 13 exited on signal 6 (core dumped)',
    '- - nginx',
  ],
  [
    'syslog-tcp',
    '<14>Nov 21 17:12:36 web1 apache2[3]: [core:notice] AH00052: child pid 1 exit signal Segmentation Fault (11)',
    '- - apache',
  ],
  [
    'loki',
    {
      ts: '1795281156000000000',
      line: '1795281156.123 12 192.0.2.7 TCP_MISS/200 12 GET http://example.org/ - HIER_DIRECT/192.0.2.1 text/html',
      stream: {},
    },
    '- proxy -',
  ],
  ['syslog-tcp', '<14>Nov 21 17:12:36 px (squid-1): x', 'linux - syslog'],
  [
    'syslog-tcp',
    '<14>Nov 21 17:12:36 fw CEF:0|Zscaler|NSSWeblog|1|x|y|3|request=http://x act=Allowed',
    '- proxy -',
  ],
  [
    'syslog-tcp',
    '<14>Nov 21 17:12:36 fw CEF:0|Trend Micro|Deep Security Agent|1|x|EICAR|8|filePath=C:\\x',
    '- antivirus -',
  ],
  [
    'syslog-tcp',
    '<4>Nov 21 17:12:36 fw kernel: IN=eth0 OUT= SRC=192.0.2.7 DST=192.0.2.8 PROTO=TCP SPT=4 DPT=23',
    '- firewall -',
  ],
  ['syslog-tcp', '<27>Nov 21 17:12:36 db postgres[3]: ERROR: statement: drop table x', '- database -'],
  [
    'syslog-tcp',
    '<30>Nov 21 17:12:36 ns named[3]: client @0x1 192.0.2.7#5 (evil.example): query: evil.example IN A + (192.0.2.1)',
    '- dns -',
  ],
  ['ndjson', { event: { dataset: 'netflow.log' }, destination: { port: 23 } }, '- - netflow'],
  [
    'syslog-udp',
    '<189>12: Nov 21 17:12:36: %PARSER-5-CFGLOG_LOGGEDCMD: User:jan logged command:no logging',
    'cisco - aaa',
  ],
  [
    'syslog-udp',
    '<189>12: Nov 21 17:12:36: %IP-TCP-3-BADAUTH: No MD5 digest from 192.0.2.7:179',
    'cisco - bgp',
  ],
  [
    'syslog-udp',
    '<189>12: Nov 21 17:12:36: %LDP-4-AUTHFAIL: LDP SOCKET_TCP_PACKET_MD5_AUTHEN_FAIL',
    'cisco - ldp',
  ],
  [
    'syslog-udp',
    '<189>12: Nov 21 17:12:36: %WEBUI-6-INSTALL_OPERATION_INFO: User: cisco_tac_admin',
    'cisco - syslog',
  ],
  [
    'ndjson',
    { event_type: 'authentication', reason: 'bypass_user', factor: 'x', access_device: {} },
    'cisco - duo',
  ],
  ['syslog-udp', '<189>Nov 21 17:12:36 hw %%01BGP/3/BGP_AUTH_FAILED(l): peer 192.0.2.7:179', 'huawei - bgp'],
  [
    'syslog-udp',
    '<189>Nov 21 17:12:36 jr rpd[12]: tcp_auth_ok: Packet from 192.0.2.7:179 missing MD5 digest',
    'juniper - bgp',
  ],
  [
    'syslog-udp',
    '<189>date=2026-11-21 time=17:12:36 devid="FG1" type="event" subtype="system" action="Add" cfgpath="user.local"',
    'fortigate - event',
  ],
  [
    'syslog-udp',
    '<189>date=2026-11-21 time=17:12:36 devid="FG1" type="traffic" subtype="forward" action="accept" dstport=23',
    '- firewall -',
  ],
  ['syslog-udp', '<189>Nov 21 17:12:36 fg sslvpnd[4]: /data/etc/wxd.conf', 'fortios - sslvpnd'],
  [
    'syslog-udp',
    '<14>Nov 21 17:12:36 pan 1,2026/11/21 17:12:36,00111,GLOBALPROTECT,0,2305,2026/11/21 17:12:36,vsys1',
    'paloalto appliance globalprotect',
  ],
  [
    'syslog-udp',
    '<14>Nov 21 17:12:36 pan gpsvc[3]: failed to unmarshal session(../x)',
    'paloalto file_event globalprotect',
  ],
  ['ndjson', { eventSource: 'iam.amazonaws.com', eventName: 'CreateUser' }, 'aws - cloudtrail'],
  ['hec', { event: { operationName: 'X', category: 'Administrative' } }, 'azure - activitylogs'],
  ['hec', { event: { operationName: 'Add user', category: 'AuditLogs' } }, 'azure - auditlogs'],
  ['hec', { event: { operationName: 'x', category: 'SignInLogs' } }, 'azure - signinlogs'],
  ['ndjson', { riskEventType: 'x' }, 'azure - riskdetection'],
  ['ndjson', { riskEventType: 'x' }, 'azure - pim'],
  ['ndjson', { protoPayload: { methodName: 'x', serviceName: 'iam.googleapis.com' } }, 'gcp - gcp.audit'],
  ['ndjson', { protoPayload: { serviceName: 'admin.googleapis.com' } }, 'gcp - google_workspace.admin'],
  ['ndjson', { protoPayload: { serviceName: 'login.googleapis.com' } }, 'gcp - google_workspace.login'],
  ['ndjson', { OrganizationId: 'o', Workload: 'AzureActiveDirectory', Operation: 'x' }, 'm365 - audit'],
  ['ndjson', { OrganizationId: 'o', Workload: 'Exchange', Operation: 'New-InboxRule' }, 'm365 - exchange'],
  ['ndjson', { eventSource: 'SecurityComplianceCenter', eventName: 'x' }, 'm365 - threat_management'],
  ['ndjson', { eventSource: 'SecurityComplianceCenter', eventName: 'x' }, 'm365 - threat_detection'],
  ['ndjson', { eventType: 'user.session.start', actor: {}, outcome: { result: 'FAILURE' } }, 'okta - okta'],
  ['ndjson', { event_type_id: 532, account_id: 1 }, 'onelogin - onelogin.events'],
  ['ndjson', { _document_id: 'd', action: 'repo.create' }, 'github - audit'],
  ['ndjson', { auditType: { category: 'Projects', action: 'x' } }, 'bitbucket - audit'],
  ['ndjson', { apiVersion: 'audit.k8s.io/v1', verb: 'create' }, 'kubernetes application audit'],
  ['ndjson', { logtype: 2000, node_id: 'n' }, 'opencanary application -'],
  ['ndjson', { host: { name: 'h', scan: { vuln: 10693 } } }, 'qualys - -'],
  ['ndjson', { Channel: 'RPCFW', EventID: 3, InterfaceUuid: 'x' }, 'rpc_firewall application -'],
  ...['dce_rpc', 'dns', 'http', 'kerberos', 'rdp', 'smb_files', 'x509'].map(
    (log) => ['ndjson', { _path: log, uid: 'C', 'id.orig_h': '192.0.2.7' }, `zeek - ${log}`] as const,
  ),
  [
    'syslog-tcp',
    '<27>Nov 21 17:12:36 app gunicorn[3]: django.core.exceptions.DisallowedHost: x',
    'django application -',
  ],
  ['syslog-tcp', '<27>Nov 21 17:12:36 app gunicorn[3]: OperationalError', 'python application -'],
  ['syslog-tcp', '<27>Nov 21 17:12:36 app tomcat9[3]: javax.xml SAXParseException', 'jvm application -'],
  ['syslog-tcp', '<27>Nov 21 17:12:36 app java[3]: AccessDeniedException', 'spring application -'],
  ['syslog-tcp', '<27>Nov 21 17:12:36 app java[3]: ParseErrorException', 'velocity application -'],
  ['syslog-tcp', '<27>Nov 21 17:12:36 app node[3]: node:child_process', 'nodejs application -'],
  [
    'syslog-tcp',
    '<27>Nov 21 17:12:36 app puma[3]: ActionController::BadRequest',
    'ruby_on_rails application -',
  ],
  [
    'otlp',
    {
      resource: { attributes: [{ key: 'telemetry.sdk.language', value: { stringValue: 'java' } }] },
      logRecord: { body: { stringValue: 'near "x": syntax error' } },
    },
    'sql application -',
  ],
];

const windows = (channel: string, id: number, more: object = {}) =>
  routeOf('ndjson', { Channel: channel, EventID: id, ...more });

function routeOf(transport: LogTransport, line: string | object): Route {
  return routeOfEvent(eventOfSample(line, { transport, receivedMs })?.fields ?? {});
}

function logsourceOf(text: string): Logsource {
  const [product, category, service] = text.split(' ').map((part) => (part === '-' ? null : part));
  return { product: product ?? null, category: category ?? null, service: service ?? null };
}

describe('log sources of entries', () => {
  for (const [transport, line, expected] of lines) {
    const shown = typeof line === 'string' ? line : JSON.stringify(line);
    it(`${expected}: ${shown.slice(0, 70).replaceAll('\n', ' ')}`, () => {
      const route = routeOf(transport, line);
      assert.ok(isAbout(logsourceOf(expected), route), JSON.stringify(route).slice(0, 300));
    });
  }

  // Danger: rules are active, shown as watching, and no entry can ever reach them.
  it('every log source public rules name is reached by an entry', {
    skip: isThere ? false : 'no shared data',
  }, () => {
    const reached = lines.map(([transport, line]) => routeOf(transport, line));
    for (const channel of channels) reached.push(windows(channel, 1));
    for (let id = 1; id <= 29; id += 1) reached.push(windows(sysmon, id));
    for (const type of ['CreateKey', 'DeleteKey']) reached.push(windows(sysmon, 12, { EventType: type }));
    reached.push(windows(sysmon, 255));
    for (const id of [12, 19]) reached.push(windows('Microsoft-Windows-Kernel-File/Analytic', id));
    for (const id of [4103, 4104]) reached.push(windows('Microsoft-Windows-PowerShell/Operational', id));
    for (const id of [400, 600, 800]) reached.push(windows('Windows PowerShell', id));
    const missed = new Map<string, number>();
    for (const name of readdirSync(rulesDirectory, { recursive: true, encoding: 'utf8' })) {
      if (!name.endsWith('.yml')) continue;
      for (const { logsource } of readRules(readFileSync(join(rulesDirectory, name), 'utf8')).rules) {
        if (reached.some((route) => isAbout(logsource, route))) continue;
        const key = JSON.stringify(logsource);
        missed.set(key, (missed.get(key) ?? 0) + 1);
      }
    }
    assert.deepEqual([...missed], []);
  });
});

const sysmon = 'Microsoft-Windows-Sysmon/Operational';
const channels = [
  ...['Application', 'Security', 'System', 'Windows PowerShell', 'DNS Server', 'MSExchange Management'],
  ...['AppLocker/EXE and DLL', 'AppModel-Runtime/Admin', 'AppXDeploymentServer/Operational'],
  ...['AppxPackaging/Operational', 'Bits-Client/Operational', 'CAPI2/Operational'],
  ...['CertificateServicesClient-Lifecycle-System/Operational', 'CodeIntegrity/Operational'],
  ...['Diagnosis-Scripted/Operational', 'DNS Client Events/Operational', 'DNS-Server/Analytical'],
  ...['DriverFrameworks-UserMode/Operational', 'Windows Firewall With Advanced Security/Firewall'],
  ...['LDAP-Client/Debug', 'LSA/Operational', 'NTLM/Operational'],
  ...['PowerShell/Operational', 'PrintService/Admin', 'PrintService/Operational'],
  ...['Security-Mitigations/Kernel Mode', 'Shell-Core/Operational', 'SmbClient/Connectivity'],
  ...['SmbClient/Security', 'SMBServer/Connectivity', 'Sysmon/Operational', 'TaskScheduler/Operational'],
  ...[
    'TerminalServices-LocalSessionManager/Operational',
    'Windows Defender/Operational',
    'WMI-Activity/Operational',
  ],
].map((name) => (name.includes('/') ? `Microsoft-Windows-${name}` : name));
channels.push(
  'Microsoft-IIS-Configuration/Operational',
  'OpenSSH/Operational',
  'Microsoft-ServiceBus-Client/Admin',
);
