// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, it } from 'node:test';
import { limits } from '@belfry/contract';
import { strToU8, zipSync } from 'fflate';
import { aZip } from '../../test/rules.ts';
import { contentOf, filesOfUpload, filesOfZip, type ReadFailed, type ReadFailure } from './rule-files.ts';

const failsWith = (code: ReadFailure) => (error: unknown) => (error as ReadFailed).code === code;

/** Writes another size into the directory of a zip, and before the file itself. */
function lying(zip: Uint8Array, size: number): Uint8Array {
  const bytes = Buffer.from(zip);
  for (let at = 0; at < bytes.length - 4; at += 1) {
    const signature = bytes.readUInt32LE(at);
    if (signature === 0x04034b50) bytes.writeUInt32LE(size, at + 22);
    if (signature === 0x02014b50) bytes.writeUInt32LE(size, at + 24);
  }
  return bytes;
}

describe('filesOfZip', () => {
  it('filesOfZip() takes the rules, without the folder a checkout is packed in', () => {
    const zip = aZip({
      'sigma-main/rules/b.yml': 'b',
      'sigma-main/rules/a.YAML': 'a',
      'sigma-main/README.md': 'no',
      'sigma-main/.github/work.yml': 'no',
    });
    const { files, skipped } = filesOfZip(zip);
    assert.deepEqual(
      files.map(({ path }) => path),
      ['rules/a.YAML', 'rules/b.yml'],
    );
    assert.equal(skipped, 2);
  });

  // Danger: a path of a zip is taken for a place on this machine.
  it('filesOfZip() refuses paths that lead out', () => {
    for (const name of ['../a.yml', 'a/../../b.yml', '/etc/a.yml', 'C:/a.yml', 'a\\..\\b.yml', 'a\0.yml']) {
      assert.throws(() => filesOfZip(aZip({ [name]: 'x' })), failsWith('zip.path_not_allowed'), name);
    }
  });

  // Danger: a bomb of a few kilobytes takes all memory.
  it('filesOfZip() unpacks nothing beyond what a set may have, also when the zip lies about it', () => {
    const zeros = new Uint8Array(limits.ruleFileBytesMax);
    const bomb = zipSync(
      Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`${index}.yml`, zeros])),
    );
    assert.ok(bomb.length < 1_000_000);
    assert.throws(() => filesOfZip(bomb), failsWith('rules.too_large'));
    const large = zipSync({ 'a.yml': new Uint8Array(limits.ruleFileBytesMax + 1) });
    assert.deepEqual(filesOfZip(large).files, [{ path: 'a.yml', bytes: null }]);
    const [read] = filesOfLying(lying(zipSync({ 'a.yml': new Uint8Array(50_000_000) }), 10));
    assert.ok((read?.bytes?.length ?? 0) <= 10);
  });

  it('filesOfZip() refuses more files than a set is read from', () => {
    const empty = strToU8('');
    const many = zipSync(
      Object.fromEntries(
        Array.from({ length: limits.ruleSetFilesMax + 1 }, (_, index) => [`${index}`, empty]),
      ),
      { level: 0 },
    );
    assert.throws(() => filesOfZip(many), failsWith('rules.too_many_files'));
  });

  it('filesOfZip() refuses what is cut off or no zip', () => {
    const zip = aZip({ 'a.yml': 'title: x' });
    for (const bytes of [zip.slice(0, 30), zip.slice(0, -10), new Uint8Array([0x50, 0x4b])]) {
      assert.throws(() => filesOfZip(bytes), failsWith('zip.not_valid'));
    }
  });

  it('filesOfZip() takes names every object has for names', () => {
    const { files } = filesOfZip(aZip({ 'constructor.yml': 'a', 'toString.yml': 'b' }));
    assert.equal(files.length, 2);
  });
});

function filesOfLying(zip: Uint8Array) {
  try {
    return filesOfZip(zip).files;
  } catch (error) {
    assert.equal((error as ReadFailed).code, 'zip.not_valid');
    return [];
  }
}

describe('filesOfUpload', () => {
  it('filesOfUpload() takes one file by itself, under the last part of its name', () => {
    const { files } = filesOfUpload(strToU8('title: x'), 'C:\\rules\\mine.yml');
    assert.deepEqual(
      files.map(({ path }) => path),
      ['mine.yml'],
    );
    assert.throws(
      () => filesOfUpload(new Uint8Array(limits.ruleFileBytesMax + 1), 'a.yml'),
      failsWith('rules.too_large'),
    );
  });
});

describe('contentOf', () => {
  // Danger: a file of rules is swapped for a link to a secret of the machine between listing and reading.
  it('contentOf() reads the file that was listed, and nothing that was put in its place', async () => {
    const root = realpathSync(mkdtempSync(path.join(tmpdir(), 'belfry-swapped-')));
    const at = (name: string) => path.join(root, name);
    mkdirSync(at('rules'));
    mkdirSync(at('elsewhere'));
    writeFileSync(at('rules/a.yml'), 'title: x');
    writeFileSync(at('elsewhere/a.yml'), 'title: s');
    assert.equal(Buffer.from(await contentOf(at('rules/a.yml'), 8)).toString(), 'title: x');

    symlinkSync(at('elsewhere/a.yml'), at('rules/link.yml'));
    await assert.rejects(contentOf(at('rules/link.yml'), 8), failsWith('path.changing'));
    execFileSync('mkfifo', [at('rules/pipe.yml')]);
    await assert.rejects(contentOf(at('rules/pipe.yml'), 0), failsWith('path.changing'));
    appendFileSync(at('rules/a.yml'), 'more');
    await assert.rejects(contentOf(at('rules/a.yml'), 8), failsWith('path.changing'));
    renameSync(at('rules'), at('before'));
    symlinkSync(at('elsewhere'), at('rules'));
    await assert.rejects(contentOf(at('rules/a.yml'), 8), failsWith('path.changing'));
    await assert.rejects(contentOf(at('rules/gone.yml'), 8), failsWith('path.changing'));
  });
});
