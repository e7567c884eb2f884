// SPDX-License-Identifier: Apache-2.0
import { logLimits } from '../log-limits.ts';

/** An event of Windows in XML: what stands in `System`, and the values of `EventData`. */
export interface EventXml {
  readonly system: Readonly<Record<string, string>>;
  readonly said: Readonly<Record<string, string>>;
}

const entities: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&amp;': '&',
  '&quot;': '"',
  '&apos;': "'",
};

const unescaped = (text: string) =>
  text.includes('&')
    ? text.replace(/&(?:lt|gt|amp|quot|apos);/g, (entity) => entities[entity] ?? entity)
    : text;

const systemNames = ['EventID', 'Level', 'Channel', 'Computer', 'EventRecordID'];

/**
 * Reads the event Sysmon for Linux and the agents of Azure write: a known, flat shape. This is no reader of XML: it
 * follows no entity, document type or namespace, and looks at each character a bounded number of times.
 */
export function eventInXml(text: string): EventXml | null {
  if (!text.startsWith('<Event')) return null;
  const said: Record<string, string> = {};
  let names = 0;
  let at = text.indexOf('<Data Name=');
  while (at >= 0 && names < logLimits.attributeNamesMax) {
    const quote = text.charAt(at + 11);
    const nameEnd = text.indexOf(quote, at + 12);
    if (nameEnd < 0) break;
    const open = text.indexOf('>', nameEnd);
    if (open < 0) break;
    const name = text.slice(at + 12, nameEnd);
    const next = text.indexOf('<', open);
    const isEmpty = text.charAt(open - 1) === '/';
    if (!isEmpty && name !== '__proto__') {
      said[name] = unescaped(text.slice(open + 1, next < 0 ? undefined : next));
    }
    names += 1;
    at = text.indexOf('<Data Name=', open);
  }
  return { system: systemIn(text), said };
}

function systemIn(text: string): Record<string, string> {
  const system: Record<string, string> = {};
  for (const name of systemNames) {
    const start = text.indexOf(`<${name}>`);
    const end = start < 0 ? -1 : text.indexOf('<', start + name.length + 2);
    if (end > start) system[name] = text.slice(start + name.length + 2, end);
  }
  for (const [name, attribute] of [
    ['Provider', 'Name='],
    ['TimeCreated', 'SystemTime='],
  ] as const) {
    const start = text.indexOf(attribute, Math.max(text.indexOf(`<${name}`), 0));
    const from = start + attribute.length + 1;
    const end = start < 0 ? -1 : text.indexOf(text.charAt(from - 1), from);
    if (end > from) system[name] = text.slice(from, end);
  }
  return system;
}
