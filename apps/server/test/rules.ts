// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { setTimeout as after } from 'node:timers/promises';
import type { DetectionRuleListed, RuleImport } from '@belfry/contract';
import { strToU8, zipSync } from 'fflate';
import { must, type Somebody } from './desk.ts';

interface RuleWords {
  readonly detection?: string;
  readonly id?: string;
  readonly level?: string;
  readonly more?: string;
  readonly status?: string;
  readonly title?: string;
}

/** A rule as people write them. */
export function aRule({
  detection = 'a: { CommandLine|contains: mimikatz }\n  condition: a',
  id = '5f3a8a0e-5c7c-4c6e-9a55-1d6f0d5c0001',
  level = 'high',
  more = '',
  status = 'test',
  title = 'A tool that steals passwords',
}: RuleWords = {}): string {
  return `title: ${title}
id: ${id}
status: ${status}
level: ${level}
tags:
  - attack.t1003
logsource:
  product: windows
  category: process_creation
detection:
  ${detection}
${more}`;
}

/** An identifier of a rule, by number. */
export const ruleId = (number: number) => `5f3a8a0e-5c7c-4c6e-9a55-${String(number).padStart(12, '0')}`;

export function aZip(files: Readonly<Record<string, string>>): Uint8Array {
  return zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])));
}

/** Hands in a file of rules as a browser does. */
export async function handIn(
  who: Somebody,
  bytes: Uint8Array,
  { fields = {}, name = 'rules.zip' }: { fields?: Readonly<Record<string, string>>; name?: string } = {},
) {
  const form = new FormData();
  for (const [key, value] of Object.entries(fields)) form.set(key, value);
  form.set('file', new Blob([Uint8Array.from(bytes)]), name);
  const request = new Request('http://localhost', { method: 'POST', body: form });
  const answer = await who.inject({
    method: 'POST',
    url: '/api/v1/detection/rule-sets/uploads',
    headers: { 'content-type': request.headers.get('content-type') ?? '' },
    payload: Buffer.from(await request.arrayBuffer()),
  });
  return {
    status: answer.statusCode,
    body: answer.json() as { import: string; set: string; code?: string },
  };
}

/** Waits until an import was read. */
export async function whenRead(who: Somebody, id: string): Promise<RuleImport> {
  for (;;) {
    const read = must(await who.api.readRuleImport({ params: { id } }));
    if (read.state !== 'reading') return read;
    await after(50);
  }
}

/** Hands in rules, and lets them take effect. */
export async function importRules(
  who: Somebody,
  files: Readonly<Record<string, string>>,
  fields: Readonly<Record<string, string>> = {},
): Promise<RuleImport> {
  const { body } = await handIn(who, aZip(files), { fields });
  const read = await whenRead(who, body.import);
  assert.equal(read.state, 'waiting', JSON.stringify(read));
  return must(await who.api.applyRuleImport({ params: { id: read.id } }));
}

/** The rule with a title. */
export async function ruleCalled(who: Somebody, title: string): Promise<DetectionRuleListed> {
  const { items } = must(await who.api.listDetectionRules({ query: { q: title, limit: 200 } }));
  const found = items.find((rule) => rule.title === title);
  assert.ok(found !== undefined, `no rule is called "${title}"`);
  return found;
}
