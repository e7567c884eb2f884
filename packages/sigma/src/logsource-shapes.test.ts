// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { holds } from './evaluate.ts';
import type { EventFields } from './event.ts';
import { routeOfEvent } from './logsource.ts';
import { shapeRoute } from './logsource-shapes.ts';
import { readRules } from './rule.ts';

const shown = (fields: EventFields) => {
  const { categories, product, services } = routeOfEvent(fields);
  return [product, ...services, ...categories].join(' ');
};

/** Whether a rule's name finds the value of an event that has another. */
function finds(field: string, value: unknown, fields: EventFields): boolean {
  const rule = {
    title: 'R',
    logsource: { product: 'x' },
    detection: { s: { [field]: value }, condition: 's' },
  };
  const [read] = readRules(JSON.stringify(rule)).rules;
  return read !== undefined && holds(read.expression, fields, routeOfEvent(fields));
}

const zeek = { uid: 'C1', 'id.orig_h': '192.0.2.1' };

describe('shapeRoute()', () => {
  for (const [expected, fields] of [
    ['aws cloudtrail', { eventSource: 'iam.amazonaws.com', eventName: 'CreateUser' }],
    ['m365 threat_management threat_detection exchange', { eventSource: 'SecurityComplianceCenter' }],
    ['m365 audit', { OrganizationId: 'o', Workload: 'AzureActiveDirectory', Operation: 'x' }],
    ['m365 audit exchange', { Workload: 'Exchange', Operation: 'New-InboxRule' }],
    ['gcp gcp.audit', { protoPayload: { methodName: 'x', serviceName: 'iam.googleapis.com' } }],
    ['gcp gcp.audit', { data: { protoPayload: { methodName: 'x' } } }],
    ['gcp gcp.audit google_workspace.login', { protoPayload: { serviceName: 'login.googleapis.com' } }],
    ['gcp gcp.audit google_workspace.admin', { eventService: 'admin.googleapis.com' }],
    ['okta okta', { eventType: 'user.session.start', actor: {}, outcome: { result: 'FAILURE' } }],
    ['okta okta', { legacyEventType: 'core.user_auth.login_failed' }],
    ['azure auditlogs', { operationName: 'Add user', category: 'AuditLogs' }],
    ['azure signinlogs', { operationName: 'Sign-in activity', category: 'NonInteractiveUserSignInLogs' }],
    ['azure activitylogs', { operationName: 'MICROSOFT.COMPUTE/X', category: 'Administrative' }],
    ['azure signinlogs', { Type: 'SigninLogs', ResultType: '50126' }],
    ['azure riskdetection pim', { riskEventType: 'anonymizedIPAddress' }],
    ['kubernetes audit application', { apiVersion: 'audit.k8s.io/v1', verb: 'create' }],
    ['opencanary application', { logtype: 2000, node_id: 'n' }],
    ['bitbucket audit', { auditType: { category: 'Projects', action: 'x' } }],
    ['github audit', { _document_id: 'd', action: 'repo.create' }],
    ['zeek dns dns', { _path: 'dns' }],
    ['zeek http proxy webserver', { ...zeek, method: 'GET', request_body_len: 0 }],
    ['zeek dns dns', { ...zeek, qtype_name: 'A' }],
    ['zeek smb_files', { ...zeek, action: 'SMB::FILE_OPEN' }],
    ['zeek', { _path: 'constructor' }],
    ['linux auditd', { type: 'SYSCALL', msg: 'audit(1636036800.123:42)' }],
    ['webserver', { 'cs-method': 'GET', 'cs-uri-stem': '/' }],
    ['proxy', { 'cs-method': 'GET', 'cs-uri-scheme': 'https' }],
    ['linux syslog nginx webserver', { SYSLOG_IDENTIFIER: 'nginx', MESSAGE: 'x' }],
    ['linux syslog sshd auth', { event: { dataset: 'system.auth' }, process: { name: 'sshd' } }],
    ['linux sysmon process_creation', { Channel: 'Linux-Sysmon/Operational', EventID: 1 }],
  ] as const) {
    it(`knows ${expected}: ${JSON.stringify(fields).slice(0, 60)}`, () =>
      assert.equal(shown(fields).trim(), expected));
  }

  // Danger: an event of nobody in particular is asked every rule of a cloud.
  it('takes nothing for what it is not', () => {
    for (const fields of [
      {},
      { type: 'SYSCALL' },
      { type: 'syscall', audit_id: 1 },
      { eventSource: 'amazonaws.com.evil' },
      { eventType: 'a.b' },
      { category: 'AuditLogs' },
      { category: 'constructor', operationName: 'x' },
      { uid: 'x' },
      JSON.parse('{"__proto__":{"eventSource":"iam.amazonaws.com"}}'),
    ]) {
      assert.equal(shapeRoute(fields), null, JSON.stringify(fields));
    }
  });

  it('finds fields under the names of rules', () => {
    assert.ok(finds('cs-user-agent', 'curl', { 'cs-method': 'GET', 'cs(User-Agent)': 'curl' }));
    assert.ok(finds('record_type', 'TXT', { _path: 'dns', qtype_name: 'TXT' }));
    assert.ok(finds('c-useragent', 'curl', { _path: 'http', user_agent: 'curl' }));
    assert.ok(finds('gcp.audit.method_name', 'x', { protoPayload: { methodName: 'x' } }));
    assert.ok(
      finds('ResultType', 50126, { operationName: 'x', category: 'SignInLogs', resultType: '50126' }),
    );
    assert.ok(
      finds('riskEventType', 'x', {
        operationName: 'x',
        category: 'UserRiskEvents',
        properties: { riskEventType: 'x' },
      }),
    );
    assert.ok(finds('apiGroup', 'x', { apiVersion: 'audit.k8s.io/v1', objectRef: { apiGroup: 'x' } }));
  });
});
