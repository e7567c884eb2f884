// SPDX-License-Identifier: Apache-2.0
import type { Refusal } from '@belfry/contract';
import { type Json, jsonDigest } from '@belfry/ledger';
import type { Changing } from '../platform/database/database.ts';
import { spendReassertion } from '../reassertions/index.ts';

/** An act that somebody proved anew they want: for this subject, and for exactly what they were shown. */
export interface ProvedAct {
  /** The proof. */
  readonly id: string;
  readonly act: Parameters<typeof spendReassertion>[1]['act'];
  readonly subject: string;
  readonly shown: Json;
}

/** Takes the proof, once. What differs by a letter from what was shown is refused. */
export async function proveAnew(
  changing: Changing,
  { shown, ...proved }: ProvedAct,
): Promise<{ readonly id: string } | Refusal<'reassertion.needed'>> {
  return await spendReassertion(changing, { ...proved, digest: jsonDigest(shown) });
}
