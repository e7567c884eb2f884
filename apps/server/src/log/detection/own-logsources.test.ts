// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { routeOfEvent } from '@belfry/sigma';
import { eventOfSample, type SampleWay } from './event-of-sample.ts';

const receivedMs = Date.UTC(2026, 10, 21, 17, 12, 40);
const categoriesOf = (line: string | object, way: Partial<SampleWay> = {}) =>
  routeOfEvent(eventOfSample(line, { receivedMs, ...way })?.fields ?? {}).categories;
const said = (program: string, text: string) => `<30>Nov 21 17:12:36 web1 ${program}: ${text}`;
const windows = (Channel: string, EventID: number, more = {}) => ({
  Channel,
  EventID,
  Computer: 'pc1',
  ...more,
});

describe('log sources of our own', () => {
  for (const [category, line] of [
    ['authentication', said('sshd[1]', 'Accepted publickey for jan from 192.0.2.7 port 5 ssh2')],
    ['authentication', windows('Security', 4625, { TargetUserName: 'jan' })],
    ['authentication', 'type=USER_LOGIN msg=audit(1795281156.123:42): acct="jan" res=failed'],
    ['session', windows('Security', 4672, { SubjectUserName: 'jan' })],
    [
      'account_change',
      said('useradd[1]', 'new user: name=jan, UID=1001, GID=1001, home=/home/jan, shell=/bin/sh'),
    ],
    ['account_change', windows('Security', 4720, { TargetUserName: 'jan' })],
    ['group_change', windows('Security', 4732, { TargetUserName: 'Administrators' })],
    ['service_change', windows('System', 7045, { ServiceName: 'x' })],
    ['scheduled_job', windows('Security', 4698, { TaskName: 'x' })],
    ['log_tampering', windows('Security', 1102)],
    ['log_tampering', windows('System', 104)],
    ['log_tampering', said('rsyslogd', '[origin software="rsyslogd"] exiting on signal 15.')],
    ['log_tampering', 'type=CONFIG_CHANGE msg=audit(1795281156.123:42): op=set audit_enabled=0 res=1'],
    ['clock', said('chronyd[1]', 'System clock was stepped by -3600.5 seconds')],
    ['clock', windows('Security', 4616)],
    ['environment', said('apcupsd[1]', 'Power failure.')],
    ['environment', said('iDRAC9', 'The system board inlet temperature is greater than the upper limit.')],
    ['program_start', windows('Security', 4688, { NewProcessName: 'C:\\x.exe' })],
    ['file_change', windows('Security', 4663, { ObjectName: 'C:\\x' })],
    ['web_request', '192.0.2.7 - jan [21/Nov/2026:17:12:36 +0000] "GET /a HTTP/1.1" 404 12 "-" "curl/8"'],
    ['network_flow', 'CEF:0|V|P|1|100|N|8|src=192.0.2.1 dst=198.51.100.2'],
    ['dns', { dns: { question: { name: 'example.org' } } }],
    ['personal_data', { user: 'jan', patient_id: '85010112345', purpose: 'treatment' }],
  ] as const) {
    it(`${category}: ${typeof line === 'string' ? line.slice(0, 60) : JSON.stringify(line).slice(0, 60)}`, () =>
      assert.ok(categoriesOf(line).includes(category), categoriesOf(line).join(' ')));
  }

  it('everything of the stream for looks at personal data is about them', () =>
    assert.deepEqual(categoriesOf(said('shop', 'x'), { stream: 'privacy-access' }), ['personal_data']));

  it('believes a sender that says what class its event is', () =>
    assert.deepEqual(categoriesOf({ class_uid: 3002, user: 'jan' }), ['authentication']));

  // Danger: every record of the audit system counts as one about the record itself, because its program keeps logs.
  it('takes nothing for what it is not', () => {
    assert.ok(
      !categoriesOf(said('audispd', 'type=PATH msg=audit(1795281156.123:42): name="/x"')).includes(
        'log_tampering',
      ),
    );
    assert.ok(
      !categoriesOf(windows('System', 1, { SourceName: 'Microsoft-Windows-Power-Troubleshooter' })).includes(
        'clock',
      ),
    );
    assert.deepEqual(categoriesOf(said('upstart-like-shop', 'x')), []);
    assert.deepEqual(categoriesOf('no form at all'), []);
    assert.deepEqual(categoriesOf({ app: 'x', categories: ['clock'] }), []);
  });
});
