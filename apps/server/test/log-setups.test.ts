// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { type LogTransport, type SetupFacts, sourceSetups } from '@belfry/contract';
import { tokenHash } from '../src/log/index.ts';
import { openTestLog } from './log.ts';
import {
  aDirectory,
  noJournalUpload,
  noRsyslog,
  noSyslogNg,
  startRsyslog,
  startSyslogNg,
  uploadJournal,
  writeLines,
} from './log-clients.ts';
import { eventually } from './log-streams.ts';

const run = promisify(execFile);
const TOKEN = 'belfry-log-of-a-test';

test('what the screen says to write works in the real rsyslog, syslog-ng, curl and systemd-journal-upload', {
  skip: noRsyslog || noSyslogNg,
}, async (t) => {
  const opened = await openTestLog(t);
  const { log } = opened;
  const id = randomUUID();
  await opened.query(
    `INSERT INTO log_source (id, name, state, stream, retention_class, created_at, changed_at)
     VALUES ($1, 'web01', 'active', 'technical', 'technical', now(), now())`,
    [id],
  );
  for (const [kind, value] of [
    ['address', '127.0.0.0/8'],
    ['token', tokenHash(TOKEN)],
  ]) {
    await opened.query(
      'INSERT INTO log_source_identity (id, source_id, kind, value, created_at) VALUES ($1, $2, $3, $4, now())',
      [randomUUID(), id, kind, value],
    );
  }
  await log.house.sources.renew();
  const listening = log.receivers.flatMap(({ port, transport }) =>
    port === null ? [] : [[transport, port] as const],
  );
  const facts: SetupFacts = {
    url: opened.address,
    host: '127.0.0.1',
    ports: new Map<LogTransport, number>(listening),
    token: TOKEN,
  };
  const textOf = (wanted: string) =>
    sourceSetups.find((one) => one.id === wanted)?.text(facts) ?? assert.fail(wanted);
  const came = async (transport: LogTransport, words: RegExp) => {
    await eventually(async () =>
      (await opened.entries()).some(
        ({ origin, raw }) =>
          origin.sourceId === id && origin.transport === transport && words.test(Buffer.from(raw).toString()),
      ),
    );
  };
  for (const [setup, transport] of [
    ['rsyslog-relp', 'relp'],
    ['rsyslog-tcp', 'syslog-tcp'],
  ] as const) {
    const directory = await aDirectory(t);
    await writeLines(directory, 0, 1, ` by ${setup}`);
    const text = textOf(setup);
    const at = text.indexOf('action(');
    const { stop } = await startRsyslog(t, directory, { before: text.slice(0, at), action: text.slice(at) });
    await came(transport, new RegExp(`line 0 ends by ${setup}`));
    await stop();
  }
  const directory = await aDirectory(t);
  await writeLines(directory, 0, 1, ' by syslog-ng');
  const [, destination = ''] = /destination d_belfry \{\s*([\s\S]*?);\n\};/.exec(textOf('syslog-ng')) ?? [];
  await startSyslogNg(t, directory, destination);
  await came('syslog-tcp', /line 0 ends by syslog-ng/);
  await run('sh', ['-c', textOf('curl')]);
  await came('ndjson', /first entry/);
  if (noJournalUpload !== false) return;
  // The client reads its file from /etc alone; the address is what that says to it.
  const [, url = ''] = /^URL=(.*)$/m.exec(textOf('journald')) ?? [];
  assert.equal((await uploadJournal(directory, url, 'by journal-upload')).code, 0);
  await came('journal', /by journal-upload/);
});
