// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openTestDesk } from '../../test/desk.ts';

const words = { en: { label: 'Drones', hint: '' } };

describe('lockTerms()', () => {
  // Danger: two people add at once, and both get the same place or the same identifier.
  it('makes two changes at once follow each other', async (t) => {
    const desk = await openTestDesk(t);
    const { api } = await desk.as('it_responsible');
    const add = (id: string) =>
      api.addTerm({
        params: { vocabulary: 'qualification' },
        body: { id, area: null, words, suggestsClass: null },
      });
    const done = await Promise.allSettled([add('same'), add('same'), add('other'), add('third')]);
    assert.equal(done.filter(({ status }) => status === 'fulfilled').length, 3);
    const places = await desk.query("SELECT place FROM vocabulary_term WHERE vocabulary = 'qualification'");
    assert.equal(new Set(places.map((row) => row['place'])).size, places.length);
  });
});
