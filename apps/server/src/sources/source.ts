// SPDX-License-Identifier: Apache-2.0
import { type LogSource, type NewSource, needsRetentionReason, type Refusal, refuse } from '@belfry/contract';
import { plainAddress, readNetwork } from '../log/index.ts';

/** A source as it is kept. */
export interface SourceRow extends NewSource {
  readonly id: string;
  readonly state: LogSource['state'] | 'unknown';
  readonly version: number;
  readonly createdAt: Date;
  readonly changedAt: Date;
}

/** A change of settings as it is asked for: only what is to change. */
export type SettingsAsked = { readonly [Name in keyof NewSource]?: NewSource[Name] | undefined };

/** Settings in one fixed order, as the record shows them. */
export function settingsOf(source: NewSource): NewSource {
  const { application, availability, confidentiality, integrity, name, ownerId } = source;
  const { retentionClass, retentionReason, silenceMinutesMax, stream, timeZone } = source;
  return {
    ...{ name, application, ownerId, stream, retentionClass, retentionReason },
    ...{ confidentiality, integrity, availability, timeZone, silenceMinutesMax },
  };
}

/**
 * The settings a source would have. A reason to keep entries shorter stands only where one is needed, so that nobody
 * reads later what is not true any more.
 */
export function settled(
  before: NewSource | null,
  asked: SettingsAsked,
): NewSource | Refusal<'source.retention_reason_needed' | 'request.not_valid'> {
  const given = Object.entries(asked).filter(([, value]) => value !== undefined);
  const wanted = { ...before, ...Object.fromEntries(given) } as NewSource;
  const needsReason = needsRetentionReason(wanted.stream, wanted.retentionClass);
  if (needsReason && wanted.retentionReason.trim() === '') {
    const detail = `Stream "${wanted.stream}" in class "${wanted.retentionClass}", and no reason`;
    return refuse('source.retention_reason_needed', detail, [
      { pointer: '/retentionReason', code: 'too_small', detail: 'Write why' },
    ]);
  }
  if (!isTimeZone(wanted.timeZone)) {
    const detail = `"${wanted.timeZone}" is no IANA time zone, such as Europe/Brussels`;
    return refuse('request.not_valid', detail, [{ pointer: '/timeZone', code: 'invalid', detail }]);
  }
  return settingsOf({ ...wanted, retentionReason: needsReason ? wanted.retentionReason.trim() : '' });
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    // An offset would be taken too, and knows no summer.
    return !/^[+-]/.test(name);
  } catch {
    return false;
  }
}

/** What a source is known by, in the one spelling receivers compare; a refusal where it cannot be that. */
export function identityValue(
  kind: 'address' | 'certificate',
  given: string,
): string | Refusal<'request.not_valid'> {
  const value = given.trim();
  const known = kind === 'address' ? addressValue(value) : certificateValue(value);
  if (known !== null) return known;
  const detail =
    kind === 'address'
      ? `"${value}" is neither an address nor a network, such as 192.0.2.7 or 192.0.2.0/24`
      : `"${value}" is neither sha256: with 64 hexadecimal digits nor CN= with a name`;
  return refuse('request.not_valid', detail, [{ pointer: '/value', code: 'invalid', detail }]);
}

function addressValue(value: string): string | null {
  if (readNetwork(value) === null) return null;
  const [address = '', length] = value.split('/');
  const plain = plainAddress(address);
  return length === undefined ? plain : `${plain}/${Number(length)}`;
}

function certificateValue(value: string): string | null {
  const hex = /^(?:sha-?256[: ])?\s*((?:[0-9a-f]{2}:?){31}[0-9a-f]{2})$/i.exec(value)?.[1];
  if (hex !== undefined) return `sha256:${hex.replaceAll(':', '').toLowerCase()}`;
  const name = /^cn=\s*(\S.*)$/i.exec(value)?.[1];
  return name === undefined ? null : `CN=${name}`;
}
