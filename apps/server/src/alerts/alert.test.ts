// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  type AlertedIncident,
  type AlertedThing,
  audienceAgain,
  audienceOf,
  isAlarming,
  nextAt,
  nextRing,
  type Recipient,
  stepOf,
} from './alert.ts';
import { blindLetter, toldLetter } from './alert-letter.ts';

const aPerson = (
  id: string,
  roles: string[],
  deputyId: string | null = null,
  language = 'en',
): Recipient => ({
  id,
  name: id,
  email: `${id}@example.org`,
  language,
  roles,
  deputyId,
});
const ids = (people: readonly Recipient[]) => people.map((person) => person.id);

const it_ = aPerson('it', ['it_responsible'], 'deputy');
const boss = aPerson('boss', ['organisation_responsible']);
const deputy = aPerson('deputy', ['communicator']);
const handler = aPerson('handler', ['handler']);
const auditor = aPerson('auditor', ['auditor']);
const everybody = [it_, boss, deputy, handler, auditor];

type Alerted = AlertedIncident & AlertedThing;
const anIncident = (more: Partial<Alerted> = {}): Alerted => ({
  status: 'pending',
  severity: 'critical',
  restricted: false,
  participantIds: [],
  readWith: 'incidents.read',
  ...more,
});
const limits = { alertRepeatAfterMs: 300_000, alertClimbAfterRepeats: 2, alertRepeatsMax: 24 };

describe('isAlarming', () => {
  it('rings for critical incidents at work, confirmed or not', () => {
    assert.ok(isAlarming(anIncident()));
    assert.ok(isAlarming(anIncident({ status: 'confirmed' })));
    for (const status of ['resolved', 'closed', 'dismissed', 'merged'] as const) {
      assert.ok(!isAlarming(anIncident({ status })));
    }
    assert.ok(!isAlarming(anIncident({ severity: 'important' })));
    assert.ok(!isAlarming(anIncident({ severity: null })));
  });
});

describe('nextRing', () => {
  it('goes to both responsibles, then to deputies, then to any handler, then to nobody', () => {
    assert.deepEqual(ids(nextRing(everybody, [])), ['it', 'boss']);
    assert.deepEqual(ids(nextRing(everybody, ['it', 'boss'])), ['deputy']);
    assert.deepEqual(ids(nextRing(everybody, ['it', 'boss', 'deputy'])), ['handler']);
    assert.deepEqual(ids(nextRing(everybody, ['it', 'boss', 'deputy', 'handler'])), []);
  });

  // A desk whose responsibles left must not ring in an empty room.
  it('goes to a handler at once when nobody must be alerted', () => {
    assert.deepEqual(ids(nextRing([handler, auditor], [])), ['handler']);
  });
});

describe('audienceOf', () => {
  it('tells only participants about a restricted incident', () => {
    const audience = audienceOf([it_, boss], anIncident({ restricted: true, participantIds: ['boss'] }));
    assert.deepEqual([ids(audience.told), ids(audience.blind)], [['boss'], []]);
  });

  it('tells everybody blindly when no one of them takes part', () => {
    const audience = audienceOf([it_, boss], anIncident({ restricted: true, participantIds: ['handler'] }));
    assert.deepEqual([ids(audience.told), ids(audience.blind)], [[], ['it', 'boss']]);
  });

  // Restricting an incident while the bell rings must stop the title from going out once more.
  it('repeats blindly to whoever was told before the incident was restricted', () => {
    const audience = audienceAgain([it_, boss], anIncident({ restricted: true, participantIds: ['boss'] }));
    assert.deepEqual([ids(audience.told), ids(audience.blind)], [['boss'], ['it']]);
  });
});

describe('stepOf', () => {
  it('sends, repeats, then climbs at every second repeat, up to the limit', () => {
    const steps = [stepOf({ repeats: 0, alertedIds: [] }, limits)];
    for (let repeats = 0; repeats < 5; repeats += 1)
      steps.push(stepOf({ repeats, alertedIds: ['it'] }, limits));
    assert.deepEqual(steps, ['send', 'repeat', 'climb', 'repeat', 'climb', 'repeat']);
    const now = new Date('2026-01-01T00:00:00Z');
    assert.equal(nextAt(now, 23, limits)?.toISOString(), '2026-01-01T00:05:00.000Z');
    assert.equal(nextAt(now, 24, limits), null);
  });
});

describe('letters', () => {
  const about = {
    kind: 'incident' as const,
    id: 'i',
    reference: 'INC-2026-0007',
    title: 'Payroll leaked by A. Director',
    tlp: 'TLP:RED' as const,
    leadName: 'Lien Lead',
    restricted: false,
    repeats: 1,
  };

  for (const language of ['en', 'nl', 'fr', 'de']) {
    // A subject line is read on lock screens and by mail gateways.
    it(`blindLetter() betrays neither title nor reference nor label (${language})`, () => {
      const letter = blindLetter(aPerson('it', [], null, language), about, 'https://desk.example');
      const all = JSON.stringify({ subject: letter.subject, text: letter.text, tlp: letter.tlp });
      assert.ok(!/Payroll|INC-2026|TLP/.test(all), all);
      assert.ok(letter.text.includes('Lien Lead'));
    });

    it(`toldLetter() says what, where and how to answer (${language})`, () => {
      const letter = toldLetter(aPerson('it', [], null, language), about, 'https://desk.example');
      assert.equal(letter.tlp, 'TLP:RED');
      assert.ok(letter.subject.includes('INC-2026-0007: Payroll'));
      assert.ok(letter.text.includes('https://desk.example/incidents/INC-2026-0007'));
    });

    // Danger: the title of a restricted incident on a lock screen, or at a mail gateway.
    it(`toldLetter() keeps the title of a restricted incident out of the subject (${language})`, () => {
      const restricted = { ...about, restricted: true };
      const letter = toldLetter(aPerson('it', [], null, language), restricted, 'https://desk.example');
      assert.ok(letter.subject.includes('INC-2026-0007') && !letter.subject.includes('Payroll'));
      assert.ok(letter.text.includes('Payroll'), 'the words are for a participant');
    });
  }
});
