// SPDX-License-Identifier: Apache-2.0
import { membersOf, skipSpace, valueEnd } from '../http/json-bytes.ts';
import { isJson } from '../http/json-check.ts';
import { EntryPile } from '../http/packing.ts';
import { type Refused, refused } from '../http/refused.ts';

/** What an event hands on to those after it in its request. */
const sticky: ReadonlySet<string> = new Set(['time', 'host', 'source', 'sourcetype', 'index']);

/**
 * Cuts a body of JSON objects, with or without anything between them, into events. An entry is the bytes of its
 * object. Where it takes time, host, source, sourcetype or index from an event before it, these are written in front,
 * and their names under `inherited`: what follows is as the sender wrote it.
 */
export function readHecEvents(body: Buffer): EntryPile | Refused {
  const pile = new EntryPile();
  const handedOn = new Map<string, Buffer>();
  for (let at = skipSpace(body, 0); at < body.length; at = skipSpace(body, at)) {
    const end = body[at] === 0x7b ? valueEnd(body, at) : -1;
    const number = pile.count;
    if (end === -1 || !isJson(body, at, end)) {
      return refused('undecodable', 'Invalid data format', { at: number });
    }
    const own = new Map<string, Buffer>();
    for (const { name, start, end: valueTo } of membersOf(body, { start: at, end })) {
      if (name === 'event' || sticky.has(name)) own.set(name, body.subarray(start, valueTo));
    }
    const event = own.get('event');
    if (event === undefined) return refused('event_missing', 'Event field is required', { at: number });
    const text = event.length > 4 ? '' : event.toString('latin1');
    if (text === '""' || text === 'null')
      return refused('event_blank', 'Event field cannot be blank', { at: number });
    const inherited = [...handedOn].filter(([name]) => !own.has(name));
    for (const [name, value] of own) if (sticky.has(name)) handedOn.set(name, value);
    if (inherited.length === 0) pile.add(body.subarray(at, end));
    else pile.add(...inheriting(inherited), body.subarray(at + 1, end));
    if (pile.isTooMuch) return pile;
    at = end;
  }
  return pile.count === 0 ? refused('empty', 'No data') : pile;
}

function inheriting(inherited: readonly (readonly [name: string, value: Buffer])[]): Buffer[] {
  const names = JSON.stringify(inherited.map(([name]) => name));
  const pieces = inherited.flatMap(([name, value]) => [Buffer.from(`"${name}":`), value, Buffer.from(',')]);
  return [Buffer.from('{'), ...pieces, Buffer.from(`"inherited":${names},`)];
}
