// SPDX-License-Identifier: Apache-2.0
import type { mailOddities } from '@belfry/contract';

export type MailOddity = (typeof mailOddities)[number];

/** Notes what is odd about the mail that is being taken apart. */
export type Mark = (oddity: MailOddity) => void;

/** Cut to a length without leaving half a character behind. */
export function cutText(text: string, charactersMax: number): string {
  return text.length <= charactersMax ? text : text.slice(0, charactersMax).replace(/[\uD800-\uDBFF]$/, '');
}
