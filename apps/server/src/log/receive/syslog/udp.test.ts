// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dropsOf } from './udp.ts';

test('dropsOf() reads what the kernel threw away for our port, and for no other', () => {
  const table = `   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops
  311: 0100007F:158A 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 24016 2 0000000000000000 41
  312: 00000000:158A 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 24017 2 0000000000000000 1
  313: 0100007F:158B 158A0000:158A 07 00000000:00000000 00:00000000 00000000     0        0 24018 2 0000000000000000 7
`;
  assert.equal(dropsOf(table, ':158A'), 42);
  assert.equal(dropsOf('', ':158A'), 0);
});
