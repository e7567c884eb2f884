// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readEntry } from './read-entry.ts';

function read(app: string, text: string) {
  const line = Buffer.from(`<38>Nov 21 17:12:36 vm ${app}[12]: ${text}`);
  return readEntry(line, { transport: 'syslog-udp', receivedUs: 1.79e15, timeZone: null }).fields;
}

describe('login lines', () => {
  // Danger: a search for a person misses every line that a shipper read from a file.
  it('are read inside a line that a shipper of files sent', () => {
    const kept = 'Nov 21 17:12:36 web1 sshd[12]: Failed password for jan from 192.0.2.7 port 5 ssh2';
    const line = Buffer.from(`<133>1 2026-11-21T17:12:40Z relay authlog - - - ${kept}`);
    const { fields } = readEntry(line, { transport: 'relp', receivedUs: 1.79e15, timeZone: null });
    assert.deepEqual(
      [fields.user, fields.srcIp, fields.status, fields.host, fields.app, fields.message],
      ['jan', '192.0.2.7', 'failure', 'relay', 'authlog', kept],
    );
  });

  it('of sshd say who, from where, and whether it succeeded', () => {
    for (const [text, status, user, address] of [
      ['Accepted publickey for jan from 192.0.2.7 port 5 ssh2: RSA SHA256:x', 'success', 'jan', '192.0.2.7'],
      ['Failed password for root from 2001:db8::1 port 5 ssh2', 'failure', 'root', '2001:db8::1'],
      [
        'Failed password for invalid user a from b from 192.0.2.7 port 5 ssh2',
        'failure',
        'a from b',
        '192.0.2.7',
      ],
      ['Failed none for invalid user  from 192.0.2.7 port 5 ssh2', 'failure', null, '192.0.2.7'],
      [
        'message repeated 2 times: [ Failed password for jan from 192.0.2.7 port 5 ssh2]',
        'failure',
        'jan',
        '192.0.2.7',
      ],
      ['Invalid user admin from 192.0.2.7 port 5', 'failure', 'admin', '192.0.2.7'],
      [
        'error: maximum authentication attempts exceeded for jan from 192.0.2.7 port 5 ssh2 [preauth]',
        'failure',
        'jan',
        '192.0.2.7',
      ],
      ['Connection closed by authenticating user jan 192.0.2.7 port 5 [preauth]', null, 'jan', '192.0.2.7'],
      ['Received disconnect from 192.0.2.7 port 5:11: disconnected by user', null, null, '192.0.2.7'],
    ] as const) {
      const fields = read('sshd', text);
      assert.deepEqual(
        [fields.status, fields.user, fields.srcIp, fields.srcPort],
        [status, user, address, 5],
        text,
      );
      assert.equal(fields.eventClass, status === null ? 'ssh' : 'authentication', text);
      assert.equal(fields.message, text);
    }
  });

  it('of PAM, sudo and su say who became whom', () => {
    const opened = read(
      'sudo',
      'pam_unix(sudo:session): session opened for user root(uid=0) by jan(uid=1000)',
    );
    assert.deepEqual([opened.activity, opened.user, opened.targetUser], ['session open', 'jan', 'root']);
    const failed = read(
      'sshd',
      'pam_unix(sshd:auth): authentication failure; logname= uid=0 tty=ssh rhost=192.0.2.7  user=jan',
    );
    assert.deepEqual([failed.status, failed.user, failed.srcIp], ['failure', 'jan', '192.0.2.7']);
    const ran = read('sudo', '  jan : TTY=pts/0 ; PWD=/home/jan ; USER=root ; COMMAND=/usr/bin/id -u');
    assert.deepEqual(
      [ran.user, ran.targetUser, ran.commandLine, ran.process, ran.status],
      ['jan', 'root', '/usr/bin/id -u', '/usr/bin/id', 'success'],
    );
    const refused = read(
      'sudo',
      'jan : user NOT in sudoers ; TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/bin/sh',
    );
    assert.deepEqual([refused.status, refused.cause], ['failure', 'user NOT in sudoers']);
    const su = read('su', 'FAILED su for root by jan');
    assert.deepEqual([su.status, su.user, su.targetUser], ['failure', 'jan', 'root']);
  });

  it('of accounts, sessions and scheduled jobs say what changed', () => {
    for (const [app, text, eventClass, activity, target] of [
      [
        'useradd',
        'new user: name=jan, UID=1001, GID=1001, home=/home/jan',
        'account_change',
        'create',
        'jan',
      ],
      ['useradd', 'failed adding user jan, data deleted', 'account_change', 'create', 'jan'],
      ['userdel', "delete user 'jan'", 'account_change', 'delete', 'jan'],
      ['usermod', "add 'jan' to group 'wheel'", 'group_management', 'add user', 'jan'],
      [
        'chpasswd',
        'pam_unix(chpasswd:chauthtok): password changed for jan',
        'account_change',
        'password change',
        'jan',
      ],
      ['CRON', '(root) CMD (/bin/true)', 'scheduled_job', 'run', null],
      ['systemd-logind', 'New session 12 of user jan.', 'authorize_session', 'open', null],
    ] as const) {
      const fields = read(app, text);
      assert.deepEqual(
        [fields.eventClass, fields.activity, fields.targetUser],
        [eventClass, activity, target],
        text,
      );
    }
    assert.equal(read('systemd-logind', 'New session 12 of user jan.').user, 'jan');
    assert.equal(read('sshd', 'Server listening on 0.0.0.0 port 22.').eventClass, null);
  });
});
