// SPDX-License-Identifier: Apache-2.0

/** One limit, as a calendar shows it. */
export interface CalendarEvent {
  /** Stable: the same obligation is the same event in every reading. */
  readonly uid: string;
  readonly at: Date;
  /** SEQUENCE: grows when the limit moves, so that programs take the new one. */
  readonly revision: number;
  readonly changedAt: Date;
  readonly summary: string;
  readonly description: string;
  readonly url: string;
  /** What is no longer owed is cancelled rather than left out: programs keep what they are not told about. */
  readonly isCancelled: boolean;
  /** Hours before the limit at which the program reminds; none for what is over. */
  readonly alarmHours: readonly number[];
}

export interface Calendar {
  readonly name: string;
  readonly language: string;
  readonly events: readonly CalendarEvent[];
}

/** RFC 5545 3.1: a content line is at most 75 octets, its line break not counted. */
const LINE_OCTETS_MAX = 75;
const encoder = new TextEncoder();

/** A calendar in the bytes of RFC 5545. The same obligations give the same bytes. */
export function calendarText({ events, language, name }: Calendar): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Belfry//What we owe//EN',
    'CALSCALE:GREGORIAN',
    `NAME;LANGUAGE=${language}:${escaped(name)}`,
    `X-WR-CALNAME:${escaped(name)}`,
    // RFC 7986: how often to read again; a limit can move.
    'REFRESH-INTERVAL;VALUE=DURATION:PT15M',
    'X-PUBLISHED-TTL:PT15M',
    ...events.flatMap((event) => eventLines(event, language)),
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join('');
}

function eventLines(event: CalendarEvent, language: string): string[] {
  const summary = `SUMMARY;LANGUAGE=${language}:${escaped(event.summary)}`;
  return [
    'BEGIN:VEVENT',
    `UID:${event.uid}`,
    `DTSTAMP:${utc(event.changedAt)}`,
    `LAST-MODIFIED:${utc(event.changedAt)}`,
    `SEQUENCE:${event.revision}`,
    `DTSTART:${utc(event.at)}`,
    summary,
    `DESCRIPTION;LANGUAGE=${language}:${escaped(event.description)}`,
    `URL:${event.url}`,
    `STATUS:${event.isCancelled ? 'CANCELLED' : 'CONFIRMED'}`,
    // A limit takes nobody's time: it makes nobody look busy.
    'TRANSP:TRANSPARENT',
    'CLASS:PRIVATE',
    ...event.alarmHours.flatMap((hours) => [
      'BEGIN:VALARM',
      'ACTION:DISPLAY',
      `DESCRIPTION:${escaped(event.summary)}`,
      `TRIGGER:-PT${hours}H`,
      'END:VALARM',
    ]),
    'END:VEVENT',
  ];
}

/** DATE-TIME form 2: UTC, which no program can read by another zone. */
function utc(at: Date): string {
  return at.toISOString().replaceAll(/[-:]|\.\d{3}/g, '');
}

/** TEXT of RFC 5545 3.3.11: no control character but the line break, which is written as two characters. */
function escaped(text: string): string {
  return text
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/[\\;,]/g, (mark) => `\\${mark}`)
    .replaceAll('\n', '\\n')
    .replaceAll(/\p{Cc}/gu, ' ');
}

/** Folds between characters, never inside of one: a program may decode before it unfolds. */
function folded(line: string): string {
  const lines: string[] = [];
  let current = '';
  let octets = 0;
  for (const character of line) {
    const size = encoder.encode(character).length;
    if (octets + size > LINE_OCTETS_MAX) {
      lines.push(current);
      // A continued line begins with a blank, which counts.
      current = ' ';
      octets = 1;
    }
    current += character;
    octets += size;
  }
  return [...lines, current].join('\r\n');
}
