// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openTestDesk } from '../../test/desk.ts';
import { refusesWith } from '../../test/refuses-with.ts';
import { systemActor } from '../platform/authorization/actor.ts';
import { authorityFor } from './authority-for.ts';
import { shippedAuthorities } from './shipped-authorities.ts';
import { takeUpShippedAuthorities } from './shipped-authorities-are-taken-up.ts';

const system = systemActor('test');
const own = {
  name: 'Landesbeauftragte für den Datenschutz',
  country: 'DE',
  kinds: ['data_protection'],
  channels: [{ kind: 'website', value: 'https://datenschutz.example', note: '' }],
  languages: ['de'],
  formLink: '',
  notes: '',
} as const;
const fields = () => ({
  ...own,
  kinds: [...own.kinds],
  channels: [...own.channels],
  languages: [...own.languages],
});

describe('authorities', () => {
  it('takeUpShippedAuthorities() fills the book before anybody asks, and tells nothing of it', async (t) => {
    const desk = await openTestDesk(t);
    const { api } = await desk.as('dpo');
    const { items } = await api.listAuthorities({});
    assert.equal(items.length, shippedAuthorities.length);
    assert.ok(items.every(({ verifiedAt }) => verifiedAt === null));
    const history = await (await desk.as('auditor')).api.listHistory({ query: { kind: 'authority.added' } });
    assert.deepEqual(history.items, []);
  });

  it('takeUpShippedAuthorities() renews what nobody touched, and leaves alone what somebody did', async (t) => {
    const desk = await openTestDesk(t);
    const { api } = await desk.as('dpo');
    const { items } = await api.listAuthorities({ query: { country: 'BE' } });
    const touched = items.find(({ code }) => code === 'be-nbb');
    assert.ok(touched);
    await api.changeAuthority({
      params: { id: touched.id },
      body: { formLink: 'https://onegate.example', version: touched.version },
    });
    const later = shippedAuthorities.map((one) => ({ ...one, notes: 'As of the next version' }));
    await takeUpShippedAuthorities(desk.database, later);
    const after = (await api.listAuthorities({})).items;
    const notesOf = (code: string) => after.find((one) => one.code === code)?.notes;
    assert.equal(notesOf('be-fsma'), 'As of the next version');
    assert.equal(notesOf('be-nbb'), touched.notes);
    const history = await (await desk.as('auditor')).api.listHistory({
      query: { subject: `authority:${after.find(({ code }) => code === 'be-fsma')?.id}` },
    });
    assert.deepEqual(
      history.items.map(({ kind, changes }) => [kind, changes?.map(({ field }) => field)]),
      [['authority.changed', ['notes']]],
    );
  });

  // Danger: an address is changed, and the tick of the old one stays beside it.
  it('changeAuthority() takes the verification back with what it stood for, and says so on record', async (t) => {
    const desk = await openTestDesk(t);
    const { api } = await desk.as('dpo');
    const added = await api.addAuthority({ body: fields() });
    assert.notEqual(added.verifiedAt, null);
    assert.equal(added.hasAddress, false);
    const params = { id: added.id };
    const changed = await api.changeAuthority({
      params,
      body: { channels: [{ kind: 'mail', value: 'breach@example.org', note: '' }], version: added.version },
    });
    assert.deepEqual([changed.verifiedAt, changed.hasAddress], [null, true]);
    await assert.rejects(
      api.changeAuthority({ params, body: { name: 'Lost', version: added.version } }),
      refusesWith('authority.changed_meanwhile'),
    );
    const verified = await api.changeAuthority({
      params,
      body: { isVerified: true, version: changed.version },
    });
    assert.notEqual(verified.verifiedBy, null);
    const away = await api.changeAuthority({ params, body: { isArchived: true, version: verified.version } });
    assert.notEqual(away.archivedAt, null);
    await api.changeAuthority({ params, body: { isArchived: false, version: away.version } });
    const history = await (await desk.as('auditor')).api.listHistory({
      query: { subject: `authority:${added.id}`, order: 'asc' },
    });
    assert.deepEqual(
      history.items.map(({ kind }) => kind.slice('authority.'.length)),
      ['added', 'changed', 'verified', 'archived', 'restored'],
    );
  });

  it('only who manages authorities changes them, and who is signed in reads them', async (t) => {
    const desk = await openTestDesk(t);
    const helpdesk = (await desk.as('helpdesk')).api;
    const [first] = (await helpdesk.listAuthorities({})).items;
    assert.ok(first);
    const refused = refusesWith('permission.missing');
    const { id, version } = first;
    await assert.rejects(helpdesk.addAuthority({ body: fields() }), refused);
    await assert.rejects(
      helpdesk.changeAuthority({ params: { id }, body: { isVerified: true, version } }),
      refused,
    );
    await assert.rejects(helpdesk.chooseAuthority({ body: { regimeId: 'dora', authorityId: id } }), refused);
  });
});

describe('who gets a stage', () => {
  const gdpr = { regimeId: 'gdpr', stageId: 'authority' } as const;

  it('authorityFor() is of the state of the organisation, or of the act, or of the Union', async (t) => {
    const desk = await openTestDesk(t);
    const codeFor = (regimeId: string, stageId: string, country: string) =>
      desk.database.read(system, async ({ sql }) => {
        const found = await authorityFor(sql, { regimeId, stageId, country });
        return found?.code ?? null;
      });
    assert.equal(await codeFor('nis2-be', 'early_warning', 'FR'), 'be-ccb');
    assert.equal(await codeFor('gdpr', 'authority', 'LV'), 'lv-dvi');
    assert.equal(await codeFor('gdpr', 'authority', 'PT'), 'pt-data-protection');
    assert.equal(await codeFor('cra', 'v_early_warning', 'BE'), 'eu-cra-platform');
    assert.equal(await codeFor('dora', 'initial', 'BE'), 'be-fsma');
    assert.equal(await codeFor('dora', 'clients', 'BE'), null);
    assert.equal(await codeFor('classified-be', 'security_officer', 'BE'), null);
    assert.equal(await codeFor('ksz', 'notification', 'BE'), 'be-ksz-bcss');
    assert.equal(await codeFor('no-digital-security', 'warning', 'NO'), 'no-nsm');
  });

  it('chooseAuthority() holds for a stage before its regime, and goes back to the proposed one', async (t) => {
    const desk = await openTestDesk(t);
    const { api } = await desk.as('dpo');
    const { items } = await api.listAuthorities({ query: { country: 'BE' } });
    const idOf = (code: string) => items.find((one) => one.code === code)?.id ?? '';
    const nameFor = async (stageId: string) => {
      const all = (await api.listAuthorityChoices()).items;
      const line = all.find((each) => each.regimeId === 'dora' && each.stageId === stageId);
      return `${line?.authority?.code} ${line?.isChosen}`;
    };
    assert.equal(await nameFor('initial'), 'be-fsma false');
    await api.chooseAuthority({ body: { regimeId: 'dora', authorityId: idOf('be-nbb') } });
    assert.equal(await nameFor('initial'), 'be-nbb true');
    await api.chooseAuthority({ body: { regimeId: 'dora', stageId: 'final', authorityId: idOf('be-fsma') } });
    assert.deepEqual([await nameFor('initial'), await nameFor('final')], ['be-nbb true', 'be-fsma true']);
    await api.chooseAuthority({ body: { regimeId: 'dora', authorityId: null } });
    assert.deepEqual([await nameFor('initial'), await nameFor('final')], ['be-fsma false', 'be-fsma true']);
    await assert.rejects(
      api.chooseAuthority({ body: { regimeId: 'dora', stageId: 'clients', authorityId: idOf('be-nbb') } }),
      refusesWith('authority.stage_not_found'),
    );
  });

  // Danger: the chosen authority is put away, and notices go to nobody without a word.
  it('authorityFor() passes over one that was put away, and goes to the proposed one', async (t) => {
    const desk = await openTestDesk(t);
    const { api } = await desk.as('dpo');
    const added = await api.addAuthority({ body: fields() });
    await api.chooseAuthority({ body: { ...gdpr, authorityId: added.id } });
    await api.changeAuthority({ params: { id: added.id }, body: { isArchived: true, version: 1 } });
    const found = await desk.database.read(system, ({ sql }) =>
      authorityFor(sql, { ...gdpr, country: 'BE' }),
    );
    assert.equal(found?.code, 'be-apd-gba');
    await assert.rejects(
      api.chooseAuthority({ body: { ...gdpr, authorityId: added.id } }),
      refusesWith('authority.not_found'),
    );
  });

  it('authorityFor() says where there is no address yet: what nobody can receive must not be approved', async (t) => {
    const desk = await openTestDesk(t);
    const to = (regimeId: string, stageId: string) =>
      desk.database.read(system, ({ sql }) => authorityFor(sql, { regimeId, stageId, country: 'BE' }));
    assert.equal((await to('nis2-be', 'early_warning'))?.hasAddress, true);
    assert.equal((await to('dora', 'initial'))?.hasAddress, false);
  });
});
