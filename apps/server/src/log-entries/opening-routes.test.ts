// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answering, source } from '../../test/answering-log.ts';
import { openTestDesk } from '../../test/desk.ts';

const line = JSON.stringify({
  ...{ v: 1, seq: 8, received: '2026-11-21T14:05:07.123456Z', mono: '1', clock: 'unknown', source },
  ...{ stream: 'technical', transport: 'relp', peer: '192.0.2.7:5', format: 'text', parse: 'raw' },
  ...{ salt: 'AAAAAAAAAAAAAAAAAAAAAA==', raw: 'hello' },
});
const sealed = (text: string) => ({
  '/inside/entry': { body: { line: text, sealedSize: 9, proofs: [], vkeys: ['k'], witnesses: [] } },
  '/inside/parsed': {
    body: { fields: { message: 'hello', attributes: { a: 1 } }, index: 'same', differs: [] },
  },
});

test('openEntryOfLook() hands over the sealed line as it is, and what was read from it', async (t) => {
  const desk = await openTestDesk(t, { log: answering(sealed(line)) });
  const { api } = await desk.as('handler');
  const { id } = await api.beginLook({
    body: { kind: 'entry', purpose: 'Break-in', log: 'technical-2026', index: 7 },
  });
  const opened = await api.openEntryOfLook({ params: { look: id } });
  assert.equal(opened.line, line);
  assert.equal(opened.source?.id, source);
  assert.deepEqual(opened.fields, [
    { field: 'message', value: 'hello' },
    { field: 'attributes.a', value: '1' },
  ]);
  assert.equal((await api.listLooks({})).items[0]?.shownCount, 1);
});

// Danger: the sealed copy of the record as a way around need-to-know.
test('openEntryOfLook() withholds the record of the desk, by log and by stream', async (t) => {
  for (const [log, text] of [
    ['audit-2026', line],
    ['technical-2026', line.replace('"technical"', '"desk"')],
  ] as const) {
    const desk = await openTestDesk(t, { log: answering(sealed(text)) });
    const { api } = await desk.as('auditor');
    const { id } = await api.beginLook({ body: { kind: 'entry', purpose: 'Audit', log, index: 7 } });
    const opened = await api.openEntryOfLook({ params: { look: id } });
    assert.equal(opened.withheld, 'desk_record');
    assert.deepEqual([opened.line, opened.fields, opened.source], [null, [], null]);
    assert.equal((await api.listLooks({})).items[0]?.shownCount, 0);
  }
});
