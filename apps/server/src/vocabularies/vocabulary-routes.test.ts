// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { languages, ProblemError, responsibleAreas } from '@belfry/contract';
import { openTestDesk } from '../../test/desk.ts';
import { FormVisitor } from '../../test/form-visitor.ts';

const refusedWith = (code: string) => (error: unknown) =>
  error instanceof ProblemError && error.problem.code === code;
const words = { en: { label: 'Drones', hint: '' } };

describe('vocabularies', () => {
  it('ship whole: every area has a category, every term a word and an explanation in four languages', async (t) => {
    const desk = await openTestDesk(t);
    const { api } = await desk.as('helpdesk');
    const { categories, qualifications } = await api.readVocabularies();
    assert.deepEqual(new Set(categories.map(({ area }) => area)), new Set(responsibleAreas));
    assert.deepEqual(
      qualifications.map(({ id }) => id),
      ['not-security', 'observation', 'improvement', 'vulnerability', 'incident'],
    );
    for (const term of [...categories, ...qualifications]) {
      for (const language of languages) {
        assert.ok(term.words[language]?.label, `${term.id} ${language}`);
        assert.ok(term.words[language]?.hint, `${term.id} ${language}`);
      }
    }
  });

  it('are tailored by whoever may, each change on record old to new, and by nobody else', async (t) => {
    const desk = await openTestDesk(t);
    const { api } = await desk.as('it_responsible');
    const body = { id: 'drones', area: 'physical' as const, words, suggestsClass: null };
    const params = { vocabulary: 'category' as const };
    const added = await api.addTerm({ params, body });
    await assert.rejects(api.addTerm({ params, body }), refusedWith('vocabulary.term_taken'));
    const changed = await api.changeTerm({
      params: { ...params, term: 'drones' },
      body: { version: added.version, words: { en: { label: 'Flying things', hint: 'Seen from a window' } } },
    });
    await assert.rejects(
      api.changeTerm({ params: { ...params, term: 'drones' }, body: { version: 1, isActive: false } }),
      refusedWith('vocabulary.changed_meanwhile'),
    );
    await api.changeTerm({
      params: { ...params, term: 'drones' },
      body: { version: changed.version, isActive: false },
    });
    const { categories } = await api.readVocabularies();
    const order = categories.map(({ id }) => id).reverse();
    assert.deepEqual(
      (await api.orderTerms({ params, body: { terms: order } })).items.map(({ id }) => id),
      order,
    );
    await assert.rejects(
      api.orderTerms({ params, body: { terms: order.slice(1) } }),
      refusedWith('vocabulary.changed_meanwhile'),
    );
    const auditor = await desk.as('auditor');
    const { items } = await auditor.api.listHistory({ query: { subject: 'vocabulary:category/drones' } });
    assert.deepEqual(
      items.map(({ changes, kind }) => [kind, changes?.map(({ field }) => field)]),
      [
        ['vocabulary.term_changed', ['isActive']],
        ['vocabulary.term_changed', ['words']],
        ['vocabulary.term_added', ['area', 'words']],
      ],
    );
    const helpdesk = await desk.as('helpdesk');
    await assert.rejects(helpdesk.api.addTerm({ params, body }), refusedWith('permission.missing'));
  });

  it('classify reports, many at once, old to new, and refuse a word nobody chose', async (t) => {
    const desk = await openTestDesk(t);
    const { api } = await desk.as('helpdesk');
    const sent = await api.sendReport({ body: { summary: 'A false invoice', category: 'phishing' } });
    const other = await api.sendReport({ body: { summary: 'My laptop is gone' } });
    await assert.rejects(
      api.sendReport({ body: { summary: 'x', category: 'nonsense' } }),
      refusedWith('request.not_valid'),
    );
    const references = [sent.reference, other.reference];
    const { outcomes } = await api.classifyReports({
      body: {
        references: [...references, 'REP-1999-0001'],
        category: 'lost-device',
        qualification: 'incident',
      },
    });
    assert.deepEqual(
      outcomes.map(({ refused }) => refused),
      [null, null, 'report.not_found'],
    );
    const { items } = await api.listHistory({
      query: { subject: sent.reference, kind: 'report.classified' },
    });
    assert.deepEqual(items[0]?.changes, [
      { field: 'category', from: 'phishing', to: 'lost-device' },
      { field: 'qualification', from: null, to: 'incident' },
    ]);
    const refused = await api.classifyReports({ body: { references, qualification: 'nonsense' } });
    assert.equal(refused.outcomes[0]?.refused, 'vocabulary.term_not_found');
    await api.classifyReports({ body: { references: [other.reference], category: null } });
    const counted = async (query: object) =>
      (await api.listReports({ query })).items.map((each) => each.reference);
    assert.deepEqual(await counted({ category: 'none' }), [other.reference]);
    assert.deepEqual(await counted({ area: 'physical' }), [sent.reference]);
    assert.deepEqual(await counted({ qualification: 'incident', q: 'laptop' }), [other.reference]);
    assert.deepEqual(await counted({ to: '2001-01-01T00:00:00Z' }), []);
  });

  it('ask on the public form in the words of the organisation, and let the question be skipped', async (t) => {
    const desk = await openTestDesk(t);
    const { api } = await desk.as('it_responsible');
    await api.changeTerm({
      params: { vocabulary: 'category', term: 'outage' },
      body: { version: 1, isActive: false },
    });
    const visitor = new FormVisitor(desk, { 'accept-language': 'de' });
    await visitor.post({}, '/report');
    await visitor.post({ kind: 'incident' });
    await visitor.post({ happened: 'Es ist weg' });
    assert.match(visitor.text, /Worum geht es\?/);
    assert.match(visitor.text, /Ein verlorener Schlüssel/);
    assert.doesNotMatch(visitor.text, /value="outage"/, 'switched off');
    await visitor.post({ about: 'lost-pass' });
    await visitor.post({ ongoing: 'no' });
    await visitor.post({ known: 'no' });
    await visitor.upload({ action: 'continue' }, []);
    await visitor.post({ reach: 'anonymous' });
    assert.match(visitor.text, /Ein verlorener Schlüssel/);
    await visitor.post({});
    await visitor.post({ confirmed: 'yes' }, visitor.at.replace(/confirm$/, 'check'));
    assert.deepEqual(await desk.query('SELECT category FROM report'), [{ category: 'lost-pass' }]);
  });
});
