// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { feedText } from './status-feed.ts';

const note = {
  id: '0199aaaa-0000-7000-8000-000000000001',
  texts: { en: { subject: 'Down & <out>', text: 'Fails.' } },
  shownAt: new Date('2026-11-20T10:00:00Z'),
  updates: [
    {
      id: '0199aaaa-0000-7000-8000-000000000002',
      texts: { en: { subject: 'Half back', text: 'Half.' } },
      shownAt: new Date('2026-11-20T11:00:00Z'),
    },
  ],
  endedAt: null,
};
const shown = { organisation: 'Gemeente', origin: 'https://desk.example.org', language: 'en' as const };

describe('status feed', () => {
  it('feedText() is Atom: an entry a note, whose update moves it, escaped', () => {
    const text = feedText({ ...shown, notes: [note] });
    assert.match(
      text,
      /^<\?xml version="1.0" encoding="utf-8"\?>\n<feed xmlns="http:\/\/www.w3.org\/2005\/Atom"/,
    );
    assert.match(text, /<title>Down &amp; &lt;out&gt;<\/title>/);
    assert.match(text, /<id>urn:uuid:0199aaaa-0000-7000-8000-000000000001<\/id>/);
    assert.equal(text.match(/<updated>2026-11-20T11:00:00.000Z<\/updated>/g)?.length, 2);
    assert.equal(text.match(/<entry /g)?.length, 1);
    assert.match(text, /Half back/);
  });

  // Danger: a character that XML forbids makes the whole feed unreadable.
  it('feedText() shows control characters instead of sending them', () => {
    const texts = { en: { subject: 'Bell \u0007', text: 'x' } };
    assert.match(feedText({ ...shown, notes: [{ ...note, texts }] }), /Bell \[U\+0007\]/);
  });

  it('feedText() without notes still names a moment', () => {
    assert.match(feedText({ ...shown, notes: [] }), /<updated>1970-01-01T00:00:00.000Z<\/updated>/);
  });
});
