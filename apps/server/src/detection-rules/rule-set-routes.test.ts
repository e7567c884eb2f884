// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { describe, it, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { RuleImport } from '@belfry/contract';
import { strToU8, zipSync } from 'fflate';
import { must, openTestDesk, type Somebody, type TestDesk } from '../../test/desk.ts';

/** A rule as people write them. */
export function aRule({
  detection = "a: { CommandLine|contains: mimikatz }\n  condition: a",
  id = '5f3a8a0e-5c7c-4c6e-9a55-1d6f0d5c0001',
  more = '',
  title = 'A tool that steals passwords',
} = {}): string {
  return `title: ${title}\nid: ${id}\nstatus: test\nlevel: high\ntags:\n  - attack.t1003\nlogsource:\n  product: windows\n  category: process_creation\ndetection:\n  ${detection}\n${more}`;
}

export function aZip(files: Readonly<Record<string, string>>): Uint8Array {
  return zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])));
}

async function handIn(
  who: Somebody,
  bytes: Uint8Array,
  { fields = {}, name = 'rules.zip' }: { fields?: Readonly<Record<string, string>>; name?: string } = {},
) {
  const form = new FormData();
  for (const [key, value] of Object.entries(fields)) form.set(key, value);
  form.set('file', new Blob([bytes as BlobPart]), name);
  const request = new Request('http://localhost', { method: 'POST', body: form });
  const answer = await who.inject({
    method: 'POST',
    url: '/api/v1/detection/rule-sets/uploads',
    headers: { 'content-type': request.headers.get('content-type') ?? '' },
    payload: Buffer.from(await request.arrayBuffer()),
  });
  return { status: answer.statusCode, body: answer.json() as { import: string; set: string; code?: string } };
}

/** Waits until an import was read. */
async function whenRead(who: Somebody, id: string): Promise<RuleImport> {
  for (;;) {
    const read = must(await who.api.readRuleImport({ params: { id } }));
    if (read.state !== 'reading') return read;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function imported(who: Somebody, files: Readonly<Record<string, string>>, fields = {}): Promise<RuleImport> {
  const { body } = await handIn(who, aZip(files), { fields });
  const read = await whenRead(who, body.import);
  assert.equal(read.state, 'waiting', JSON.stringify(read));
  return must(await who.api.applyRuleImport({ params: { id: read.id } }));
}

const officer = (desk: TestDesk) => desk.as('security_officer');

describe('uploadRules', () => {
  it('uploadRules() shows what would change before anything does, and then does exactly that', async (t) => {
    const desk = await openTestDesk(t);
    const who = await officer(desk);
    const { body, status } = await handIn(who, aZip({ 'a/one.yml': aRule(), 'a/two.yml': 'title: Broken\nlogsource: {' }));
    assert.equal(status, 201);
    const read = await whenRead(who, body.import);
    assert.equal(read.state, 'waiting');
    assert.deepEqual(
      [read.counts?.added, read.counts?.refused, read.counts?.runsBefore, read.counts?.runsAfter],
      [1, 1, 0, 1],
    );
    const before = must(await who.api.listDetectionRules({}));
    assert.equal(before.items.length, 0);
    const documents = must(await who.api.listImportDocuments({ params: { id: read.id } }));
    const refused = documents.items.find(({ change }) => change === 'refused');
    assert.equal(refused?.refusal?.code, 'yaml.not_valid');
    assert.equal(refused?.refusal?.line, 3);
    const one = must(await who.api.readImportDocument({ params: { id: read.id, number: 1 } }));
    assert.deepEqual([one.before, one.after, one.runsAfter], [null, aRule(), true]);
    const applied = must(await who.api.applyRuleImport({ params: { id: read.id } }));
    assert.equal(applied.state, 'applied');
    const after = must(await who.api.listDetectionRules({}));
    assert.deepEqual(
      after.items.map(({ state, title }) => [title, state]),
      [
        ['A tool that steals passwords', 'active'],
        ['Broken', 'refused'],
      ],
    );
    assert.deepEqual(after.counts, { active: 1, inactive: 0, refused: 1, removed: 0 });
  });
});
