// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { openReceivers, type TestReceivers, TOKEN } from '../../../../test/log-receivers.ts';
import { runs } from '../../../../test/run-program.ts';
import { EntryPile } from '../http/packing.ts';
import { JournalSplitter } from './journal-export.ts';
import { serveJournal } from './journal-routes.ts';

const upload = '/lib/systemd/systemd-journal-upload';
const remote = '/lib/systemd/systemd-journal-remote';
const skip = existsSync(upload) && existsSync(remote) ? false : 'systemd-journal-remote is not installed';

function binary(name: string, value: Buffer): Buffer {
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(value.length));
  return Buffer.concat([Buffer.from(`${name}\n`), length, value, Buffer.from('\n')]);
}

/** An entry as journald exports it. */
function anEntry(number: number, message: Buffer): Buffer {
  const machine = '0123456789abcdef0123456789abcdef';
  const head = [
    `__CURSOR=s=${machine};i=${number.toString(16)};b=${machine};m=${number};t=${(1_800_000_000_000_000 + number).toString(16)};x=${number}`,
    `__REALTIME_TIMESTAMP=${1_800_000_000_000_000 + number}`,
    `__MONOTONIC_TIMESTAMP=${number}`,
    `_BOOT_ID=${machine}`,
    `_MACHINE_ID=${machine}`,
    'PRIORITY=5',
  ].join('\n');
  return Buffer.concat([Buffer.from(`${head}\n`), binary('MESSAGE', message)]);
}

const messageOf = (number: number) => Buffer.from(`line ${number}\nwith \u00e9 and \0, = and more`);

describe('systemd-journal-upload', () => {
  it('serveJournal takes what the real client uploads', { skip }, async (t) => {
    const directory = await mkdtemp(join(tmpdir(), 'belfry-journal-'));
    t.after(() => rm(directory, { recursive: true, force: true, maxRetries: 10 }));
    const count = 400;
    const entries = Array.from({ length: count }, (_, at) =>
      Buffer.concat([anEntry(at + 1, messageOf(at + 1)), Buffer.from('\n')]),
    );
    const made = spawnSync(remote, ['--output', join(directory, 'made.journal'), '-'], {
      input: Buffer.concat(entries),
    });
    assert.equal(made.status, 0, made.stderr.toString());
    const desk = await openReceivers(t, [serveJournal]);
    const url = `http://journal:${TOKEN}@127.0.0.1:${desk.port}/ingest/journal`;
    const args = [
      `--url=${url}`,
      `--save-state=${join(directory, 'state')}`,
      `--file=${join(directory, 'made.journal')}`,
      '--follow=no',
    ];
    const first = await runs(upload, args);
    assert.equal(first.code, 0, first.stderr);
    assert.equal(desk.entries.length, count);
    for (const [at, { raw }] of desk.entries.entries()) {
      assert.ok(raw.includes(binary('MESSAGE', messageOf(at + 1))), `entry ${at}`);
      assert.ok(raw.includes('__CURSOR='));
    }
    // The cursor was saved: a second run begins with the entry it stands on, which came already.
    assert.equal((await runs(upload, args)).code, 0);
    const repeated = desk.entries.slice(count).map(({ text }) => text);
    assert.ok(repeated.every((text) => text === desk.entries[count - 1]?.text) && repeated.length <= 1);
  });

  // Danger: the client moves its cursor though the journal is closed.
  it('serveJournal refuses while the journal is closed, and the real client keeps its place', {
    skip,
  }, async (t) => {
    const directory = await mkdtemp(join(tmpdir(), 'belfry-journal-'));
    t.after(() => rm(directory, { recursive: true, force: true, maxRetries: 10 }));
    const file = join(directory, 'made.journal');
    spawnSync(remote, ['--output', file, '-'], {
      input: Buffer.concat([anEntry(1, messageOf(1)), Buffer.from('\n')]),
    });
    const desk = await openReceivers(t, [serveJournal]);
    desk.journal.isOpen = false;
    const args = [
      `--url=http://j:${TOKEN}@127.0.0.1:${desk.port}/ingest/journal`,
      `--save-state=${join(directory, 'state')}`,
      `--file=${file}`,
      '--follow=no',
    ];
    assert.notEqual((await runs(upload, args)).code, 0);
    desk.journal.isOpen = true;
    assert.equal((await runs(upload, args)).code, 0);
    assert.equal(desk.entries.length, 1);
  });

  it('JournalSplitter cuts the same entries from any pieces', () => {
    const wanted = [1, 2, 3].map((number) => anEntry(number, messageOf(number)));
    const body = Buffer.concat(wanted.flatMap((entry) => [entry, Buffer.from('\n')]));
    const origin = {} as never;
    for (let size = 1; size < 200; size++) {
      const pile = new EntryPile();
      const splitter = new JournalSplitter(pile);
      for (let at = 0; at < body.length; at += size) assert.ok(splitter.push(body.subarray(at, at + size)));
      splitter.end();
      const [batch] = pile.packed(origin);
      const cut = [0, 1, 2].map((at) =>
        batch?.bytes.subarray(batch.bounds[2 * at], batch.bounds[2 * at + 1]),
      );
      assert.deepEqual(cut, wanted, `pieces of ${size}`);
    }
  });

  // Danger: a long upload, or a core dump in it, fills the memory.
  it('serveJournal takes 300 MB and a field of 100 MB in bounded memory', async (t) => {
    const desk = await openReceivers(t, [serveJournal]);
    let count = 0;
    let dump: TestReceivers['entries'][number] | undefined;
    desk.entries.push = (entry) => {
      count += 1;
      if (entry.cut !== null) dump = entry;
      return count;
    };
    const sender = request({
      port: desk.port,
      path: '/ingest/journal/upload',
      method: 'POST',
      headers: { authorization: `Bearer ${TOKEN}`, expect: '100-continue' },
    });
    const answered = once(sender, 'response');
    const before = process.memoryUsage().rss;
    let peak = 0;
    const write = async (bytes: Buffer) => {
      peak = Math.max(peak, process.memoryUsage().rss);
      if (!sender.write(bytes)) await once(sender, 'drain');
    };
    const many = Buffer.concat(
      Array.from({ length: 1_000 }, (_, at) =>
        Buffer.concat([anEntry(at, Buffer.alloc(900, 'm')), Buffer.from('\n')]),
      ),
    );
    const rounds = Math.ceil(300_000_000 / many.length);
    for (let round = 0; round < rounds; round++) await write(many);
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(100_000_000n);
    await write(Buffer.concat([Buffer.from('COREDUMP\n'), length]));
    const piece = Buffer.alloc(1_000_000, 'x');
    for (let at = 0; at < 100; at++) await write(piece);
    sender.end('\n\n');
    const [answer] = await answered;
    assert.equal(answer.statusCode, 202);
    answer.resume();
    assert.equal(count, rounds * 1_000 + 1);
    assert.deepEqual([dump?.raw.length, dump?.cut], [1_048_576, 100_000_000 + 9 + 8 + 1]);
    assert.ok(peak - before < 250_000_000, `${Math.round((peak - before) / 1e6)} MB more`);
  });

  it('serveJournal refuses what is no journal, and takes an empty upload', async (t) => {
    const desk = await openReceivers(t, [serveJournal]);
    assert.equal((await desk.post('/ingest/journal/upload', Buffer.alloc(5_000, 'x'))).status, 400);
    assert.equal((await desk.post('/ingest/journal/upload', '')).status, 202);
  });
});
