// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openTestDesk } from '../../test/desk.ts';
import { refusesWith } from '../../test/refuses-with.ts';

const fields = {
  name: 'Wires and Sons',
  organisation: 'Wires',
  group: 'supplier',
  title: '',
  language: 'fr',
  channels: [{ kind: 'phone', value: '0470/12.34.56' }],
  notes: '',
} as const;

describe('contacts', () => {
  it('changeContact() tells old and new, checks, puts away and takes back', async (t) => {
    const desk = await openTestDesk(t);
    const { api } = await desk.as('helpdesk');
    const added = await api.addContact({ body: { ...fields, channels: [...fields.channels] } });
    const params = { id: added.id };
    const change = (
      body: Omit<Parameters<typeof api.changeContact>[0]['body'], 'version'>,
      version: number,
    ) => api.changeContact({ params, body: { ...body, version } });
    const renamed = await change({ name: 'Wires & Daughters', notes: 'Calm people' }, added.version);
    await assert.rejects(change({ name: 'Lost' }, added.version), refusesWith('contact.changed_meanwhile'));
    const checked = await change({ isVerified: true }, renamed.version);
    assert.notEqual(checked.verifiedAt, null);
    const away = await change({ isArchived: true }, checked.version);
    assert.deepEqual((await api.listContacts({})).items, []);
    assert.equal((await api.listContacts({ query: { archived: 'yes' } })).items.length, 1);
    await change({ isArchived: false }, away.version);
    const history = await (await desk.as('auditor')).api.listHistory({
      query: { subject: `contact:${added.id}`, order: 'asc' },
    });
    assert.deepEqual(
      history.items.map(({ kind }) => kind),
      ['contact.added', 'contact.changed', 'contact.verified', 'contact.archived', 'contact.restored'],
    );
    assert.deepEqual(history.items[1]?.changes, [
      { field: 'name', from: 'Wires and Sons', to: 'Wires & Daughters' },
    ]);
    assert.ok(!JSON.stringify(history).includes('Calm people'));
  });

  it('listContacts() finds by number however it is written, and people beside', async (t) => {
    const desk = await openTestDesk(t);
    const { api } = await desk.as('helpdesk');
    await api.addContact({ body: { ...fields, channels: [...fields.channels] } });
    const names = async (q: string) => {
      const found = await api.listContacts({ query: { q } });
      return [...found.items, ...found.people].map(({ name }) => name);
    };
    assert.deepEqual(await names('+32 470 12'), ['Wires and Sons']);
    assert.deepEqual(await names('sons WIRES'), ['Wires and Sons']);
    assert.deepEqual(await names('ada'), ['Ada Admin']);
    // Danger: signs of LIKE are typed, and everything matches.
    assert.deepEqual(await names('%'), []);
    assert.deepEqual(await names('_'), []);
  });

  // Danger: a name opens a spreadsheet's formula on somebody's machine.
  it('exportContacts() writes no formula, and only for who manages contacts', async (t) => {
    const desk = await openTestDesk(t);
    const helpdesk = await desk.as('helpdesk');
    await helpdesk.api.addContact({ body: { ...fields, name: '=HYPERLINK("x")', channels: [] } });
    await helpdesk.api.addContact({
      body: { ...fields, name: 'Wide', notes: '＝HYPERLINK("x")', channels: [] },
    });
    const url = '/api/v1/contacts.csv';
    const csv = await helpdesk.inject({ method: 'GET', url });
    assert.match(csv.body, /\r\n"'=HYPERLINK\(""x""\)",Wires,supplier/);
    assert.match(csv.body, /"'＝HYPERLINK\(""x""\)"/);
    assert.equal((await (await desk.as('auditor')).inject({ method: 'GET', url })).statusCode, 403);
  });
});
