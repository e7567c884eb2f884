// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { regimes } from '@belfry/regimes';
import { kindsTaking, stagesToAuthorities, stateOf } from './recipient-kinds.ts';

/** What a recipient is called where it is nobody of ours and nobody we serve. */
const authorityWords =
  /authorit|CSIRT|CCB|NBÚ|NÚKIB|CNCS|BSI|NCSC|NSM|Nkom|KSZ|platform|ENISA|supervisory body|institution for preventing|Security Authority|NSA/;
/** Told by announcements, though an authority may be among them: whom it belongs to is known only in the incident. */
const toOwners = ['classified-be.originator', 'classified-fi.originator', 'classified-eu.originator'];

describe('kinds of authority that take a stage', () => {
  // Danger: a stage is owed, and the desk knows nobody to send it to.
  it('kindsTaking() finds one for every stage that is ours to send to an authority', () => {
    const lost = regimes.flatMap((regime) =>
      regime.stages
        .filter(({ duty, recipient }) => duty !== 'expected' && authorityWords.test(recipient))
        .filter((stage) => kindsTaking(regime.id, stage).length === 0)
        .map((stage) => `${regime.id}.${stage.id}`)
        .filter((id) => !toOwners.includes(id)),
    );
    assert.deepEqual(lost, []);
  });

  // Danger: what is for ourselves or for those affected is offered to an authority.
  it('kindsTaking() finds none for what goes to us, to those affected, or comes in', () => {
    const wrong = stagesToAuthorities()
      .filter(({ stage }) => !authorityWords.test(stage.recipient) && stage.recipient !== 'competent CSIRT')
      .map(({ regime, stage }) => `${regime.id}.${stage.id}: ${stage.recipient}`);
    assert.deepEqual(wrong, []);
  });

  it('stateOf() is the state of a national act, the Union where one authority serves all, else ours', () => {
    assert.equal(stateOf({ jurisdiction: 'FI' }, 'csirt', 'BE'), 'FI');
    assert.equal(stateOf({ jurisdiction: 'EU' }, 'data_protection', 'LU'), 'LU');
    assert.equal(stateOf({ jurisdiction: 'EU' }, 'cra', 'LU'), 'EU');
  });
});
