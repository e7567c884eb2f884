// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isRefusal } from '@belfry/contract';
import { jsonDigest } from '@belfry/ledger';
import { type Form, formOf } from '@belfry/regimes';
import {
  type Addressee,
  blockersOf,
  type Content,
  mergeContent,
  type NotificationLineState,
  reasonNotByMail,
  reasonNotIn,
  reasonNotPossible,
  whatLeaves,
} from './notification.ts';

const person = { kind: 'person', name: null, notification: null } as const;
const content = (fields: Record<string, string>, version = 1): Content =>
  Object.fromEntries(
    Object.entries(fields).map(([id, value]) => [id, { value, from: person, isEstimate: false, version }]),
  );

const authority: Addressee = {
  id: 'a1',
  name: 'DPA',
  languages: ['nl'],
  formLink: '',
  hasAddress: true,
  mailAddress: 'inbox@dpa.example.eu',
};

function aLine(given: Partial<NotificationLineState> = {}): NotificationLineState {
  return {
    id: 'n1',
    reference: 'NOT-2026-0001',
    incidentId: 'i1',
    incidentReference: 'INC-2026-0001',
    incidentTitle: 'Mailbox',
    incidentTlp: 'TLP:AMBER',
    obligationId: null,
    regimeId: 'gdpr',
    stageId: 'authority',
    occurrence: 1,
    authorityId: 'a1',
    authorityName: 'DPA',
    state: 'proposed',
    language: 'en',
    tlp: 'TLP:AMBER',
    content: {},
    begunAt: new Date(0),
    begunBy: 'author',
    changedAt: new Date(0),
    changedBy: 'author',
    proposedBy: 'author',
    approvedAt: null,
    approvedBy: null,
    approvedDigest: null,
    submittedAt: null,
    way: null,
    submission: null,
    mailId: null,
    stageMomentId: null,
    failure: null,
    authorityReference: null,
    version: 3,
    ...given,
  };
}

function theForm(): Form {
  const form = formOf('gdpr', 'authority');
  assert.ok(form);
  return form;
}

describe('mergeContent()', () => {
  const write = (value: string) => ({ nature: { value, isEstimate: false } });

  it('takes what was written on an older version where nobody wrote the same field since', () => {
    const line = aLine({ content: content({ nature: 'a', measures: 'b' }, 2), version: 5 });
    const merged = mergeContent(theForm(), line, write('c'), 2);
    assert.ok(!isRefusal(merged));
    assert.equal(merged.content['nature']?.version, 6);
    assert.equal(merged.content['measures']?.value, 'b');
    assert.deepEqual(merged.changes, [{ field: 'nature', from: 'a', to: 'c' }]);
  });

  it('refuses the same field with the value that stands there', () => {
    const line = aLine({ content: content({ nature: 'theirs' }, 4), version: 5 });
    const merged = mergeContent(theForm(), line, write('mine'), 3);
    assert.ok(isRefusal(merged));
    assert.equal(merged.refused, 'notification.field_changed_meanwhile');
    assert.match(merged.errors?.[0]?.detail ?? '', /theirs.*mine/);
  });

  it('changes nothing where the same stands already', () => {
    const line = aLine({ content: content({ nature: 'same' }, 4), version: 5 });
    const merged = mergeContent(theForm(), line, write('same'), 1);
    assert.ok(!isRefusal(merged));
    assert.deepEqual(merged.changes, []);
  });
});

describe('whatLeaves()', () => {
  const digest = (line: NotificationLineState, to: Addressee | null = authority) =>
    jsonDigest(whatLeaves(line, to));
  const line = aLine({ content: content({ nature: 'a' }) });

  it('is another thing with a letter more, another label, another language or another recipient', () => {
    const changed = [
      digest(aLine({ content: content({ nature: 'ab' }) })),
      digest({ ...line, tlp: 'TLP:GREEN' }),
      digest({ ...line, language: 'nl' }),
      digest(line, { ...authority, mailAddress: 'evil@example.net' }),
      digest(line, null),
      // Danger: the desk is upgraded between approval and sending, and other questions leave with these answers.
      jsonDigest(whatLeaves(line, authority, 9_999)),
    ];
    assert.ok(changed.every((each) => each !== digest(line)));
    assert.equal(new Set(changed).size, changed.length);
  });

  it('is the same whatever the order of fields, and whoever reads it', () => {
    const one = aLine({ content: content({ nature: 'a', measures: 'b' }) });
    const other = aLine({
      content: content({ measures: 'b', nature: 'a' }, 9),
      version: 9,
      state: 'approved',
    });
    assert.equal(digest(one), digest(other));
  });
});

describe('blockersOf()', () => {
  const examined = (line: NotificationLineState, given: object = {}) => ({
    notification: line,
    form: theForm(),
    addressee: authority,
    openComments: [],
    isToAuthority: true,
    ...given,
  });
  const codes = (...args: Parameters<typeof blockersOf>) => blockersOf(...args).map(({ code }) => code);

  it('names the fields that are missing, and every other reason besides', () => {
    const line = aLine({ tlp: 'TLP:GREEN', state: 'draft' });
    const found = codes(examined(line, { addressee: null, openComments: [null] }), 'author');
    assert.deepEqual(found, [
      'state',
      'field_missing',
      'authority_missing',
      'comment_open',
      'tlp_weaker_than_incident',
      'own_proposal',
    ]);
  });

  it('asks for no authority where none gets it', () => {
    const found = codes(examined(aLine(), { addressee: null, isToAuthority: false }), 'another');
    assert.deepEqual(found, ['field_missing']);
  });

  it('a stricter label than that of the incident is no reason', () => {
    assert.ok(!codes(examined(aLine({ tlp: 'TLP:RED' })), 'x').includes('tlp_weaker_than_incident'));
  });
});

describe('reasonNotByMail()', () => {
  it('nothing about classified information, nothing red, and nothing without an address goes by mail', () => {
    assert.equal(
      reasonNotByMail(aLine({ regimeId: 'classified-be' }), authority)?.refused,
      'notification.way_not_suitable',
    );
    assert.equal(
      reasonNotByMail(aLine({ tlp: 'TLP:RED' }), authority)?.refused,
      'notification.way_not_suitable',
    );
    assert.equal(
      reasonNotByMail(aLine(), { ...authority, mailAddress: null })?.refused,
      'authority.address_missing',
    );
    assert.equal(reasonNotByMail(aLine(), authority), null);
  });
});

describe('reasonNotIn()', () => {
  it('names the state it has and the ones it needs', () => {
    assert.equal(reasonNotIn(aLine(), ['proposed']), null);
    assert.match(reasonNotIn(aLine(), ['draft'])?.detail ?? '', /proposed.*draft/);
  });
});

describe('reasonNotPossible()', () => {
  it('takes the past and clocks that differ a little, and no future', () => {
    const now = new Date('2026-11-22T08:00:00Z');
    assert.equal(reasonNotPossible(new Date('2020-01-01T00:00:00Z'), now), null);
    assert.equal(reasonNotPossible(new Date('2026-11-22T08:04:00Z'), now), null);
    assert.notEqual(reasonNotPossible(new Date('2026-11-22T09:00:00Z'), now), null);
  });
});
