// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { isFault, parseNote } from '@belfry/ledger';
import { someEntries } from '../../../test/log-entries.ts';
import { openTestSealing } from '../../../test/sealing.ts';
import { startTestAuthority, type TestAuthority } from '../../../test/time-stamp-authority.ts';
import { type VerifyOptions, verifyPath, vkeysIn } from '../verify/index.ts';
import { bundleOfDirectory } from './index.ts';

const LOG = 'technical-2026';
const independent = fileURLToPath(new URL('../../../test/verify-bundle.py', import.meta.url));
const nobody: VerifyOptions = { logKeys: [], witnesses: [], authorities: [], pinned: [] };

async function aHouse(t: TestContext, count: number) {
  const house = openTestSealing(t);
  const sealer = await house.open();
  t.after(() => sealer.close());
  await sealer.take(someEntries(1, count));
  await sealer.publishAll();
  return house;
}

async function stampNewest(root: string, authority: TestAuthority): Promise<void> {
  const content = readFileSync(path.join(root, 'log', LOG, 'checkpoint'), 'utf8');
  const note = parseNote(content);
  assert.ok(!isFault(note));
  const file = path.join(root, 'log', LOG, 'timestamps', note.text.split('\n')[1] ?? '');
  mkdirSync(path.dirname(file), { recursive: true });
  const asked = path.join(authority.directory, 'asked');
  writeFileSync(asked, note.text);
  const query = execFileSync('openssl', ['ts', '-query', '-data', asked, '-sha256', '-cert'], {
    stdio: 'pipe',
  });
  writeFileSync(`${file}.checkpoint`, content);
  writeFileSync(`${file}.tsr`, await authority.answer(query));
}

async function exported(root: string, first: number, last: number): Promise<string> {
  const about = { madeAt: new Date('2026-11-22T01:02:03Z'), by: 'A. <Auditor>', purpose: 'test' };
  const chunks: Buffer[] = [];
  for await (const chunk of bundleOfDirectory({
    dataDir: root,
    log: LOG,
    first,
    last,
    witnesses: [],
    about,
  })) {
    chunks.push(chunk);
  }
  const file = path.join(root, `${first}-${last}.zip`);
  writeFileSync(file, Buffer.concat(chunks));
  return file;
}

const python = (...args: string[]) => {
  const { status, stderr, stdout } = spawnSync('python3', [independent, ...args], { encoding: 'utf8' });
  return { status, said: stdout.trim() || stderr.trim().split('\n').at(-1) };
};

describe('writeBundle()', () => {
  // Danger: a proof that only we can check is our word, and no proof.
  it('is verified by a script that shares nothing with us, and by us, with its time-stamp', async (t) => {
    const { root } = await aHouse(t, 700);
    const authority = await startTestAuthority(t);
    const ca = new X509Certificate(readFileSync(authority.caFile));
    await stampNewest(root, authority);
    const file = await exported(root, 250, 260);
    assert.deepEqual(python(file, authority.caFile), { status: 0, said: '11 proven, 1 time-stamped' });
    const anchored = await verifyPath(file, { ...nobody, authorities: [ca] });
    assert.deepEqual(
      anchored.logs.map(({ keysFrom, report }) => [
        keysFrom,
        report.verdict,
        report.findings,
        report.anchors[0]?.by,
      ]),
      [['copy', 'intact', [], 'O=Test, CN=Test authority']],
    );
    // Without the authority nobody vouches for the moment, and that is said.
    const alone = (await verifyPath(file, nobody)).logs[0]?.report;
    assert.deepEqual([alone?.verdict, alone?.findings[0]?.code], ['unanchored', 'time_stamp.untrusted']);
    const [live] = (await verifyPath(root, { ...nobody, authorities: [ca] })).logs;
    assert.deepEqual(
      [live?.report.verdict, live?.report.findings, live?.keysFrom],
      ['intact', [], 'data directory'],
    );
    const unzipped = path.join(root, 'unzipped');
    execFileSync('python3', ['-m', 'zipfile', '-e', file, unzipped]);
    const [folder] = (await verifyPath(unzipped, { ...nobody, authorities: [ca] })).logs;
    assert.deepEqual([folder?.report.verdict, folder?.about], ['intact', 'signed']);
    const page = readFileSync(path.join(unzipped, 'index.html'), 'utf8');
    assert.ok(page.includes('A. &lt;Auditor&gt;') && page.includes('250-260') && page.includes('lang="nl"'));
  });

  it('one changed byte of an entry, a proof, a key or the manifest does not pass, here or there', async (t) => {
    const { root } = await aHouse(t, 40);
    const file = await exported(root, 3, 5);
    const unzipped = path.join(root, 'unzipped');
    for (const [name, change] of [
      [`${LOG}/entries.ndjson`, (content: string) => content.replace('attempt 5', 'attempt 6')],
      [`${LOG}/proofs/4.tlog-proof`, (content: string) => content.replace('index 4', 'index 5')],
      [`${LOG}/checkpoint`, (content: string) => content.replace('\n40\n', '\n41\n')],
      [`${LOG}/entries.ndjson`, (content: string) => `${content}${content.split('\n')[0]}\n`],
      ['bundle.json', (content: string) => content.replace(/\s+3,/, '')],
      // Danger: the purpose somebody gave is exchanged for a better one behind their back.
      ['bundle.json', (content: string) => content.replace('"purpose": "test"', '"purpose": "best"')],
    ] as const) {
      rmSync(unzipped, { recursive: true, force: true });
      execFileSync('python3', ['-m', 'zipfile', '-e', file, unzipped]);
      const whole = path.join(unzipped, name);
      const before = readFileSync(whole, 'utf8');
      assert.notEqual(change(before), before, name);
      writeFileSync(whole, change(before));
      assert.equal((await verifyPath(unzipped, nobody)).logs[0]?.report.verdict, 'altered', name);
      const repacked = path.join(root, 'repacked.zip');
      rmSync(repacked, { force: true });
      execFileSync('python3', [
        '-m',
        'zipfile',
        '-c',
        repacked,
        ...['index.html', 'bundle.json', LOG].map((each) => path.join(unzipped, each)),
      ]);
      assert.equal(python(repacked).status, 1, name);
    }
  });

  // Danger: what bundle.json says is read as proven where no log signed it, or where one signed something else.
  it('says who made it, what for and with which words of search as claims where no log signed them', async (t) => {
    const { root } = await aHouse(t, 5);
    const bundle = path.join(root, 'bundle');
    const file = path.join(bundle, 'bundle.json');
    execFileSync('python3', ['-m', 'zipfile', '-e', await exported(root, 0, 4), bundle]);
    const told = async (change: (content: string) => string) => {
      const before = readFileSync(file, 'utf8');
      writeFileSync(file, change(before));
      const [log] = (await verifyPath(bundle, nobody)).logs;
      writeFileSync(file, before);
      return [log?.about, log?.report.verdict];
    };
    assert.deepEqual(await told((content) => content), ['signed', 'unanchored']);
    // The last of two members counts for a machine, and the first for who reads it.
    const twice = (content: string) => content.replace('"purpose"', '"purpose": "other", "purpose"');
    assert.deepEqual(await told(twice), ['altered', 'altered']);
    const cut = (content: string) => content.replace(/,\s*"note": "[^"]*"/, '');
    assert.deepEqual(await told(cut), ['claimed', 'unanchored']);
    rmSync(path.join(root, 'keys', 'log-signing.key'));
    rmSync(bundle, { recursive: true });
    execFileSync('python3', ['-m', 'zipfile', '-e', await exported(root, 0, 4), bundle]);
    assert.deepEqual(await told((content) => content), ['claimed', 'unanchored']);
  });

  it('a bundle of a stranger is altered under the keys one was given', async (t) => {
    const [ours, theirs] = [await aHouse(t, 5), await aHouse(t, 5)];
    const logKeys = vkeysIn(readFileSync(path.join(ours.root, 'keys', 'log-keys.json'), 'utf8'));
    const file = await exported(theirs.root, 0, 4);
    assert.equal((await verifyPath(file, { ...nobody, logKeys })).logs[0]?.report.verdict, 'altered');
  });

  it('refuses what it cannot prove', async (t) => {
    const { root } = await aHouse(t, 5);
    await assert.rejects(exported(root, 0, 5), { code: 'log.bundle_failed' });
    await assert.rejects(exported(root, 0, 60_000), { code: 'log.bundle_failed' });
    await assert.rejects(verifyPath(path.join(root, 'keys'), nobody), { code: 'log.nothing_to_verify' });
    await assert.rejects(verifyPath(path.join(root, 'keys', 'log-keys.json'), nobody), {
      code: 'log.nothing_to_verify',
    });
  });

  // Danger: a time-stamp of something else, or of nobody, that makes a forgery look old.
  it('every bit of a time-stamp counts', async (t) => {
    const { root } = await aHouse(t, 5);
    const authority = await startTestAuthority(t);
    const ca = new X509Certificate(readFileSync(authority.caFile));
    await stampNewest(root, authority);
    const file = path.join(root, 'log', LOG, 'timestamps', '5.tsr');
    const whole = readFileSync(file);
    const passed: number[] = [];
    for (let at = 0; at < whole.length; at += 1) {
      const altered = Buffer.from(whole);
      altered[at] = (altered[at] as number) ^ (1 << (at % 8));
      writeFileSync(file, altered);
      const report = (await verifyPath(path.join(root, 'log', LOG), { ...nobody, authorities: [ca] })).logs[0]
        ?.report;
      if (report?.verdict === 'intact') passed.push(at);
    }
    // Which bit of a byte is turned must not depend on how long a number beside it happens to be.
    const algorithm = whole.lastIndexOf(Buffer.from('2a8648ce3d040302', 'hex')) + 7;
    const other = Buffer.from(whole);
    other[algorithm] = 3;
    writeFileSync(file, other);
    const [named] = (await verifyPath(path.join(root, 'log', LOG), { ...nobody, authorities: [ca] })).logs;
    assert.notEqual(named?.report.verdict, 'intact');
    // Byte 8 is the status, outside of what is signed: granted became granted with changes, which means the same.
    assert.deepEqual(passed, [8]);
  });
});
