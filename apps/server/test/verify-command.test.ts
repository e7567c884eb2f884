// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { someEntries } from './log-entries.ts';
import { openTestSealing } from './sealing.ts';

const bin = fileURLToPath(new URL('../../cli/bin/belfry.mjs', import.meta.url));
const LOG = 'technical-2026';

async function belfry(...args: string[]) {
  const child = spawn(process.execPath, [bin, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stdout.on('data', (chunk) => {
    said += chunk;
  });
  child.stderr.on('data', (chunk) => {
    said += chunk;
  });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, said };
}

async function aHouse(t: TestContext) {
  const house = openTestSealing(t);
  const sealer = await house.open();
  t.after(() => sealer.close());
  await sealer.take(someEntries(1, 300));
  await sealer.publishAll();
  return house;
}

describe('belfry verify', () => {
  it('gives the four verdicts as exit codes, and names the entry', async (t) => {
    const { root } = await aHouse(t);
    const log = path.join(root, 'log', LOG);
    const whole = await belfry('verify', root);
    assert.deepEqual([whole.code, /INTACT, NOT ANCHORED/.test(whole.said)], [3, true], whole.said);
    // A copy elsewhere has no key beside it.
    const copy = path.join(root, 'far', 'away', LOG);
    cpSync(log, copy, { recursive: true });
    const alone = await belfry('verify', copy);
    assert.deepEqual([alone.code, /No key of log/.test(alone.said)], [2, true], alone.said);
    const keys = path.join(root, 'keys', 'log-keys.json');
    assert.equal((await belfry('verify', copy, '--vkey', keys)).code, 3);
    const segment = path.join(copy, 'segments', '000000000000.ndjson');
    writeFileSync(segment, readFileSync(segment, 'utf8').replace('attempt 200"', 'attempt 201"'));
    const altered = await belfry('verify', '--path', copy, '--vkey', keys);
    assert.equal(altered.code, 1);
    assert.match(altered.said, /Entry 199 is not the line that was sealed[\s\S]*bytes \d+ to \d+/);
    const report = JSON.parse((await belfry('verify', copy, '--vkey', keys, '--json')).said);
    assert.deepEqual(report.logs[0].report.findings[0].entries, [199, 199]);
    assert.equal((await belfry('verify', path.join(root, 'nothing'))).code, 2);
    assert.equal((await belfry('verify')).code, 2);
  });

  it('remembers for you: a checkpoint one kept shows a rollback', async (t) => {
    const { root } = await aHouse(t);
    const kept = path.join(root, 'kept');
    cpSync(path.join(root, 'log', LOG, 'checkpoint'), kept);
    const other = await aHouse(t);
    const keys = path.join(root, 'keys', 'log-keys.json');
    const { code, said } = await belfry('verify', other.root, '--vkey', keys, '--checkpoint', kept);
    assert.equal(code, 1, said);
    assert.equal((await belfry('verify', root, '--checkpoint', kept)).code, 3);
  });

  it('exports a bundle that it verifies', async (t) => {
    const { root } = await aHouse(t);
    const to = path.join(root, 'entries.zip');
    const range = ['--from', '10', '--until', '12'];
    const done = await belfry('export', 'log', '--data', root, '--log', LOG, ...range, '--to', to);
    assert.equal(done.code, 0, done.said);
    const bundle = await belfry('verify', to);
    assert.deepEqual([bundle.code, /taken from the copy itself/.test(bundle.said)], [3, true], bundle.said);
    const again = await belfry(
      'export',
      'log',
      '--data',
      root,
      '--log',
      'technical-1999',
      ...range,
      '--to',
      to,
    );
    assert.deepEqual([again.code, /there is none of that name/.test(again.said)], [1, true]);
    assert.equal((await belfry('export', 'everything', '--log', LOG, ...range, '--to', to)).code, 2);
  });

  // Danger: a file in what somebody handed over is named so that the terminal shows another verdict.
  it('prints names of a stranger as signs, never as orders to the terminal', async (t) => {
    const { root } = await aHouse(t);
    const bundle = path.join(root, 'bundle.zip');
    await belfry(
      'export',
      'log',
      '--data',
      root,
      '--log',
      LOG,
      '--from',
      '1',
      '--until',
      '2',
      '--to',
      bundle,
    );
    const folder = path.join(root, 'bundle');
    execFileSync('python3', ['-m', 'zipfile', '-e', bundle, folder]);
    writeFileSync(path.join(folder, '\u001b[2J\u202eINTACT\n'), '');
    const { code, said } = await belfry('verify', folder);
    assert.equal(code, 1, said);
    assert.ok(!said.includes('\u001b') && !said.includes('\u202e'), said);
    assert.ok(said.includes('\\u001b[2J\\u202eINTACT\\u000a'), said);
  });
});
