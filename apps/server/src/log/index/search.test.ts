// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import test from 'node:test';
import { openTestLog, type TestLog } from '../../../test/log.ts';
import type { Batch, Origin } from '../batch.ts';
import type { ParsedAnswer, SearchAnswer } from './search-shapes.ts';

const web: Origin = {
  sourceId: '0197a000-0000-7000-8000-000000000001',
  stream: 'technical',
  retentionClass: 'technical',
  transport: 'syslog-tcp',
  peer: '192.0.2.7:51422',
};

function batchOf(lines: readonly string[], origin: Origin = web): Batch {
  const bounds: number[] = [];
  let at = 0;
  for (const line of lines) {
    const length = Buffer.byteLength(line);
    bounds.push(at, at + length);
    at += length;
  }
  return { origin, bytes: Buffer.from(lines.join('')), bounds };
}

const everything = { query: '', streams: ['technical', 'desk'], sources: null, from: null, until: null };

async function ask<Answer>(log: TestLog, path: string, body: unknown): Promise<Answer> {
  const answer = await log.link.call(path, body);
  assert.ok(!('refused' in answer) && answer.status === 200, JSON.stringify(answer));
  return answer.body as Answer;
}

/** Asks until the index has as many entries. */
async function indexed(log: TestLog, count: number): Promise<void> {
  for (;;) {
    const answer = await log.link.call('/inside/count', everything);
    if (!('refused' in answer) && answer.status === 200) {
      if ((answer.body as { count: number }).count >= count) return;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const lines = [
  '<86>Nov 22 01:25:01 web1 sshd[123]: Failed password for invalid user jan from 10.0.42.7 port 2222 ssh2',
  '<86>Nov 22 01:25:02 web1 sshd[124]: Accepted password for piet from 10.0.43.9 port 2223 ssh2',
  '<11>Nov 22 01:25:03 db1 postgres[9]: disk is full: cannot write to base/16384',
  '{"time":"2026-11-22T01:25:04Z","level":"warning","host":"app1","message":"slow answer","user":"Zoë","took":250,"request":{"id":"r-7"}}',
];

test('search finds an entry by word, field, person, network, number and attribute', {
  timeout: 60_000,
}, async (t) => {
  const log = await openTestLog(t);
  await log.log.house.journal.append(batchOf(lines));
  await indexed(log, 4);
  const find = async (query: string) =>
    (await ask<SearchAnswer>(log, '/inside/search', { ...everything, query })).entries.map(
      ({ message }) => message.split(' ')[0],
    );
  const cases: readonly [string, readonly string[]][] = [
    ['', ['slow', 'disk', 'Accepted', 'Failed']],
    ['FAILED', ['Failed']],
    ['"password for"', ['Accepted', 'Failed']],
    ['"for password"', []],
    ['fail*', ['Failed']],
    ['user:jan', ['Failed']],
    ['user:ZOË', ['slow']],
    ['zoë', ['slow']],
    ['user:p*', ['Accepted']],
    ['src:10.0.0.0/8 -user:piet', ['Failed']],
    ['src:10.0.43.0/24', ['Accepted']],
    ['severity>=error', ['disk']],
    ['severity<=4', ['slow', 'disk']],
    ['outcome:failure OR host:db1', ['disk', 'Failed']],
    ['attr.took>200', ['slow']],
    ['attr.request.id:r-7', ['slow']],
    ['NOT severity>=warning', ['Accepted', 'Failed']],
    ['base/16384', ['disk']],
    ['stream:desk', []],
  ];
  for (const [query, expected] of cases) assert.deepEqual(await find(query), expected, query);
});
