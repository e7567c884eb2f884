// SPDX-License-Identifier: Apache-2.0
import type { ParseState } from '@belfry/contract';
import { logLimits } from '../log-limits.ts';
import { boundedCopy, newAllowance, setAttribute } from './attributes.ts';
import { isObject, type JsonObject, takeObject } from './json-fields.ts';
import { fromNanoseconds } from './moment.ts';
import type { Draft, ReadHints } from './normal-form.ts';
import { setSeverity, severityOf, severityOfOtlp } from './severity.ts';

/** A value of OpenTelemetry, without the name of its type. */
export function plainOf(any: unknown, depth = 1): unknown {
  if (!isObject(any) || depth > logLimits.attributeDepthMax) return null;
  if ('stringValue' in any) return any['stringValue'];
  if ('boolValue' in any) return any['boolValue'];
  if ('intValue' in any) return numberOf(any['intValue']);
  if ('doubleValue' in any) return any['doubleValue'];
  if ('bytesValue' in any) return any['bytesValue'];
  const list = any['arrayValue'];
  if (isObject(list) && Array.isArray(list['values'])) {
    return list['values'].slice(0, logLimits.attributeNamesMax).map((value) => plainOf(value, depth + 1));
  }
  const pairs = any['kvlistValue'];
  return isObject(pairs) ? attributesOf(pairs['values'], depth + 1) : null;
}

/** Whole numbers come as text, since 64 bits do not fit a number of JSON. */
function numberOf(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/** Names and values of OpenTelemetry as a map. */
export function attributesOf(pairs: unknown, depth = 1): Record<string, unknown> {
  const attributes: Record<string, unknown> = {};
  if (!Array.isArray(pairs)) return attributes;
  for (const pair of pairs.slice(0, logLimits.attributeNamesMax)) {
    if (!isObject(pair) || typeof pair['key'] !== 'string') continue;
    setAttribute(
      attributes as Parameters<typeof setAttribute>[0],
      pair['key'],
      plainOf(pair['value'], depth) as never,
    );
  }
  return attributes;
}

/** `{resource, scope, logRecord}` of OTLP in JSON. What it says first is what the record itself says. */
export function readOtlp(object: JsonObject, form: Draft, hints: ReadHints): ParseState {
  const record = isObject(object['logRecord']) ? object['logRecord'] : null;
  if (record === null) {
    takeObject(form, object, hints);
    return 'partial';
  }
  const us = fromNanoseconds(record['timeUnixNano']) ?? fromNanoseconds(record['observedTimeUnixNano']);
  if (us !== null) {
    form.time = us;
    form.timeQuality = 'stated';
  }
  const severity = severityOfOtlp(record['severityNumber']) ?? severityOf(record['severityText']);
  if (severity !== null) setSeverity(form, severity);
  for (const [field, name] of [
    ['trace', 'traceId'],
    ['span', 'spanId'],
    ['msgid', 'eventName'],
  ] as const) {
    const value = record[name];
    if (typeof value === 'string' && value !== '' && value.length <= 256) form[field] = value;
  }
  const body = plainOf(record['body']);
  if (typeof body === 'string') form.message = body;
  takeObject(form, attributesOf(record['attributes']), hints);
  if (isObject(body)) takeObject(form, body, hints);
  else if (body !== null && form.message === null)
    form.message = JSON.stringify(boundedCopy(body, newAllowance()));
  const resource = object['resource'];
  if (isObject(resource)) takeObject(form, attributesOf(resource['attributes']), hints);
  const scope = object['scope'];
  if (isObject(scope) && typeof scope['name'] === 'string' && scope['name'] !== '') {
    setAttribute(form.attributes, 'scope', boundedCopy(scope['name'], newAllowance()));
  }
  return 'ok';
}
