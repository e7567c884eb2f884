// SPDX-License-Identifier: Apache-2.0
import type { Language } from '@belfry/contract';
import { type Html, html, visible } from '../report-page/index.ts';
import type { ShownNote } from './status-note-store.ts';
import { statusWords, wordsFor } from './status-words.ts';

export interface FeedShown {
  readonly organisation: string;
  readonly origin: string;
  readonly language: Language;
  readonly notes: readonly ShownNote[];
}

/** The notes as an Atom feed (RFC 4287), an entry a note; an update or the end moves its `updated`. */
export function feedText({ language, notes, organisation, origin }: FeedShown): string {
  const w = statusWords[language];
  const page = `${origin}/status?lang=${language}`;
  const latest = notes.map(updatedOf).sort((a, b) => b.getTime() - a.getTime())[0];
  // Whoever has nothing to tell still names a moment: Atom asks for one, and this one never moves.
  const updated = latest ?? new Date(0);
  const document = html`<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${language}">
<id>${`${origin}/status`}</id>
<title>${visible(`${w.title} – ${organisation}`)}</title>
<updated>${updated.toISOString()}</updated>
<author><name>${visible(organisation)}</name></author>
<link rel="self" type="application/atom+xml" href="${`${origin}/status/feed.atom?lang=${language}`}"/>
<link rel="alternate" type="text/html" href="${page}"/>
${notes.map((note) => entry(note, language, page))}
</feed>
`;
  return `<?xml version="1.0" encoding="utf-8"?>\n${document}`;
}

function updatedOf({ endedAt, shownAt, updates }: ShownNote): Date {
  return new Date(
    Math.max(shownAt.getTime(), endedAt?.getTime() ?? 0, ...updates.map((one) => one.shownAt.getTime())),
  );
}

function entry(note: ShownNote, language: Language, page: string): Html {
  const w = statusWords[language];
  const words = wordsFor(note.texts, language);
  const parts = [
    words.text,
    ...note.updates.map(({ shownAt, texts }) => {
      const later = wordsFor(texts, language);
      return `${w.update}, ${shownAt.toISOString()}: ${later.subject}\n\n${later.text}`;
    }),
    ...(note.endedAt === null ? [] : [`${w.ended} ${note.endedAt.toISOString()}`]),
  ];
  const title = note.endedAt === null ? words.subject : `${w.over}: ${words.subject}`;
  return html`<entry xml:lang="${words.language}">
<id>urn:uuid:${note.id}</id>
<title>${visible(title)}</title>
<published>${note.shownAt.toISOString()}</published>
<updated>${updatedOf(note).toISOString()}</updated>
<link rel="alternate" type="text/html" href="${page}#${note.id}"/>
<content type="text">${visible(parts.join('\n\n'))}</content>
</entry>`;
}
