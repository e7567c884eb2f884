// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { foreign, html } from './html.ts';

describe('html', () => {
  // Danger: one value that reaches the page unescaped is a script in everybody's browser.
  it('escapes every value in text and in quoted attributes', () => {
    const hostile = `"><script>alert('x')</script>&`;
    const escaped = '&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;';
    assert.equal(String(html`<p title="${hostile}">${hostile}</p>`), `<p title="${escaped}">${escaped}</p>`);
    assert.equal(String(html`${[hostile, [hostile]]}`), escaped + escaped);
  });

  it('keeps markup of its own, and writes nothing for what is absent', () => {
    const items = ['a', '<b>'].map((each) => html`<li>${each}</li>`);
    assert.equal(String(html`<ul>${items}</ul>`), '<ul><li>a</li><li>&lt;b&gt;</li></ul>');
    assert.equal(String(html`${null}${undefined}${false}${''}${0}`), '0');
  });

  it('foreign() shows characters that hide or turn, and leaves emoji whole', () => {
    assert.equal(String(foreign('exe.\u202Egpj')), '<bdi>exe.[U+202E]gpj</bdi>');
    assert.equal(String(foreign('a\u0000b\u200Bc\nd')), '<bdi>a[U+0000]b[U+200B]c\nd</bdi>');
    assert.equal(String(foreign('👩\u200D🚒')), '<bdi>👩\u200D🚒</bdi>');
  });
});
