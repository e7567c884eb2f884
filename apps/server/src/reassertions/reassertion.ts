// SPDX-License-Identifier: Apache-2.0
import { limits, type Refusal, type reassertedActs, type reassertionMethods, refuse } from '@belfry/contract';
import { canonicalJson, sha256 } from '@belfry/ledger';

/** What a proof is for: one act on one thing, as it was shown. */
export interface Purpose {
  readonly act: (typeof reassertedActs)[number];
  readonly subject: string;
  /** SHA-256 of what was shown, in hexadecimal. */
  readonly digest: string;
}

export interface Reassertion {
  readonly id: string;
  readonly personId: string;
  readonly method: (typeof reassertionMethods)[number];
  readonly purpose: Purpose;
  readonly nonce: string;
  readonly askedAt: Date;
  readonly assertedAt: Date | null;
  readonly usedAt: Date | null;
}

/** What the challenge is the SHA-256 of, in canonical JSON (RFC 8785): kept beside the answer, to be compared. */
export function questionOf(asked: Pick<Reassertion, 'id' | 'personId' | 'purpose' | 'nonce' | 'askedAt'>) {
  const { id, personId, purpose, nonce, askedAt } = asked;
  return { id, person: personId, ...purpose, nonce, askedAt: askedAt.toISOString() };
}

/** The challenge an authenticator signs. It names the act: the signed answer cannot be said to be for another one. */
export function challengeOf(asked: Parameters<typeof questionOf>[0]): Uint8Array<ArrayBuffer> {
  return new Uint8Array(sha256(new TextEncoder().encode(canonicalJson(questionOf(asked)))));
}

/** Why a proof does not carry this act, or null. What was proved for one text is worth nothing for the next. */
export function reasonNotUsable(
  proved: Reassertion | null,
  wanted: Purpose,
  now: Date,
): Refusal<'reassertion.needed'> | null {
  if (proved === null || proved.assertedAt === null) {
    return refuse('reassertion.needed', 'Nothing was proved yet');
  }
  if (proved.usedAt !== null) {
    return refuse('reassertion.needed', 'This proof was used already');
  }
  const age = now.getTime() - proved.assertedAt.getTime();
  if (age > limits.reassertionAgeMsMax) {
    return refuse(
      'reassertion.needed',
      `The proof is ${Math.floor(age / 60_000)} minutes old; it holds for ${limits.reassertionAgeMsMax / 60_000}`,
    );
  }
  const { act, subject, digest } = proved.purpose;
  if (act !== wanted.act || subject !== wanted.subject) {
    return refuse('reassertion.needed', 'The proof is for another act');
  }
  return digest === wanted.digest
    ? null
    : refuse('reassertion.needed', 'What is to be approved is not what was shown when it was proved');
}
