// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { cellsOf, columnsOf } from './coverage-cells.ts';

const told = (technique: string, state: 'watched' | 'blind' | 'possible' | 'lacking', active = 0) => ({
  technique,
  state,
  active,
  blind: 0,
  could: 0,
  lacks: 0,
});

describe('cellsOf', () => {
  it('a technique is as good as the best of its parts, and rules are not counted twice', () => {
    const cells = cellsOf([
      told('T1059.001', 'watched', 4),
      told('T1059.003', 'lacking', 0),
      told('T1059', 'watched', 3),
    ]);
    const cell = cells.find((one) => one.id === 'T1059');
    assert.equal(cell?.state, 'watched');
    assert.equal(cell?.active, 4);
    assert.equal(cells.find((one) => one.id === 'T1110')?.state, 'none');
  });

  it('a rule with an older number counts for what ATT&CK calls it today', () => {
    const cells = cellsOf([told('T1562.004', 'possible')]);
    assert.equal(cells.find((one) => one.id === 'T1686')?.state, 'possible');
  });

  it('a number that is no technique is left out and breaks nothing', () => {
    assert.ok(cellsOf([told('T9999', 'watched')]).every((one) => one.state === 'none'));
  });
});

describe('columnsOf', () => {
  it('shows one tactic when it is asked for, and none that is empty', () => {
    const cells = cellsOf([]);
    assert.equal(columnsOf(cells, undefined).length, 15);
    assert.deepEqual(
      columnsOf(cells, 'impact').map(({ tactic }) => tactic.name),
      ['Impact'],
    );
    const one = cells.filter(({ id }) => id === 'T1053');
    assert.deepEqual(
      columnsOf(one, undefined).map(({ tactic }) => tactic.id),
      ['execution', 'persistence', 'privilege-escalation'],
    );
  });
});
