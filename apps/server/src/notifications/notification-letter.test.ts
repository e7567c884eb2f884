// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { NotificationLineState } from './notification.ts';
import { leavingOf } from './notification-letter.ts';

const holding = (value: string | number, isEstimate = false) => ({
  value,
  from: { kind: 'person', name: null, notification: null } as const,
  isEstimate,
  version: 1,
});

const aLine = (given: Partial<NotificationLineState>) =>
  ({
    reference: 'NOT-2026-0001',
    regimeId: 'gdpr',
    stageId: 'authority',
    language: 'nl',
    tlp: 'TLP:AMBER',
    content: {},
    ...given,
  }) as NotificationLineState;

describe('leavingOf()', () => {
  it('writes numbers, labels and estimates in the language of the filing, and no empty field', () => {
    const line = aLine({ content: { nature: holding('Mailbox'), people_count: holding(40, true) } });
    const { fields, subject, text } = leavingOf(line, null, 'mail');
    assert.match(
      subject,
      /^\[TLP:AMBER\] AVG: Melding aan de toezichthoudende autoriteit \(NOT-2026-0001\)$/,
    );
    assert.match(text, /33\(3\)\(a\) {2}Aard van de inbreuk/);
    assert.match(text, /40 \(schatting\)/);
    assert.deepEqual(
      fields.map(({ field }) => field),
      ['nature', 'people_count'],
    );
  });

  it('cuts to what the portal takes, says so, and cuts nothing for a mail', () => {
    const line = aLine({
      regimeId: 'cra',
      stageId: 'v_notification',
      content: { title: holding('x'.repeat(300)) },
    });
    const [portal] = leavingOf(line, null, 'portal').fields;
    assert.deepEqual([portal?.text.length, portal?.isCut, portal?.charactersMax], [255, true, 255]);
    const [mail] = leavingOf(line, null, 'mail').fields;
    assert.deepEqual([mail?.text.length, mail?.isCut], [300, false]);
  });

  it('a title that breaks lines or turns writing around stays one text and no second header', () => {
    const line = aLine({ content: { nature: holding('a\r\nBcc: evil@example.net\u202e') } });
    const { subject, text } = leavingOf(line, null, 'mail');
    assert.ok(!subject.includes('\n'));
    assert.ok(text.includes('Bcc: evil@example.net'));
  });
});
