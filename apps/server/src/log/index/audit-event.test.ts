// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anEntry, anOrigin } from '../../../test/log-entries.ts';
import { SourceZones } from '../receive/source-zones.ts';
import { sealedLineOf } from '../sealing/entry-line.ts';
import { withAuditEvent } from './audit-event.ts';
import { readSealedLine } from './row.ts';

const stamp = 'msg=audit(1364481363.243:24287):';
const another = '01890000-0000-7000-8000-0000000000bb';
const entries = [
  { raw: `type=SYSCALL ${stamp} success=no pid=3538 exe="/bin/cat" AUID="jan"` },
  { raw: `type=PATH ${stamp} item=0 name="/etc/shadow"`, sourceId: another },
  { raw: 'type=SYSCALL msg=audit(1364481363.243:24288): success=yes exe="/bin/ls"' },
  { raw: `type=PATH ${stamp} item=0 name="/etc/ssh/sshd_config"` },
  { raw: `type=PATH ${stamp} item=1 name="/secret"`, stream: 'privacy-access' as const },
  { raw: `type=PROCTITLE ${stamp} proctitle=636174002F6574632F7373682F737368645F636F6E666967` },
];
const lines = entries.flatMap(({ raw, ...from }, at) =>
  sealedLineOf(
    anEntry({ seq: at + 1, raw: Buffer.from(raw), origin: { ...anOrigin, ...from } }),
    { format: 'auditd', parse: 'ok' },
    null,
  ).map((line) => Buffer.from(line)),
);
const log = {
  lines: async function* (from: number, to: number) {
    yield { first: from, lines: lines.slice(from, to) };
  },
};

// Danger: who opens one record of the audit system sees a call without its file, or a file without who opened it.
test('withAuditEvent() adds what the other records of the event say, of the same source and stream alone', async () => {
  const zones = new SourceZones();
  const open = async (index: number) => {
    const read = readSealedLine(lines[index] ?? Buffer.alloc(0), zones);
    return (await withAuditEvent(log as never, index, read, zones))?.attributes ?? {};
  };
  const call = await open(0);
  assert.equal(call['auditEvent.entries'], '1 4 6');
  assert.equal(call['auditEvent.file'], '/etc/ssh/sshd_config');
  assert.equal(call['auditEvent.commandLine'], 'cat /etc/ssh/sshd_config');
  const title = await open(5);
  assert.deepEqual(
    [title['auditEvent.user'], title['auditEvent.process'], title['auditEvent.status']],
    ['jan', '/bin/cat', 'failure'],
  );
  for (const alone of [1, 2, 4]) assert.equal((await open(alone))['auditEvent.entries'], undefined);
});
