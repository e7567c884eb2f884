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

  it('counts over time, in syslog without a year too, and lets counted rules be silent', async () => {
    const failures = path.join(base, 'failures.yml');
    writeFileSync(
      failures,
      [
        'title: Guessing\nid: guessing\nlevel: high\ncorrelation: {type: event_count, rules: [sshd], group-by: [host], timespan: 1m, condition: {gte: 3}}',
        'title: Loud\nid: loud\ncorrelation: {type: temporal, rules: [mimi], timespan: 1m, generate: true}',
        'title: Lost\nid: lost\ncorrelation: {type: temporal, rules: [gone], timespan: 1m}',
        'title: Own scanner\nlogsource: {product: linux}\nfilter: {rules: any, own: [192.0.2.9], condition: not own}',
      ].join('\n---\n'),
    );
    const line = (time: string, from = '192.0.2.1') => `${time} h sshd[1]: Failed password from ${from}`;
    const lines = [
      line('Dec 31 23:58:00'),
      line('Dec 31 23:59:30'),
      line('Dec 31 23:59:40', '192.0.2.9'),
      line('Jan  1 00:00:10'),
      line('Jan  1 00:00:20'),
    ];
    const { err, hits, summary } = await detect(
      lines.join('\n'),
      failures,
      '--input',
      '-',
      '--format',
      'syslog',
    );
    assert.deepEqual(hits, [
      { rule: 'guessing', title: 'Guessing', level: 'high', line: 5, group: { host: 'h' }, value: 3 },
    ]);
    assert.match(err, /correlation\.unknown_rule: "Lost"/);
    assert.deepEqual([summary.correlations, summary.late, summary.refused], [2, 0, 1]);
    const events = [{ ...sysmon, UtcTime: '2026-11-21 14:05:07.000' }, sysmon];
    const windows = await detect(
      events.map((each) => JSON.stringify(each)).join('\n'),
      failures,
      '--input',
      '-',
    );
    assert.deepEqual(
      windows.hits.map(({ line: at, rule: id }) => [id, at]),
      [
        ['mimi', 1],
        ['loud', 1],
        ['mimi', 2],
      ],
    );
    assert.equal(windows.summary.incomplete, 1);
  });

  it('says which rules it refuses, and where', async () => {
    const { code, err, summary } = await detect('', path.join(base, 'broken.yml'), '--input', '-');
    assert.equal(code, 0);
    assert.match(err, /broken\.yml:6:\d+: modifier\.unknown/);
    assert.deepEqual([summary.rules, summary.refused], [2, 1]);
  });

  // Danger: a rule for "our servers" is taken for one that watches nothing, or everything.
  it('uses the values given for placeholders, and refuses rules without', async () => {
    const rule = path.join(base, 'servers.yml');
    writeFileSync(
      rule,
      'title: S\nlogsource: {product: windows}\ndetection: {s: {Computer|expand: "%Servers%"}, condition: s}\n',
    );
    const values = path.join(base, 'values.json');
    writeFileSync(values, '{"Servers": ["srv1", "srv2"]}');
    const input = `${JSON.stringify({ ...sysmon, Computer: 'SRV2' })}\n`;
    const without = await detect(input, rule, '--input', '-');
    assert.match(without.err, /placeholder\.unresolved/);
    const found = await detect(input, rule, '--input', '-', '--placeholders', values);
    assert.equal(found.summary.refused, 0);
    assert.ok(found.hits.some(({ title }) => title === 'S'));
    for (const wrong of ['{"Servers": "srv1"}', '[]', 'null', '{']) {
      writeFileSync(values, wrong);
      assert.equal((await detect(input, rule, '--input', '-', '--placeholders', values)).code, 2);
    }
  });

  it('says what to change where it cannot run', async () => {
    assert.equal((await detect('', '--input', path.join(base, 'nothing'))).code, 2);
    assert.equal((await detect('', '--input', '-', '--format', 'xml')).code, 2);
    const missing = await detect('', path.join(base, 'no-rules'), '--input', '-');
    assert.equal(missing.code, 2);
    assert.match(missing.err, /nothing is there/);
  });
});
