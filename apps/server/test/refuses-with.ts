// SPDX-License-Identifier: Apache-2.0
import { type ProblemCode, ProblemError } from '@belfry/contract';

/** For `assert.rejects`: the call was refused with this code, in a detail that has these words. */
export const refusesWith =
  (code: ProblemCode, words = /./) =>
  (error: unknown): boolean =>
    error instanceof ProblemError &&
    error.problem.code === code &&
    words.test(error.problem.detail ?? 'no detail');
