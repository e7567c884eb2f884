// SPDX-License-Identifier: Apache-2.0
import { limits, type Refusal, refuse } from '@belfry/contract';
import { isCommonPassword } from '../platform/authentication/common-password.ts';

/** What a guesser knows about the person: none of it may carry the password. */
export interface KnownWords {
  readonly name: string;
  readonly email: string;
  readonly organisation: string;
}

const PERSONAL_WORD_CHARACTERS_MIN = 4;

/**
 * Why a password is not taken, or null. Length and guessability only (NIST SP 800-63B-4, 3.1.1.2): no rules about
 * signs and digits, which make passwords alike.
 */
export function reasonNotPassword(
  password: string,
  known: KnownWords,
): Refusal<'password.not_accepted'> | null {
  const why = weakness(password, known);
  return why === null
    ? null
    : refuse('password.not_accepted', why.detail, [{ pointer: '/password', ...why }]);
}

function weakness(password: string, known: KnownWords): { code: string; detail: string } | null {
  const length = [...password].length;
  if (length < limits.passwordCharactersMin) {
    return {
      code: 'too_short',
      detail: `The password has ${length} characters; at least ${limits.passwordCharactersMin} are needed`,
    };
  }
  if (password.length > limits.passwordCharactersMax) {
    return {
      code: 'too_long',
      detail: `The password has more than ${limits.passwordCharactersMax} characters`,
    };
  }
  if (isCommonPassword(password)) {
    return { code: 'too_common', detail: 'The password is on the list of those that are tried first' };
  }
  if (leansOnPersonalWords(password, known)) {
    return {
      code: 'too_personal',
      detail:
        'Without your name, mail address and organisation the password would be too short or too common',
    };
  }
  return null;
}

/** Words of one's own are fine beside a password that holds without them; they add nothing a guesser lacks. */
function leansOnPersonalWords(password: string, known: KnownWords): boolean {
  const parts = [known.name, known.email.split('@')[0] ?? '', known.organisation]
    .flatMap((words) => words.toLowerCase().split(/[^\p{L}\p{N}]+/u))
    .filter((part) => part.length >= PERSONAL_WORD_CHARACTERS_MIN);
  const folded = password.toLowerCase();
  const rest = parts.reduce((left, part) => left.replaceAll(part, ''), folded);
  return rest !== folded && ([...rest].length < limits.passwordCharactersMin || isCommonPassword(rest));
}
