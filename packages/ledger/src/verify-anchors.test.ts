// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { keys, logSigner, logVerifier, origin } from '../test/keys.ts';
import { type Files, filesOf, lineOf, platform, signedCheckpoint, writeLog } from '../test/log-writer.ts';
import { timeStampAnswer } from '../test/time-stamps.ts';
import { ed25519Signer, type LogToVerify, verifyLog } from './index.ts';

const lines = Array.from({ length: 20 }, (_, index) => lineOf(index, `event ${index}`));
const written = () => writeLog({ origin, lines, signers: [logSigner], kept: [10] });
const verify = (files: Files, given: Partial<LogToVerify> = {}) =>
  verifyLog({
    files: filesOf(files),
    name: null,
    logKeys: [logVerifier],
    witnesses: [],
    pinned: [],
    checkTimeStamp: () => ({ by: 'nobody' }),
    ...platform,
    ...given,
  });
const told = async (files: Files, given: Partial<LogToVerify> = {}) =>
  (await verify(files, given)).findings.map(({ code, weight }) => `${weight} ${code}`);

describe('kept checkpoints', () => {
  it('of another log, another size, or no checkpoint at all, are told', async () => {
    const file = 'timestamps/10.checkpoint';
    const other = await signedCheckpoint('other.example.org', lines.slice(0, 10), [logSigner]);
    const larger = await signedCheckpoint(origin, lines.slice(0, 11), [logSigner]);
    for (const content of [other, larger, Buffer.from('none'), Buffer.of(0xff)]) {
      assert.deepEqual(await told((await written()).set(file, content)), ['altered anchor.malformed']);
    }
  });

  it('signed by a key that was not given count for nothing, and are not called altered', async () => {
    const old = keys('ed25519');
    const signer = ed25519Signer(origin, old.publicKey, old.make);
    const content = await signedCheckpoint(origin, lines.slice(0, 10), [signer]);
    const files = (await written()).set('timestamps/10.checkpoint', content);
    assert.deepEqual(await told(files), ['told anchor.unreadable']);
    const both = await signedCheckpoint(origin, lines.slice(0, 10), [logSigner, signer]);
    files.set('timestamps/10.checkpoint', both);
    assert.deepEqual(await told(files), ['told checkpoint.foreign_signature']);
  });

  it('are not held against a log whose keys nobody gave', async () => {
    assert.deepEqual(await told(await written(), { logKeys: [] }), [
      'unchecked key.missing',
      'told checkpoint.foreign_signature',
    ]);
  });
});

describe('time-stamps', () => {
  const text = async () =>
    ((await written()).get('timestamps/10.checkpoint') as Buffer).toString().split('\n\n')[0];
  const stamped = async () => {
    const digest = platform.hash(Buffer.from(`${await text()}\n`));
    return (await written()).set('timestamps/10.tsr', timeStampAnswer({ digest }));
  };

  it('of this checkpoint anchor the log; what the platform says of who signed decides', async () => {
    const report = await verify(await stamped());
    assert.deepEqual(
      [report.verdict, report.anchors[0]?.kind, report.anchors[0]?.size],
      ['intact', 'time_stamp', 10],
    );
    assert.deepEqual(await told(await stamped(), { checkTimeStamp: () => ({ wrong: 'w' }) }), [
      'altered time_stamp.wrong',
    ]);
    const stranger = { checkTimeStamp: () => ({ untrusted: 'x' }) };
    assert.deepEqual(await told(await stamped(), stranger), ['told time_stamp.untrusted']);
  });

  it('of one authority that was not given are told once, however many there are', async () => {
    const files = await writeLog({ origin, lines, signers: [logSigner], kept: [10, 15] });
    for (const size of [10, 15]) {
      const note = String(files.get(`timestamps/${size}.checkpoint`));
      const digest = platform.hash(Buffer.from(`${note.split('\n\n')[0]}\n`));
      files.set(`timestamps/${size}.tsr`, timeStampAnswer({ digest }));
    }
    const { findings } = await verify(files, { checkTimeStamp: () => ({ untrusted: 'x' }) });
    assert.deepEqual(
      findings.map(({ code, found }) => [code, found]),
      [['time_stamp.untrusted', 'x']],
    );
  });

  it('of something else are wrong', async () => {
    const files = (await written()).set('timestamps/10.tsr', timeStampAnswer());
    assert.deepEqual(await told(files), ['altered time_stamp.wrong']);
  });
});

describe('verifyLog() without a log', () => {
  it('cannot check what is not there, or is no checkpoint', async () => {
    assert.equal((await verify(new Map())).verdict, 'unchecked');
    const broken = await verify(new Map([['checkpoint', Buffer.from('x')]]));
    assert.deepEqual([broken.verdict, broken.origin], ['altered', null]);
  });
});
