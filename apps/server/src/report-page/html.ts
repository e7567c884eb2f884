// SPDX-License-Identifier: Apache-2.0

/** Markup that is safe to send. Only the `html` tag makes one, so text never becomes markup unescaped. */
export class Html {
  readonly #markup: string;
  private constructor(markup: string) {
    this.#markup = markup;
  }
  /** For the tag below only: every value inside was escaped. */
  static fromTag(strings: TemplateStringsArray, values: readonly HtmlValue[]): Html {
    return new Html(
      strings.reduce(
        (markup, text, index) => markup + text + (index < values.length ? write(values[index]) : ''),
        '',
      ),
    );
  }
  toString(): string {
    return this.#markup;
  }
}

export type HtmlValue = Html | string | number | false | null | undefined | readonly HtmlValue[];

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function write(value: HtmlValue): string {
  if (value instanceof Html) {
    return value.toString();
  }
  if (value === null || value === undefined || value === false) {
    return '';
  }
  if (typeof value === 'string' || typeof value === 'number') {
    return String(value).replaceAll(/[&<>"']/g, (character) => entities[character] ?? '');
  }
  return value.map(write).join('');
}

/**
 * Markup with values in it. Every value is escaped for text and for quoted attributes; attributes are always
 * written in double quotes, and no value stands in a script, a style, or an address that others chose.
 */
export function html(strings: TemplateStringsArray, ...values: HtmlValue[]): Html {
  return Html.fromTag(strings, values);
}

/**
 * Foreign text in its own direction. Characters that hide or turn the writing direction are shown as what they
 * are: `exe.gpj` must not read as `jpg.exe`.
 */
export function foreign(text: string): Html {
  return html`<bdi>${visible(text)}</bdi>`;
}

export function visible(text: string): string {
  return text.replaceAll(
    /(?![\t\n\r\u200c\u200d])[\p{Cc}\p{Cf}]/gu,
    (character) => `[U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`,
  );
}
