// SPDX-License-Identifier: Apache-2.0
import { createPublicKey } from 'node:crypto';
import { Resolver } from 'node:dns/promises';
import type { Configuration } from '../platform/configuration/configuration.ts';
import { type Finding, note, ok, problem } from './doctor-finding.ts';

const ANSWER_MS_MAX = 5_000;

/** The DNS record under which others find the key that our mail is signed with (RFC 6376 section 3.6.1). */
export function dkimRecord(dkim: NonNullable<Configuration['dkim']>): { name: string; value: string } {
  const key = createPublicKey(dkim.privateKey).export({ type: 'spki', format: 'der' }).toString('base64');
  return { name: `${dkim.keySelector}._domainkey.${dkim.domainName}`, value: `v=DKIM1; k=rsa; p=${key}` };
}

/** Whether others can check the signature of our mail. A lookup that nobody answers is no fault of the desk. */
export async function examineDkim({ dkim }: Pick<Configuration, 'dkim'>): Promise<Finding[]> {
  if (dkim === null) {
    return [];
  }
  const { name, value } = dkimRecord(dkim);
  const publish = `Publish this TXT record: ${name} "${value}"`;
  try {
    const resolver = new Resolver({ timeout: ANSWER_MS_MAX, tries: 1 });
    const records = (await resolver.resolveTxt(name)).map((pieces) => pieces.join(''));
    const key = value.slice(value.indexOf('p='));
    return records.some((record) => record.replaceAll(/\s/g, '').includes(key))
      ? [ok('DKIM', `${name} holds our key`)]
      : [problem('DKIM', `${name} holds another key, so our mail fails its check`, publish)];
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    return ['ENOTFOUND', 'ENODATA'].includes(code)
      ? [problem('DKIM', `${name} does not exist, so nobody can check our mail`, publish)]
      : [note('DKIM', `${name} could not be looked up (${code})`, publish)];
  }
}
