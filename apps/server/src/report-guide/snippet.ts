// SPDX-License-Identifier: Apache-2.0
import type { Language } from '@belfry/contract';
import { html } from '../report-page/index.ts';
import { guideWord } from './words.ts';

/**
 * A link for another site: plain HTML, nothing to load, nothing that follows anybody. The form itself is never framed:
 * whoever frames a page can lay another over it and read what is typed.
 */
export function snippet(language: Language, origin: string): string {
  return html`<a href="${origin}/report?lang=${language}" rel="noopener" lang="${language}">${guideWord(language, 'embed')}</a>`.toString();
}
