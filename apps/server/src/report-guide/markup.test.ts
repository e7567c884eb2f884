// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { html } from '../report-page/index.ts';
import { markup } from './markup.ts';

const values = {
  organisation: { text: 'A & B', shown: html`${'A & B'}` },
  phone: { text: '', shown: html`` },
};
const shown = (source: string) => markup(source, values).toString();

describe('markup', () => {
  it('makes paragraphs, lists, bold and links, and nothing else', () => {
    assert.equal(
      shown('One\ntwo\n\n- a\n- **b**'),
      '<p>One<br>two</p><ul><li>a</li><li><strong>b</strong></li></ul>',
    );
    assert.equal(shown('Before\n- a\nafter'), '<p>Before</p><ul><li>a</li></ul><p>after</p>');
    assert.equal(
      shown('See [the page](https://example.org/a?b=1&c=2), {organisation}'),
      '<p>See <a href="https://example.org/a?b=1&amp;c=2">the page</a>, A &amp; B</p>',
    );
    assert.equal(shown('[Call](tel:+32 9 0)'), '<p>[Call](tel:+32 9 0)</p>', 'no blank in an address');
    assert.equal(shown('[Write](mailto:a@example.org)'), '<p><a href="mailto:a@example.org">Write</a></p>');
    assert.equal(shown(' \n\n '), '');
  });

  it('leaves out what names something nobody filled in', () => {
    assert.equal(shown('- Call {phone}\n- Come by'), '<ul><li>Come by</li></ul>');
    assert.equal(shown('{unknown}'), '<p>{unknown}</p>');
    assert.equal(shown('{constructor}'), '<p>{constructor}</p>');
  });

  // Danger: whoever edits the guide puts script, style or a false address into a page the public trusts.
  it('escapes everything that is no markup of its own', () => {
    for (const hostile of [
      '<script>alert(1)</script>',
      '[x](javascript:alert(1))',
      '[x](JaVaScRiPt:alert)',
      '[x](data:text/html,<script>)',
      '[x](https://a"onmouseover="alert)',
      '[<img src=x onerror=alert>](https://example.org)',
      '**<b onclick=x>**',
      '[x](//evil.example)',
      '[x](vbscript:x)',
      '{organisation}<svg onload=x>',
    ]) {
      const result = shown(hostile);
      assert.doesNotMatch(result, /<(?!\/?(?:p|ul|li|strong|br|a)\b)/i, hostile);
      assert.doesNotMatch(result, /href="(?!https?:|mailto:|tel:)/i, hostile);
      assert.doesNotMatch(result, /<[^>]*\son\w+=/i, hostile);
    }
  });

  it('never lets a tag through, whatever is written', () => {
    const piece = fc.oneof(
      fc.string({ maxLength: 12 }),
      fc.constantFrom(
        '**',
        '[',
        '](',
        ')',
        '{phone}',
        '- ',
        '\n',
        '\n\n',
        '<',
        '>',
        '"',
        'javascript:',
        'https://x',
      ),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const result = shown(pieces.join(''));
        assert.doesNotMatch(
          result.replaceAll(
            /<\/?(?:p|ul|li|strong|br)>|<a href="(?:https?|mailto|tel):[^"<>]*">|<\/a>/gi,
            '',
          ),
          /[<>]/,
        );
      }),
    );
  });
});
