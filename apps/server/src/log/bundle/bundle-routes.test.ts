// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { openTestLog } from '../../../test/log.ts';
import { filesInZip } from './index.ts';

const scope = { streams: ['technical'], sources: null, from: null, until: null };

test('a bundle of a search holds what the search finds, with who asked and what for', {
  timeout: 600_000,
}, async (t) => {
  const log = await openTestLog(t);
  const words = ['wanted one', 'other', 'wanted two'];
  const bounds = words.flatMap((_, at) => {
    const start = words.slice(0, at).join('').length;
    return [start, start + (words[at] ?? '').length];
  });
  await log.log.house.journal.append({
    origin: {
      sourceId: '0197a000-0000-7000-8000-000000000001',
      stream: 'technical',
      retentionClass: 'technical',
      transport: 'ndjson',
      peer: '192.0.2.7:51422',
    },
    bytes: Buffer.from(words.join('')),
    bounds,
  });
  for (let count = 0; count < 3; ) {
    const answer = await log.link.call('/inside/count', { ...scope, query: '' });
    if ('status' in answer && answer.status === 200) count = (answer.body as { count: number }).count;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const asked = { ...scope, query: 'wanted', by: 'Ann', purpose: 'Audit' };
  const answer = await log.link.stream('/inside/bundle', asked);
  assert.ok('status' in answer && answer.status === 200);
  const directory = await mkdtemp(join(tmpdir(), 'belfry-bundle-'));
  t.after(() => rm(directory, { recursive: true }));
  await writeFile(join(directory, 'bundle.zip'), answer.body);
  await using files = await filesInZip(join(directory, 'bundle.zip'));
  const content = await files?.read('bundle.json', 0, 65_536);
  const manifest = JSON.parse(Buffer.from(content ?? []).toString()) as {
    by: string;
    purpose: string;
    logs: { entries: number[] }[];
  };
  assert.deepEqual([manifest.by, manifest.purpose], ['Ann', 'Audit']);
  assert.deepEqual(manifest.logs[0]?.entries, [0, 2]);
});
