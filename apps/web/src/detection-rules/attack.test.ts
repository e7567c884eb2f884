// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parentOf, tactics, techniqueName, techniques, techniquesOf, techniqueUrl } from './attack.ts';

const rulesDir = fileURLToPath(new URL('../../../../../shared/data/sigma-rules', import.meta.url));

describe('attack', () => {
  it('every technique has a name, stands in known columns, and stands once', () => {
    const known = new Set(tactics.map(({ id }) => id));
    for (const { id, name, tactics: columns } of techniques) {
      assert.match(id, /^T1\d{3}$/);
      assert.notEqual(name, '', id);
      assert.ok(columns.length > 0 && columns.every((one) => known.has(one)), id);
      assert.equal(new Set(columns).size, columns.length, id);
    }
    assert.equal(new Set(techniques.map(({ id }) => id)).size, techniques.length);
    for (const { id } of tactics) {
      assert.ok(
        techniques.some((one) => one.tactics.includes(id)),
        id,
      );
    }
  });

  it('techniquesOf reads tags, and techniqueUrl leads to ATT&CK and nowhere else', () => {
    const tags = ['attack.t1059', 'attack.T1059.001', 'attack.execution', 'cve.2021-44228', 'attack.t1059'];
    assert.deepEqual(techniquesOf(tags), ['T1059', 'T1059.001']);
    assert.equal(parentOf('t1059.001'), 'T1059');
    assert.equal(parentOf('T1562.004'), 'T1686');
    assert.equal(techniqueName('T1003.006'), 'OS Credential Dumping');
    assert.equal(techniqueUrl('T1059.001'), 'https://attack.mitre.org/techniques/T1059/001/');
    assert.equal(techniqueUrl('T1059/../../evil'), null);
  });

  it('every technique that the public rules name stands in the matrix', {
    skip: existsSync(rulesDir) ? false : 'needs the public rules beside the repository',
  }, () => {
    const named = new Set<string>();
    for (const file of readdirSync(rulesDir, { recursive: true, encoding: 'utf8' })) {
      if (file.endsWith('.yml')) {
        const tags = readFileSync(join(rulesDir, file), 'utf8').match(/attack\.t\d{4}(?:\.\d{3})?/g) ?? [];
        for (const one of techniquesOf(tags)) {
          named.add(parentOf(one));
        }
      }
    }
    assert.ok(named.size > 100);
    assert.deepEqual(
      [...named].filter((one) => techniqueName(one) === undefined),
      [],
    );
  });
});
