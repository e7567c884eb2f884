// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type AuditRecord, auditEvents } from './audit-events.ts';
import { readEntry } from './read-entry.ts';

const read = (line: string) =>
  readEntry(Buffer.from(line), { transport: 'relp', receivedUs: 1.79e15, timeZone: null });
const stamp = 'msg=audit(1364481363.243:24287):';
const lines = [
  `type=SYSCALL ${stamp} arch=c000003e syscall=2 success=no exit=-13 a0=7fff pid=3538 auid=1000 uid=1000 comm="cat" exe="/bin/cat" key="sshd_config"\x1dARCH=x86_64 AUID="jan"`,
  `type=CWD ${stamp} cwd="/home/jan"`,
  `type=PATH ${stamp} item=0 name="/etc/ssh/sshd_config" inode=409248 mode=0100600`,
  `type=PROCTITLE ${stamp} proctitle=636174002F6574632F7373682F737368645F636F6E666967`,
];

describe('auditd', () => {
  it('readEntry() reads a record, what its names mean, and decodes what the kernel encoded beside it', () => {
    const call = read(lines[0] ?? '').fields;
    assert.deepEqual(
      [call.msgid, call.status, call.process, call.pid, call.user, call.userId, call.time],
      ['SYSCALL', 'failure', '/bin/cat', 3538, 'jan', '1000', 1_364_481_363_243_000],
    );
    assert.equal(call.attributes['a0'], '7fff');
    const title = read(lines[3] ?? '').fields;
    assert.equal(title.commandLine, 'cat /etc/ssh/sshd_config');
    assert.equal(title.attributes['proctitle'], '636174002F6574632F7373682F737368645F636F6E666967');
  });

  it('readEntry() reads the fields inside the message of a program, also behind a node and syslog', () => {
    const line = `<86>Nov 21 17:12:36 vm audispd: node=web1 type=USER_LOGIN ${stamp} pid=1 uid=0 auid=4294967295 ses=5 msg='op=login acct="root" exe="/usr/sbin/sshd" hostname=? addr=192.0.2.7 terminal=ssh res=failed'`;
    const { format, parse, fields } = read(line);
    assert.deepEqual([format, parse], ['auditd', 'ok']);
    assert.deepEqual(
      [
        fields.host,
        fields.eventClass,
        fields.activity,
        fields.status,
        fields.targetUser,
        fields.srcIp,
        fields.session,
      ],
      ['vm', 'authentication', 'login', 'failure', 'root', '192.0.2.7', '5'],
    );
    assert.equal(fields.attributes['node'], 'web1');
  });

  it('readEntry() reads what has no moment or serial as text', () => {
    for (const line of [
      'type=SYSCALL',
      'type=X msg=audit(',
      'type=X msg=audit(1.2)',
      'type=X msg=audit(x.y:1): a=b',
    ]) {
      assert.notEqual(read(line).format, 'auditd', line);
    }
  });

  const record = (seq: number, line: string, sourceId = 's'): AuditRecord => ({
    seq,
    sourceId,
    fields: read(line).fields,
  });

  it('auditEvents() joins the records of an event by host, moment and serial', () => {
    const other = `type=SYSCALL msg=audit(1364481363.243:24288): success=yes exe="/bin/ls"`;
    const events = auditEvents([
      record(1, lines[0] ?? ''),
      record(2, other),
      record(3, lines[1] ?? '', 'another host'),
      record(4, lines[2] ?? ''),
      record(5, lines[3] ?? ''),
    ]);
    const whole = events.find((event) => event.seqs.length > 1);
    assert.deepEqual(whole?.seqs, [1, 4, 5]);
    assert.deepEqual(
      [whole.fields.process, whole.fields.file, whole.fields.commandLine, whole.fields.user],
      ['/bin/cat', '/etc/ssh/sshd_config', 'cat /etc/ssh/sshd_config', 'jan'],
    );
    assert.deepEqual(events.map((event) => event.seqs).sort(), [[1, 4, 5], [2], [3]]);
  });

  it('auditEvents() does not wait for ever, and loses no record', () => {
    const many = Array.from({ length: 1_000 }, (_, index) =>
      record(index, `type=SYSCALL msg=audit(1364481363.243:${index % 400}): success=yes`),
    );
    const events = auditEvents(many, 50);
    assert.equal(events.flatMap((event) => event.seqs).length, 1_000);
    assert.ok(events.length > 900);
  });
});
