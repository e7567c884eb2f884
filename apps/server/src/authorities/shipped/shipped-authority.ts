// SPDX-License-Identifier: Apache-2.0
import type { AuthorityChannel, AuthorityKind, LawEvidence } from '@belfry/contract';
import type { AuthorityFields } from '../authority-store.ts';

/** An authority the product comes with. Its code is for ever: a desk keeps what it changed of it under that. */
export interface ShippedAuthority extends AuthorityFields {
  readonly code: string;
  readonly evidence: LawEvidence;
}

interface Row {
  /** In its own language, with the short name people use. */
  readonly name: string;
  readonly kinds: readonly AuthorityKind[];
  readonly languages: string;
  readonly mail?: string;
  readonly phone?: string;
  readonly website?: string;
  readonly form?: string;
  readonly notes?: string;
  readonly evidence?: LawEvidence;
}

/**
 * The authorities of one state. Nearly all is recalled, and the screen says so: an address stands here only where
 * it is long known and public, and a missing one is shown as missing.
 */
export function authoritiesOf(
  country: string,
  rows: Readonly<Record<string, Row>>,
): readonly ShippedAuthority[] {
  return Object.entries(rows).map(([word, row]) => {
    const channel = (kind: AuthorityChannel['kind'], value: string | undefined): AuthorityChannel[] =>
      value === undefined ? [] : [{ kind, value, note: '' }];
    return {
      code: `${country.toLowerCase()}-${word}`,
      name: row.name,
      country,
      kinds: [...row.kinds],
      channels: [
        ...channel('mail', row.mail),
        ...channel('phone', row.phone),
        ...channel('website', row.website),
      ],
      languages: row.languages.split(' '),
      formLink: row.form ?? '',
      notes: row.notes ?? '',
      evidence: row.evidence ?? 'recalled',
    };
  });
}
