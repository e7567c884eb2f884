// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { announcementStates } from '@belfry/contract';
import { regimes } from '@belfry/regimes';
import { audienceOf, digestOf, gapsOf, type Leaving, reasonStepNotAllowed } from './announcement.ts';

const leaving: Leaving = {
  audience: 'clients',
  texts: { nl: { subject: 'Storing', text: 'De dienst is hersteld.' } },
  way: 'mail',
  recipients: { count: 2, digest: 'a', languages: ['nl'] },
};

describe('gapsOf', () => {
  it('finds nothing missing where words, way and recipients fit together', () => {
    assert.deepEqual(gapsOf(leaving), []);
  });

  it('a blank of the template does not leave the house', () => {
    const texts = { nl: { subject: 'Storing', text: 'Gevolgen: [[gevolgen]]' } };
    assert.deepEqual(gapsOf({ ...leaving, texts }), ['blank_left']);
    for (const half of ['[[what ] happened]]', 'What: [[ happened', 'happened ]]']) {
      const left = { nl: { subject: 'Storing', text: half } };
      assert.deepEqual(gapsOf({ ...leaving, texts: left }), ['blank_left'], half);
    }
  });

  it('names each thing that is missing', () => {
    assert.deepEqual(gapsOf({ ...leaving, way: null }), ['way_missing']);
    assert.deepEqual(gapsOf({ ...leaving, texts: {} }), ['text_missing', 'language_missing']);
    assert.deepEqual(gapsOf({ ...leaving, texts: { nl: { subject: ' ', text: 'x' } } }), ['text_missing']);
    const nobody = { count: 0, digest: '', languages: [] };
    assert.deepEqual(gapsOf({ ...leaving, recipients: nobody }), ['recipients_missing']);
    assert.deepEqual(gapsOf({ ...leaving, recipients: nobody, way: 'status_page' }), []);
  });

  it('a recipient whose language is not written is not told in another one by accident', () => {
    const recipients = { ...leaving.recipients, languages: ['nl', 'fr'] as const };
    assert.deepEqual(gapsOf({ ...leaving, recipients }), ['language_missing']);
  });
});

describe('digestOf', () => {
  it('changes with a letter, with the way and with a recipient', () => {
    const digests = [
      leaving,
      { ...leaving, texts: { nl: { subject: 'Storing', text: 'De dienst is hersteld!' } } },
      { ...leaving, way: 'elsewhere' as const },
      { ...leaving, recipients: { ...leaving.recipients, digest: 'b' } },
      { ...leaving, audience: 'public' as const },
    ].map(digestOf);
    assert.equal(new Set(digests).size, digests.length);
  });
});

describe('reasonStepNotAllowed', () => {
  it('lets nothing leave that nobody approved', () => {
    for (const state of announcementStates) {
      const reason = reasonStepNotAllowed('send', { reference: 'ANN-2026-0001', state });
      assert.equal(reason === null, state === 'approved' || state === 'told', state);
    }
  });

  it('changes nothing that left', () => {
    for (const state of ['sending', 'told', 'withdrawn'] as const) {
      assert.match(reasonStepNotAllowed('change', { reference: 'ANN-2026-0001', state }) ?? '', /is /);
    }
  });
});

describe('audienceOf', () => {
  it('finds whom each telling stage of every regime is for', () => {
    const telling = ['client', 'user', 'data_subject', 'public', 'management'];
    for (const regime of regimes) {
      for (const { id, kind } of regime.stages) {
        assert.equal(audienceOf(regime.id, kind) !== null, telling.includes(kind), `${regime.id}.${id}`);
      }
    }
    assert.equal(audienceOf('fi-906-13a', 'user'), 'data_set_users');
    assert.equal(audienceOf('gdpr', 'data_subject'), 'data_subjects');
    assert.equal(audienceOf('gdpr', 'notification'), null);
  });
});
