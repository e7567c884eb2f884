// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readEntry } from './read-entry.ts';

function read(app: string, text: string) {
  const line = Buffer.from(`<30>Nov 21 17:12:36 vm ${app}[12]: ${text}`);
  return readEntry(line, { transport: 'syslog-udp', receivedUs: 1.79e15, timeZone: null }).fields;
}

describe('readSystemLine()', () => {
  // Danger: logging is switched off, the line that says so is text like any other, and nobody is told.
  for (const [app, text, activity, status] of [
    ['systemd-journald', 'Received SIGTERM from PID 1 (systemd).', 'stop', 'success'],
    ['systemd-journald', 'Journal stopped', 'stop', 'success'],
    ['systemd-journald', 'Journal started', 'start', 'success'],
    ['systemd-journald', 'Suppressed 312 messages from nginx.service', 'lose', null],
    [
      'systemd-journald',
      'Vacuuming done, freed 1.2G of archived journals from /var/log/journal/1.',
      'delete',
      'success',
    ],
    [
      'rsyslogd',
      '[origin software="rsyslogd" swVersion="8.2504.0" x-pid="9" x-info="https://www.rsyslog.com"] exiting on signal 15.',
      'stop',
      'success',
    ],
    ['rsyslogd', 'imuxsock lost 1200 messages from pid 412 due to rate-limiting', 'lose', null],
    [
      'rsyslogd',
      "action 'action-1-builtin:omfwd' suspended (module 'builtin:omfwd'), retry 0.",
      'write',
      'failure',
    ],
    ['syslog-ng', "syslog-ng shutting down; version='4.8.1'", 'stop', 'success'],
    ['auditd', 'The audit daemon is exiting.', 'stop', 'success'],
    ['auditd', 'Audit daemon is suspending logging due to low disk space.', 'write', 'failure'],
    ['kernel', '[ 9120.51] audit: backlog limit exceeded', 'lose', null],
  ] as const) {
    it(`says of ${app} that its log was to ${activity}: ${text.slice(0, 40)}`, () => {
      const fields = read(app, text);
      assert.deepEqual([fields.eventClass, fields.activity, fields.status], ['event_log', activity, status]);
    });
  }

  it('knows services of systemd by their unit', () => {
    const stopped = read('systemd', 'Stopped rsyslog.service - System Logging Service.');
    assert.deepEqual(
      [stopped.eventClass, stopped.activity, stopped.attributes['unit']],
      ['service', 'stop', 'rsyslog.service'],
    );
    const old = read('systemd', 'Started Session 4 of user jan.');
    assert.deepEqual([old.activity, old.attributes['unit']], ['start', 'Session 4 of user jan']);
    const killed = read('systemd', 'auditd.service: Main process exited, code=killed, status=9/KILL');
    assert.deepEqual(
      [killed.activity, killed.status, killed.attributes['unit']],
      ['stop', 'failure', 'auditd.service'],
    );
  });

  it('says by how much a clock was wrong', () => {
    for (const [app, text, activity, seconds] of [
      ['chronyd', 'System clock was stepped by -3600.000123 seconds', 'clock step', -3600.000123],
      ['chronyd', 'System clock wrong by 7.5 seconds', 'clock wrong', 7.5],
      ['ntpd', 'time reset +412.2 s', 'clock step', 412.2],
      ['ntpdate', 'step time server 192.0.2.5 offset 86400.1 sec', 'clock step', 86400.1],
      ['systemd', 'Time has been changed', 'clock set', undefined],
      ['systemd-timedated', 'Changed local time to Fri 2026-11-20 10:00:00 CET', 'clock set', undefined],
    ] as const) {
      const fields = read(app, text);
      assert.deepEqual([fields.activity, fields.attributes['seconds']], [activity, seconds], text);
    }
  });

  it('knows whose table of jobs was changed, and by whom', () => {
    const fields = read('crontab', '(root) REPLACE (jan)');
    assert.deepEqual(
      [fields.eventClass, fields.activity, fields.user, fields.targetUser],
      ['scheduled_job', 'update', 'root', 'jan'],
    );
  });

  it('leaves other text as it is', () => {
    for (const [app, text] of [
      ['systemd', 'Reached target multi-user.target - Multi-User System.'],
      ['rsyslogd', 'rsyslogd was HUPed'],
      ['constructor', 'Journal stopped'],
      ['chronyd', 'Selected source 192.0.2.5'],
    ] as const) {
      const fields = read(app, text);
      assert.deepEqual([fields.eventClass, fields.activity, fields.message], [null, null, text]);
    }
  });
});

describe('readAccountLine()', () => {
  for (const [app, text, eventClass, activity, target, group] of [
    ['usermod', "add 'jan' to shadow group 'sudo'", 'group_management', 'add user', 'jan', 'sudo'],
    ['usermod', "delete 'jan' from group 'wheel'", 'group_management', 'remove user', 'jan', 'wheel'],
    ['gpasswd', 'user jan added by root to group docker', 'group_management', 'add user', 'jan', 'docker'],
    ['groupadd', 'group added to /etc/group: name=dev, GID=1002', 'group_management', 'create', null, 'dev'],
    ['groupdel', "group 'dev' removed", 'group_management', 'delete', null, 'dev'],
    ['usermod', "lock user 'jan' password", 'account_change', 'lock', 'jan', undefined],
    ['userdel', "delete user 'jan'", 'account_change', 'delete', 'jan', undefined],
    ['passwd', "password for 'jan' changed by 'root'", 'account_change', 'password change', 'jan', undefined],
    ['chage', 'changed password expiry for jan', 'account_change', 'change', 'jan', undefined],
  ] as const) {
    it(`knows who and which group: ${text}`, () => {
      const fields = read(app, text);
      assert.deepEqual(
        [fields.eventClass, fields.activity, fields.targetUser, fields.attributes['group']],
        [eventClass, activity, target, group],
      );
    });
  }

  // Danger: an account gets the number of root, and the entry says no more than that it was changed.
  it('says what an account became', () => {
    const { attributes } = read('usermod', "change user 'jan' UID from '1001' to '0'");
    assert.deepEqual([attributes['changed'], attributes['from'], attributes['to']], ['UID', '1001', '0']);
  });
});
