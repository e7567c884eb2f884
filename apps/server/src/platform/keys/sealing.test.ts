// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createSealing } from './sealing.ts';

const key = Buffer.alloc(32, 1);
const sealing = createSealing(key, 'test');

describe('sealing', () => {
  it('open() gives back what seal() took, whatever it is', () => {
    for (const text of ['', 'Ann Example', 'Łódź 🦊', 'x'.repeat(100_000)]) {
      assert.equal(sealing.open(sealing.seal(text, 'report 1'), 'report 1'), text);
    }
  });

  it('seal() never says the same twice, and shows nothing of the text', () => {
    const [one, two] = [sealing.seal('Ann Example', 'a'), sealing.seal('Ann Example', 'a')];
    assert.notEqual(one, two);
    const body = Buffer.from(one.split('.')[2] ?? '', 'base64url').toString('latin1');
    assert.ok(!one.includes('Ann') && !body.includes('Ann'));
  });

  // Danger: a sealed row copied beside another report opens there.
  it('open() stays shut for another context, purpose or key, and says whose it is', () => {
    const sealed = sealing.seal('Ann Example', 'report 1');
    assert.equal(sealing.open(sealed, 'report 2'), null);
    for (const other of [createSealing(key, 'other'), createSealing(Buffer.alloc(32, 2), 'test')]) {
      assert.equal(other.open(sealed, 'report 1'), null);
      assert.equal(other.isOurs(sealed), false);
    }
    assert.equal(sealing.isOurs(sealed), true);
  });

  it('open() stays shut when a single bit is changed, and for what is no seal', () => {
    const sealed = sealing.seal('Ann', 'a');
    const [version = '', name = '', body = ''] = sealed.split('.');
    const bytes = Buffer.from(body, 'base64url');
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const altered = Buffer.from(bytes);
      altered.writeUInt8(altered.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      assert.equal(sealing.open(`${version}.${name}.${altered.toString('base64url')}`, 'a'), null);
    }
    for (const text of ['', 'v1', `${version}.${name}.`, `v2.${name}.${body}`, sealed.slice(0, -30)]) {
      assert.equal(sealing.open(text, 'a'), null);
    }
  });
});
