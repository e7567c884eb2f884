// SPDX-License-Identifier: Apache-2.0
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** Certificates of authorities; `any` takes each that is meant for time-stamps; null when they cannot be read. */
export type Authorities = readonly X509Certificate[] | 'any' | null;

/**
 * Certificates of the authorities that time-stamps must come from, read anew for each time-stamp: an authority renews
 * its own. A file that cannot be read trusts nobody, because to go on would be to believe whoever answers.
 *
 * @param file PEM; null where the operator names none
 */
export function readAuthorities(file: string | null): Authorities {
  if (file === null) return 'any';
  try {
    const content = readFileSync(file, 'utf8');
    const blocks = content.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g);
    return blocks?.map((pem) => new X509Certificate(pem)) ?? null;
  } catch {
    return null;
  }
}
