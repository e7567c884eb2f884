// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { someEntries } from '../../../test/log-entries.ts';
import { openTestSealing } from '../../../test/sealing.ts';
import { bundleOfDirectory } from '../bundle/index.ts';
import { writeZip } from '../bundle/zip.ts';
import { NothingToVerify, type VerifyOptions, verifyPath } from './verify-path.ts';

const LOG = 'technical-2026';
const nobody: VerifyOptions = { logKeys: [], witnesses: [], authorities: [], pinned: [] };

async function aHouse(t: TestContext) {
  const house = openTestSealing(t);
  const sealer = await house.open();
  await sealer.take(someEntries(1, 20));
  await sealer.publishAll();
  sealer.close();
  return house.root;
}

async function aBundle(t: TestContext): Promise<{ root: string; folder: string; zip: string }> {
  const root = await aHouse(t);
  const about = { madeAt: new Date('2026-03-01T00:00:00Z') };
  const pieces: Buffer[] = [];
  for await (const piece of bundleOfDirectory({
    dataDir: root,
    log: LOG,
    first: 2,
    last: 4,
    witnesses: [],
    about,
  }))
    pieces.push(piece);
  const zip = path.join(root, 'bundle.zip');
  writeFileSync(zip, Buffer.concat(pieces));
  const folder = path.join(root, 'bundle');
  mkdirSync(folder);
  execFileSync('python3', ['-m', 'zipfile', '-e', zip, folder]);
  return { root, folder, zip };
}

async function found(given: string): Promise<[string | undefined, string[]]> {
  const { logs } = await verifyPath(given, nobody);
  const findings = logs.flatMap(({ report }) => report.findings.map((each) => `${each.weight} ${each.file}`));
  return [logs[0]?.report.verdict, findings];
}

// Danger: somebody empties the list of a bundle, and it "verifies".
test('a bundle that names no log is nothing to verify, and never intact', async (t) => {
  const { folder } = await aBundle(t);
  assert.deepEqual(await found(folder), ['unanchored', []]);
  const file = path.join(folder, 'bundle.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as { logs: unknown[] };
  for (const logs of [[], [...manifest.logs, ...manifest.logs]]) {
    writeFileSync(file, JSON.stringify({ ...manifest, logs }));
    await assert.rejects(verifyPath(folder, nobody), NothingToVerify);
  }
});

// Danger: the page an auditor opens first says something else than the entries that are proven.
test('a bundle whose page or files are not its own says so', async (t) => {
  const { folder } = await aBundle(t);
  const page = path.join(folder, 'index.html');
  const genuine = readFileSync(page, 'utf8');
  writeFileSync(page, genuine.replace('</body>', '<p>Jan deleted the file.</p></body>'));
  assert.deepEqual(await found(folder), ['unanchored', ['told index.html']]);
  writeFileSync(page, genuine);
  writeFileSync(path.join(folder, LOG, 'entries-2.ndjson'), '{"raw":"Jan deleted the file"}\n');
  assert.deepEqual(await found(folder), ['altered', [`altered ${LOG}/entries-2.ndjson`]]);
});

// Danger: one program unpacks another file of the same name than the one that was verified.
test('an archive with a path twice, a path that climbs out, or bytes between its files is none of ours', async (t) => {
  const { root, zip } = await aBundle(t);
  const written = async (...paths: string[]) => {
    const pieces: Buffer[] = [];
    const files = async function* () {
      for (const each of paths) yield { path: each, content: Buffer.from('{}') };
    };
    for await (const piece of writeZip(files(), new Date('2026-03-01T00:00:00Z'))) pieces.push(piece);
    const file = path.join(root, 'other.zip');
    writeFileSync(file, Buffer.concat(pieces));
    return file;
  };
  const notOurs = (file: string) => assert.rejects(verifyPath(file, nobody), /no archive of ours/);
  await notOurs(await written('bundle.json', 'bundle.json'));
  await notOurs(await written('bundle.json', '../../.bashrc'));
  await notOurs(await written('bundle.json', '/etc/passwd'));
  const genuine = readFileSync(zip);
  assert.deepEqual(await found(zip), ['unanchored', []]);
  const renamed = Buffer.from(genuine);
  renamed.write('INDEX', 30, 'latin1');
  writeFileSync(zip, renamed);
  await notOurs(zip);
  writeFileSync(zip, Buffer.concat([Buffer.from('x'), genuine]));
  await notOurs(zip);
});

// Danger: what is verified is a link, and leads to another file for whoever looks next; or a pipe, and never ends.
test('a link or a pipe in the place of a file is no file', { timeout: 600_000 }, async (t) => {
  const root = await aHouse(t);
  const log = path.join(root, 'log', LOG);
  const segment = path.join(log, 'segments', '000000000000.ndjson');
  assert.deepEqual(await found(log), ['unanchored', []]);
  renameSync(segment, path.join(root, 'elsewhere'));
  symlinkSync(path.join(root, 'elsewhere'), segment);
  assert.equal((await found(log))[0], 'altered');
  rmSync(segment);
  execFileSync('mkfifo', [segment]);
  assert.equal((await found(log))[0], 'altered');
});

// Danger: an operator who wants to hide one line removes the whole log it stands in.
test('a log that was signed and is gone whole is missed', async (t) => {
  const root = await aHouse(t);
  const sealing = await verifyPath(root, nobody);
  assert.deepEqual(
    sealing.logs.map(({ report }) => report.verdict),
    ['unanchored'],
  );
  const other = path.join(root, 'log', 'functional-2026');
  mkdirSync(other);
  renameSync(path.join(root, 'log', LOG), path.join(root, 'taken away'));
  const { logs } = await verifyPath(root, nobody);
  const gone = logs.find(({ name }) => name === LOG);
  assert.equal(gone?.report.verdict, 'unchecked');
  assert.deepEqual(
    gone?.report.findings.map(({ code }) => code),
    ['log.none'],
  );
});
