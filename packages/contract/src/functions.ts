// SPDX-License-Identifier: Apache-2.0
import { functionsKnown } from './incidents.ts';
import type { FourTexts } from './law-texts.ts';

const texts: Readonly<Record<(typeof functionsKnown)[number], FourTexts>> = {
  infrastructure: { en: 'Infrastructure', nl: 'Infrastructuur', fr: 'Infrastructure', de: 'Infrastruktur' },
  personnel: { en: 'Personnel', nl: 'Personeel', fr: 'Personnel', de: 'Personal' },
  software: { en: 'Software', nl: 'Software', fr: 'Logiciels', de: 'Software' },
};

/** A function in a document of this language; one of the organisation's own is called as the organisation calls it. */
export function functionNamed(name: string, language: keyof FourTexts): string {
  const known = functionsKnown.find((one) => one === name);
  return known === undefined ? name : texts[known][language];
}
