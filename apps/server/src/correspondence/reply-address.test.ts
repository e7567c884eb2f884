// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { createReplyAddresses } from './reply-address.ts';

const ours = createReplyAddresses(Buffer.alloc(32, 1));
const made = (mailbox: string, kind: 'report' | 'incident', id: string) => {
  const address = ours.of(mailbox, { kind, id });
  assert.ok(address !== null);
  return address;
};

describe('createReplyAddresses', () => {
  it('reads back what it wrote, whatever the case a mail server made of it', () => {
    for (const kind of ['report', 'incident'] as const) {
      const id = randomUUID();
      const address = made('desk@example.org', kind, id);
      assert.match(address, /^desk\+[ri]\.[a-z2-7]{40}@example\.org$/);
      assert.deepEqual(ours.read(address), { kind, id });
      assert.deepEqual(ours.read(address.toUpperCase()), { kind, id });
    }
  });

  // Danger: somebody who writes into a conversation by making up its address.
  it('refuses what is forged or altered in any letter', () => {
    const address = made('desk@example.org', 'report', randomUUID());
    const start = address.indexOf('.') + 1;
    for (let index = start; index < start + 40; index += 1) {
      const other = address[index] === 'a' ? 'b' : 'a';
      assert.equal(ours.read(address.slice(0, index) + other + address.slice(index + 1)), null);
    }
    assert.equal(ours.read(address.replace('+r.', '+i.')), null, 'a report is no incident');
    assert.equal(ours.read('desk@example.org'), null);
    assert.equal(ours.read('desk+r.@example.org'), null);
    assert.equal(ours.read(''), null);
  });

  // Danger: two desks that share a domain, or one that was set up anew.
  it('refuses what another desk signed', () => {
    const theirs = createReplyAddresses(randomBytes(32));
    assert.equal(ours.read(theirs.of('desk@example.org', { kind: 'report', id: randomUUID() }) ?? ''), null);
  });

  it('makes none where the name before the @ would be longer than mail allows', () => {
    assert.equal(ours.of(`${'a'.repeat(40)}@example.org`, { kind: 'report', id: randomUUID() }), null);
    const longest = made(`${'a'.repeat(21)}@example.org`, 'report', randomUUID());
    assert.equal(longest.indexOf('@'), 64);
  });
});
