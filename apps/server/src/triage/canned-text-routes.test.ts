// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openTestDesk } from '../../test/desk.ts';
import { refused } from '../../test/triage.ts';

describe('canned texts', () => {
  it('are kept by the helpdesk, changed by who manages triage, counted, and on record', async (t) => {
    const desk = await openTestDesk(t);
    const helpdesk = await desk.as('helpdesk');
    const lead = await desk.as('it_responsible');
    const body = { name: 'Which mail', purposes: ['ask' as const], texts: { en: 'Which mail, {name}?' } };
    const { id } = await helpdesk.api.addCannedText({ body });
    await refused(helpdesk.api.changeCannedText({ params: { id }, body }), 'permission.missing');
    await lead.api.changeCannedText({
      params: { id },
      body: { ...body, texts: { ...body.texts, nl: 'Welke?' } },
    });
    await helpdesk.api.countCannedText({ params: { id }, body: { times: 3 } });
    const [kept] = (await helpdesk.api.listCannedTexts()).items;
    assert.deepEqual([kept?.timesUsed, kept?.texts.nl], [3, 'Welke?']);
    await refused(helpdesk.api.addCannedText({ body: { ...body, texts: {} } }), 'request.not_valid');
    await lead.api.removeCannedText({ params: { id } });
    assert.deepEqual((await helpdesk.api.listCannedTexts()).items, []);
    await refused(
      helpdesk.api.countCannedText({ params: { id }, body: { times: 1 } }),
      'canned_text.not_found',
    );
    const rows = await desk.query<{ event: string }>(
      "SELECT event FROM outbox WHERE event LIKE 'canned_text.%' ORDER BY position",
    );
    assert.deepEqual(
      rows.map(({ event }) => event),
      ['canned_text.added', 'canned_text.changed', 'canned_text.removed'],
    );
  });
});
