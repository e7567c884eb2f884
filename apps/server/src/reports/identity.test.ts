// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isRefusal, permissionsOf, type Role, roleNames } from '@belfry/contract';
import type { PersonActor } from '../platform/authorization/actor.ts';
import { decodeIdentity, encodeIdentity, mayHandle, openingRole, reasonNotToAsk } from './identity.ts';

const somebody = (...roles: Role[]): PersonActor => ({
  kind: 'person',
  id: 'p',
  name: 'P',
  email: 'p@example.org',
  language: 'en',
  roles,
  permissions: permissionsOf(roles),
  via: { kind: 'session', id: 's' },
});
const incident = { kind: 'incident', participant_ids: [] as string[] };

describe('who may know who reported', () => {
  // Danger: everybody who sorts reports reads who sent them.
  it('openingRole() is for handlers and IT responsible, and for participants who may decide', () => {
    const may = roleNames.filter((role) => openingRole(somebody(role), incident) !== null);
    assert.deepEqual(may, ['handler', 'it_responsible']);
    const joined = { ...incident, participant_ids: ['p'] };
    assert.equal(openingRole(somebody('helpdesk'), joined), 'participant');
    assert.equal(openingRole(somebody('auditor'), joined), null, 'taking part alone decides nothing');
  });

  it('a whistle-blower’s is for the confidential handlers alone, to ask and to open', () => {
    const confidential = { kind: 'whistleblowing', participant_ids: ['p'] };
    assert.deepEqual(
      roleNames.filter((role) => openingRole(somebody(role), confidential) !== null),
      ['whistleblowing_handler'],
    );
    assert.deepEqual(
      roleNames.filter((role) => mayHandle(somebody(role), confidential)),
      ['whistleblowing_handler'],
    );
  });

  it('reasonNotToAsk() asks once at a time, again after a no, and never somebody who is named', () => {
    const anonymous = { kind: 'incident', anonymous: true };
    const code = (last: Parameters<typeof reasonNotToAsk>[1], report = anonymous) => {
      const reason = reasonNotToAsk(report, last);
      return isRefusal(reason) ? reason.refused : null;
    };
    assert.equal(code(null), null);
    assert.equal(code('refused'), null);
    assert.equal(code('withdrawn'), null);
    assert.equal(code('asked'), 'identity.already_asked');
    assert.equal(code('given'), 'identity.already_asked');
    assert.equal(code(null, { kind: 'incident', anonymous: false }), 'identity.not_anonymous');
  });

  it('decodeIdentity() reads what encodeIdentity() wrote, and nothing else', () => {
    const given = { name: 'Łucja', contact: '0470', note: 'line\nline' };
    assert.deepEqual(decodeIdentity(encodeIdentity(given)), given);
    assert.throws(() => decodeIdentity('{"name":"x"}'));
  });
});
