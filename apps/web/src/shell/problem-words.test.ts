// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ProblemError } from '@belfry/contract';
import type { TFunction } from 'i18next';
import { problemWords } from './problem-words.ts';

const dutch: Record<string, string> = {
  'problems:request.not_valid.title': 'Enkele velden vragen een andere waarde',
  'problems:field.too_small': 'Schrijf hier iets',
};
const t = ((key: string, { defaultValue = key } = {}) => dutch[key] ?? defaultValue) as unknown as TFunction;

describe('problemWords()', () => {
  // Danger: a machine's words, in English, on a screen in another language.
  it('problemWords() names the fields in the words of the reader', () => {
    const refused = new ProblemError({
      type: '/api/problems#request.not_valid',
      title: 'Some fields need another value',
      status: 422,
      code: 'request.not_valid',
      whatToDo: 'Change the fields named here and send again',
      detail: '/name: Too small: expected string to have >=1 characters',
      errors: [{ pointer: '/name', code: 'too_small', detail: 'Too small' }],
    } as unknown as ConstructorParameters<typeof ProblemError>[0]);
    const words = problemWords(t, refused);
    assert.equal(words.title, 'Enkele velden vragen een andere waarde');
    assert.equal(words.detail, 'name: Schrijf hier iets');
  });
});
