// SPDX-License-Identifier: Apache-2.0
import { byNoun } from './by-noun.ts';

export const words = byNoun(
  import.meta.glob<Record<string, string>>('./nl/*.json', { eager: true, import: 'default' }),
);
