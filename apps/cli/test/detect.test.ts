// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const bin = fileURLToPath(new URL('../bin/belfry.mjs', import.meta.url));
const base = mkdtempSync(path.join(os.tmpdir(), 'belfry detect-'));
const rules = path.join(base, 'rules');
mkdirSync(path.join(rules, 'deep'), { recursive: true });
after(() => rmSync(base, { recursive: true, force: true }));

const rule = (id: string, logsource: string, detection: string) =>
  `title: ${id}\nid: ${id}\nlevel: high\nlogsource: { ${logsource} }\ndetection:\n  s: ${detection}\n  condition: s\n`;
writeFileSync(
  path.join(rules, 'mimi.yml'),
  rule('mimi', 'product: windows, category: process_creation', '{ Image|endswith: \\mimi.exe }'),
);
writeFileSync(
  path.join(rules, 'deep', 'sshd.yaml'),
  rule('sshd', 'product: linux, service: sshd', "['Failed password']"),
);
writeFileSync(path.join(base, 'broken.yml'), rule('broken', 'product: linux', '{ x|near: y }'));

async function detect(input: string, ...args: string[]) {
  const child = spawn(process.execPath, [bin, 'detect', '--rules', rules, ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  const hits = out
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  const summary = /^\{.*\}$/m.exec(err)?.[0];
  return { code, hits, err, summary: summary === undefined ? null : JSON.parse(summary) };
}

const sysmon = { Channel: 'Microsoft-Windows-Sysmon/Operational', EventID: 1, Image: 'C:\\mimi.exe' };

describe('belfry detect', () => {
  it('prints a line for each hit, and what it did', async () => {
    const file = path.join(base, 'events.ndjson');
    writeFileSync(
      file,
      `${JSON.stringify({ ...sysmon, Image: 'C:\\other.exe' })}\n\nno json\n${JSON.stringify(sysmon)}`,
    );
    const { code, hits, summary } = await detect('', '--input', file);
    assert.equal(code, 0);
    assert.deepEqual(hits, [{ rule: 'mimi', title: 'mimi', level: 'high', line: 4 }]);
    const { events_per_second: speed, seconds, ...rest } = summary;
    assert.deepEqual(rest, { rules: 2, events: 2, hits: 1, refused: 0, unread: 1 });
    assert.ok(speed > 0 && seconds > 0);
  });

  it('reads events over several lines, as converters of EVTX write them', async () => {
    const { Channel, EventID, Image } = sysmon;
    const event = JSON.stringify(
      { Event: { System: { Channel, EventID }, EventData: { Image, Note: 'a } "{ in \\ text' } } },
      null,
      2,
    );
    const { hits, summary } = await detect(
      `Record 1\n${event}\nRecord 2\n${event}\n{"cut`,
      '--input',
      '-',
      '--format',
      'evtx-json',
    );
    assert.deepEqual(
      hits.map(({ line }) => line),
      [2, 2 + event.split('\n').length + 1],
    );
    assert.equal(summary.unread, 1);
  });

  it('reads syslog, and text with every rule', async () => {
    const line = 'Nov 21 14:05:07 host sshd[123]: Failed password for root from 192.0.2.1';
    const modern = '<38>1 2026-11-21T14:05:07Z host sshd 123 - - Failed password for root';
    const syslog = await detect(
      `${line}\n${modern}\nnot syslog: Failed password\n`,
      '--input',
      '-',
      '--format',
      'syslog',
    );
    assert.deepEqual(
      syslog.hits.map(({ line: at }) => at),
      [1, 2],
    );
    assert.equal((await detect(`${line}\n`, '--input', '-', '--format', 'text')).hits.length, 0);
    assert.equal(
      (await detect(`${line}\n`, '--input', '-', '--format', 'text', '--all-sources')).hits.length,
      1,
    );
  });

  it('says which rules it refuses, and where', async () => {
    const { code, err, summary } = await detect('', path.join(base, 'broken.yml'), '--input', '-');
    assert.equal(code, 0);
    assert.match(err, /broken\.yml:6:\d+: modifier\.unknown/);
    assert.deepEqual([summary.rules, summary.refused], [2, 1]);
  });

  it('says what to change where it cannot run', async () => {
    assert.equal((await detect('', '--input', path.join(base, 'nothing'))).code, 2);
    assert.equal((await detect('', '--input', '-', '--format', 'xml')).code, 2);
    const missing = await detect('', path.join(base, 'no-rules'), '--input', '-');
    assert.equal(missing.code, 2);
    assert.match(missing.err, /nothing is there/);
  });
});
