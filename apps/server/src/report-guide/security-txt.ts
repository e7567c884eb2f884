// SPDX-License-Identifier: Apache-2.0
import type { GuideContent, Language } from '@belfry/contract';

const DAY_MS = 86_400_000;
/** RFC 9116 section 2.5.5 recommends less than a year; a leap year and a slow clock stay on the safe side. */
const EXPIRES_AFTER_DAYS = 360;
const RENEW_BEFORE_DAYS = 30;

export interface SecurityFacts {
  /** Where findings go by mail; empty when the desk has no address. */
  readonly mail: string;
  /** Origin of the desk, as the public reaches it. */
  readonly origin: string;
  readonly languages: readonly Language[];
}

export function expiryAfter(publishedAt: Date): Date {
  return new Date(publishedAt.getTime() + EXPIRES_AFTER_DAYS * DAY_MS);
}

export function daysUntil(at: Date, now: Date): number {
  return Math.floor((at.getTime() - now.getTime()) / DAY_MS);
}

export function isExpiring(at: Date, now: Date): boolean {
  return daysUntil(at, now) < RENEW_BEFORE_DAYS;
}

/** What the file lacks. Without a contact it cannot be served; without https the web addresses are left out. */
export function lacks(facts: SecurityFacts): ('contact' | 'https')[] {
  const isHttps = facts.origin.startsWith('https://');
  return [
    ...(facts.mail === '' && !isHttps ? (['contact'] as const) : []),
    ...(isHttps ? [] : (['https'] as const)),
  ];
}

/**
 * The file of RFC 9116. Web addresses in it begin with https (section 2.5), so a desk without a certificate names
 * only its mail address. @returns null when there is no way to be reached
 */
export function securityTxt(
  facts: SecurityFacts,
  security: GuideContent['security'],
  expiresAt: Date,
): string | null {
  const { languages, mail, origin } = facts;
  const isHttps = origin.startsWith('https://');
  const line = (name: string, value: string | null | false) =>
    value === null || value === false || value === '' ? [] : [`${name}: ${value}`];
  const contacts = [
    ...line('Contact', mail !== '' && `mailto:${encodeMail(mail)}`),
    ...line('Contact', isHttps && `${origin}/report`),
  ];
  if (contacts.length === 0) {
    return null;
  }
  return [
    ...contacts,
    ...line('Expires', expiresAt.toISOString()),
    ...line('Preferred-Languages', languages.join(', ')),
    ...line('Canonical', isHttps && `${origin}/.well-known/security.txt`),
    ...line('Policy', isHttps && `${origin}/report/guide#researchers`),
    ...line('Encryption', security.encryption),
    ...line('Acknowledgments', security.acknowledgments),
    ...line('Hiring', security.hiring),
    '',
  ].join('\n');
}

/** An address as part of a URI (RFC 6068): what has a meaning there is escaped, the at sign stays. */
function encodeMail(address: string): string {
  return address.split('@').map(encodeURIComponent).join('@').replaceAll('%2B', '+');
}
