// SPDX-License-Identifier: Apache-2.0
import type { Mapping } from '@belfry/contract';
import { isRefusal } from '@belfry/contract';
import { readJsonBody } from '../platform/http/json-body.ts';

/** A payload taken apart: the whole, and the alerts in it with where they stand. */
export interface Payload {
  readonly root: unknown;
  readonly alerts: readonly { readonly pointer: string; readonly value: unknown }[];
}

export interface Unreadable {
  readonly unreadable: string;
}

export function isUnreadable(read: object): read is Unreadable {
  return 'unreadable' in read;
}

/**
 * Takes a body apart the way its mapping says. The sender controls every byte of it: nothing here recurses, and
 * whatever cannot be read is a value with its reason.
 */
export function readPayload(
  body: Uint8Array | string,
  mapping: Pick<Mapping, 'format' | 'each'>,
): Payload | Unreadable {
  if (mapping.format === 'cef') {
    return readCef(typeof body === 'string' ? body : new TextDecoder().decode(body));
  }
  const read = readJsonBody(body);
  if (isRefusal(read)) {
    return { unreadable: read.detail ?? 'The body is not JSON' };
  }
  if (typeof read.value !== 'object' || read.value === null) {
    return { unreadable: 'The body is no JSON object' };
  }
  return mapping.format === 'stix' ? sightings(read.value) : alertsIn(read.value, mapping.each);
}

function alertsIn(root: object, each: string): Payload | Unreadable {
  const found = each === '' && !Array.isArray(root) ? undefined : valueAt(root, each);
  if (!Array.isArray(found)) {
    // A sender that tells of one thing at a time, or one that wraps many only at times.
    return { root, alerts: [{ pointer: '', value: root }] };
  }
  return found.length === 0
    ? { unreadable: `There is nothing in the list at "${each}"` }
    : { root, alerts: found.map((value: unknown, index) => ({ pointer: `${each}/${index}`, value })) };
}

const arrayIndex = /^(0|[1-9]\d{0,8})$/;

/** The value at a JSON Pointer (RFC 6901), own members only: `__proto__` of a hostile payload is a name like others. */
export function valueAt(root: unknown, pointer: string): unknown {
  if (pointer === '') {
    return root;
  }
  let value = root;
  for (const escaped of pointer.slice(1).split('/')) {
    const name = escaped.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof value !== 'object' || value === null) {
      return undefined;
    }
    if (Array.isArray(value) && !arrayIndex.test(name)) {
      return undefined;
    }
    if (!Object.hasOwn(value, name)) {
      return undefined;
    }
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}

/** ArcSight Common Event Format, version 0 or 1: one event a line, mostly behind a syslog header. */
function readCef(text: string): Payload | Unreadable {
  const lines = text.split(/\r?\n/);
  const alerts = lines.flatMap((line, index) =>
    line.trim() === '' ? [] : [{ pointer: `/${index}`, value: cefEvent(line) ?? { line } }],
  );
  return alerts.length === 0
    ? { unreadable: 'The body has no line' }
    : { root: { lines: alerts.length }, alerts };
}

const cefHeader = [
  'version',
  'vendor',
  'product',
  'deviceVersion',
  'signatureId',
  'name',
  'severity',
] as const;

function cefEvent(line: string): Record<string, unknown> | null {
  const start = line.indexOf('CEF:');
  if (start === -1) {
    return null;
  }
  const parts: string[] = [];
  let part = '';
  let at = start + 4;
  for (; at < line.length && parts.length < cefHeader.length; at += 1) {
    const unit = line[at];
    if (unit === '\\' && (line[at + 1] === '|' || line[at + 1] === '\\')) {
      at += 1;
      part += line[at];
    } else if (unit === '|') {
      parts.push(part);
      part = '';
    } else {
      part += unit;
    }
  }
  if (parts.length < cefHeader.length) {
    return null;
  }
  const header = Object.fromEntries(cefHeader.map((name, index) => [name, parts[index]?.trim()]));
  return { ...header, extension: cefExtension(line.slice(at)) };
}

/** `key=value key=value`: a value ends where the next ` key=` begins, so the keys are found first. */
function cefExtension(text: string): Record<string, string> {
  const keys = [...text.matchAll(/(?<=^|\s)([A-Za-z0-9_.[\]]{1,100})=/g)];
  const extension = new Map<string, string>();
  keys.forEach((found, index) => {
    const from = found.index + found[0].length;
    const value = text.slice(from, keys[index + 1]?.index ?? text.length).trim();
    extension.set(
      found[1] ?? '',
      value.replace(/\\([\\=nr|])/g, (_whole, unit: string) => (unit === 'n' || unit === 'r' ? '\n' : unit)),
    );
  });
  return Object.fromEntries(extension);
}

/** The sightings of a STIX 2.1 bundle, each with what was seen and by whom. */
function sightings(root: object): Payload | Unreadable {
  const listed = valueAt(root, '/objects');
  const objects: unknown[] = Array.isArray(listed) ? listed : [root];
  const byId = new Map<unknown, unknown>(objects.map((each) => [valueAt(each, '/id'), each]));
  const alerts = objects.flatMap((each, index) => {
    if (valueAt(each, '/type') !== 'sighting') {
      return [];
    }
    const value = {
      sighting: each,
      of: byId.get(valueAt(each, '/sighting_of_ref')),
      where: byId.get(valueAt(each, '/where_sighted_refs/0')),
      by: byId.get(valueAt(each, '/created_by_ref')),
    };
    return [{ pointer: Array.isArray(listed) ? `/objects/${index}` : '', value }];
  });
  return alerts.length === 0 ? { unreadable: 'The bundle has no sighting' } : { root, alerts };
}
