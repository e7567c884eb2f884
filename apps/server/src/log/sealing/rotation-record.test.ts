// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { openLogFiles } from './log-files.ts';
import { noteRotation, tellRotations } from './rotation-record.ts';

const vkey = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';

function keyFiles(t: TestContext) {
  const directory = mkdtempSync(path.join(tmpdir(), 'belfry-keys-'));
  t.after(() => rmSync(directory, { recursive: true }));
  return openLogFiles(directory);
}

for (const isWritten of [false, true]) {
  // Danger: a new key signs the logs, and nothing in them says who brought it.
  test(`a rotation is told again when its entry was ${isWritten ? 'written without an answer' : 'not written'}`, async (t) => {
    const files = keyFiles(t);
    noteRotation(files, 'signing_key.rotated', 'ana', { 'audit-2026': [vkey] });
    noteRotation(files, 'signing_key.rotation_ended', 'ana', { 'audit-2026': [vkey] });
    const entries: string[] = [];
    let fails = true;
    const append = async (entry: Buffer) => {
      if (isWritten || !fails) entries.push(entry.toString());
      if (fails) throw new Error('The journal is full');
    };
    await assert.rejects(tellRotations(files, append), /journal is full/);
    fails = false;
    await tellRotations(files, append);
    await tellRotations(files, append);
    const begun = '{"event":"signing_key.rotated","by":"ana","keys":{"audit-2026":["c74f20a3"]}}';
    const ended = begun.replace('rotated', 'rotation_ended');
    assert.deepEqual(entries, isWritten ? [begun, begun, ended] : [begun, ended]);
  });
}
