// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { languages } from '@belfry/contract';
import { placeGroups, places } from './places.ts';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');

/** Screens one comes to from another screen, or from one's own menu. */
const elsewhere = [
  '/incidents/declare',
  '/incidents/import',
  '/authorities/notices',
  '/detection/rules/new',
  '/detection/placeholders',
  '/whistleblowing/enter',
  '/search',
  '/account',
  '/tokens',
];

describe('places', () => {
  it('a screen nobody can find: every screen stands in the navigation or is reached from another', () => {
    const screens = [...read('../routes.tsx').matchAll(/inDesk\(\s*'([^'$]+)'/g)].map(([, path]) => path);
    assert.ok(screens.length > 20);
    const reachable = [...places.map(({ href }) => href), ...elsewhere];
    assert.deepEqual(screens.toSorted(), reachable.toSorted());
  });

  it('a raw key in the navigation: every group and place has words in every language', () => {
    for (const language of languages) {
      const words = JSON.parse(read(`../messages/${language}/shell.json`)) as Record<string, string>;
      for (const group of placeGroups) {
        assert.ok(words[`places.${group.id}`], `${language} ${group.id}`);
      }
      for (const { id } of places) {
        assert.ok(words[`place.${id}`], `${language} ${id}`);
      }
    }
  });
});
