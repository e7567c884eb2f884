// SPDX-License-Identifier: Apache-2.0
import { StringDecoder } from 'node:string_decoder';
import { type EventFields, fieldsOfEvent, timeOfEvent } from '@belfry/sigma';

export const inputFormats = ['ndjson', 'evtx-json', 'syslog', 'text'] as const;
export type InputFormat = (typeof inputFormats)[number];

/** An event of a file, and the line it begins on; null where the line holds none. */
export interface FileEvent {
  readonly line: number;
  readonly fields: EventFields | null;
  /** When the line says it was written, in ms; null where only its fields can tell. */
  readonly at: number | null;
}

/** An object that does not end within this many characters is none. */
const OBJECT_CHARACTERS_MAX = 16_777_216;

/** Reads the events of a stream, some at a time. */
export async function* readEvents(
  input: AsyncIterable<Buffer | string>,
  format: InputFormat,
): AsyncGenerator<FileEvent[]> {
  if (format === 'evtx-json') {
    yield* readObjects(input);
    return;
  }
  const clock = new SyslogClock();
  const read = (text: string): Omit<FileEvent, 'line'> =>
    format === 'syslog'
      ? fromSyslog(text, clock)
      : { fields: format === 'ndjson' ? fromJson(text) : fromText(text), at: null };
  let line = 0;
  for await (const lines of readLines(input)) {
    yield lines.flatMap((text) => {
      line += 1;
      return text.trim() === '' ? [] : [{ line, ...read(text) }];
    });
  }
}

async function* readLines(input: AsyncIterable<Buffer | string>): AsyncGenerator<string[]> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for await (const chunk of input) {
    const lines = (rest + (typeof chunk === 'string' ? chunk : decoder.write(chunk))).split('\n');
    rest = lines.pop() ?? '';
    yield lines;
  }
  rest += decoder.end();
  if (rest !== '') yield [rest];
}

function fromJson(text: string): EventFields | null {
  try {
    return fieldsOfEvent(JSON.parse(text));
  } catch {
    return null;
  }
}

function fromText(text: string): EventFields {
  return fieldsOfEvent(text.replace(/\r$/, ''));
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
/** A leap year, so that each day of a year has its place. */
const FIRST_YEAR = 2000;

/**
 * Times of lines that write no year (RFC 3164). How far they are apart is what counts: a file begins in some year, and
 * goes on to the next where it leaps back by most of one.
 */
class SyslogClock {
  #year = FIRST_YEAR;
  #month = 0;

  read(month: string, day: string, time: string): number | null {
    const of = months.indexOf(month);
    if (of < 0) return null;
    if (of < this.#month - 6) this.#year += 1;
    // A late line of last December does not open another year.
    else if (of > this.#month + 6 && this.#year > FIRST_YEAR) return this.#at(this.#year - 1, of, day, time);
    this.#month = of;
    return this.#at(this.#year, of, day, time);
  }

  #at(year: number, month: number, day: string, time: string): number {
    const [hour = 0, minute = 0, second = 0] = time.split(':').map(Number);
    return Date.UTC(year, month, Number(day), hour, minute, second);
  }
}

/** RFC 3164 and RFC 5424 as far as a rule asks: host, program and message. */
function fromSyslog(text: string, clock: SyslogClock): Omit<FileEvent, 'line'> {
  const line = text.replace(/\r$/, '').replace(/^<\d{1,3}>/, '');
  const modern = /^1 (\S+) (\S+) (\S+) (\S+) (\S+) (?:-|(?:\[.*?\])+) ?(.*)$/.exec(line);
  if (modern !== null) {
    const [, time, host, program, , , message] = modern;
    return {
      fields: { ...fieldsOfEvent(message ?? ''), host, program },
      at: timeOfEvent({ '@timestamp': time }),
    };
  }
  const [, month, day, hours, time, host, program, message] =
    /^(?:([A-Z][a-z]{2}) ([ \d]\d) ([\d:]{8})|(\d{4}-\d\d-\d\dT\S+)) (\S+) ([^:[\s]+)(?:\[[^\]]*\])?: ?(.*)$/.exec(
      line,
    ) ?? [];
  if (message === undefined) return { fields: { message: line }, at: null };
  const isBare = month !== undefined && day !== undefined && hours !== undefined;
  const at = isBare ? clock.read(month, day, hours) : timeOfEvent({ '@timestamp': time });
  return { fields: { ...fieldsOfEvent(message), host, program }, at };
}

/** JSON objects one behind the other, over as many lines as they like: what converters of EVTX write. */
async function* readObjects(input: AsyncIterable<Buffer | string>): AsyncGenerator<FileEvent[]> {
  let line = 1;
  let begun = 1;
  let depth = 0;
  let isText = false;
  let isEscaped = false;
  let object = '';
  const decoder = new StringDecoder('utf8');
  for await (const chunk of input) {
    const text = typeof chunk === 'string' ? chunk : decoder.write(chunk);
    const events: FileEvent[] = [];
    let from = depth > 0 ? 0 : -1;
    for (let index = 0; index < text.length; index += 1) {
      const character = text.charAt(index);
      if (character === '\n') line += 1;
      if (isEscaped) {
        isEscaped = false;
      } else if (isText) {
        if (character === '\\') isEscaped = true;
        else if (character === '"') isText = false;
      } else if (depth > 0 && character === '"') {
        isText = true;
      } else if (character === '{') {
        if (depth === 0) {
          from = index;
          begun = line;
        }
        depth += 1;
      } else if (character === '}' && depth > 0) {
        depth -= 1;
        if (depth === 0) {
          events.push({ line: begun, fields: fromJson(object + text.slice(from, index + 1)), at: null });
          object = '';
          from = -1;
        }
      }
    }
    if (from >= 0) object += text.slice(from);
    if (object.length > OBJECT_CHARACTERS_MAX) {
      events.push({ line: begun, fields: null, at: null });
      object = '';
      depth = 0;
    }
    yield events;
  }
  if (object !== '') yield [{ line: begun, fields: null, at: null }];
}
