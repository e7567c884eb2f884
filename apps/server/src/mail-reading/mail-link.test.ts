// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { readHtml } from './html-text.ts';
import { defangLink, defangText, hostNamed, hostOf, LinkList } from './mail-link.ts';

const linksOf = (html: string) => {
  const links = new LinkList({ links: 100 }, () => undefined);
  const read = readHtml(html);
  for (const { address, words } of read.links) {
    links.add(address, words);
  }
  return links.list;
};

describe('defangLink()', () => {
  it('makes every kind of address harmless', () => {
    const harmless: readonly (readonly [string, string])[] = [
      ['https://example.org/a.html?x=1', 'hxxps://example[.]org/a.html?x=1'],
      ['HTTP://Example.ORG', 'HxxP://Example[.]ORG'],
      ['https://bank.example@evil.example/', 'hxxps://bank[.]example@evil[.]example/'],
      ['https://x.example/r?u=http://y.example/', 'hxxps://x[.]example/r?u=hxxp://y[.]example/'],
      ['mailto:a.b@example.org', 'mailto[:]a[.]b[@]example[.]org'],
      ['javascript:alert(1)', 'javascript[:]alert(1)'],
      ['//cdn.example.org/x', '//cdn[.]example[.]org/x'],
      ['www.example.org/x', 'www[.]example[.]org/x'],
    ];
    for (const [address, expected] of harmless) {
      assert.equal(defangLink(address), expected);
    }
  });
});

describe('defangText()', () => {
  it('leaves no address that opens, whatever stands around it', () => {
    fc.assert(
      fc.property(fc.string(), fc.webUrl(), fc.string(), (before, address, after) => {
        assert.doesNotMatch(defangText(`${before} ${address} ${after}`), /https?:\/\/[\w-]+\.[\w-]/i);
      }),
    );
  });
});

describe('hostOf()', () => {
  it('names the host a browser would go to, in both its spellings', () => {
    assert.equal(hostOf('https://bank.example@evil.example/').name, 'evil.example');
    assert.equal(hostOf('https:\\\\evil.example\\bank.example').name, 'evil.example');
    assert.equal(hostOf('https://пример.рф/').shown, 'xn--e1afmkfd[.]xn--p1ai (пример[.]рф)');
    assert.equal(hostOf('mailto:a@example.org').name, 'example.org');
    assert.equal(hostOf('javascript:alert(1)').name, '');
  });
});

describe('LinkList', () => {
  it('calls a link deceptive when its words name another place', () => {
    const isDeceptive = (words: string, address: string) =>
      linksOf(`<a href="${address}">${words}</a>`)[0]?.isDeceptive;
    assert.equal(isDeceptive('https://bank.example/login', 'http://evil.example'), true);
    assert.equal(isDeceptive('www.bank.example', 'http://evil.example'), true);
    assert.equal(isDeceptive('bank.example', 'http://bank.example.evil.test/'), true);
    assert.equal(isDeceptive('help@bank.example', 'http://evil.example'), true);
    assert.equal(isDeceptive('bank.example', 'https://click.bank.example/x'), false);
    assert.equal(isDeceptive('Click here. Now', 'http://evil.example'), false);
    assert.equal(isDeceptive('invoice.pdf', 'http://evil.example'), false);
    assert.equal(isDeceptive('bank.co.uk', 'https://other.co.uk/'), true);
  });

  it('lists a link once, and remembers that it deceives', () => {
    const html = '<a href="http://e.example/">here</a> <a href="http://e.example/">https://bank.example</a>';
    assert.deepEqual(
      linksOf(html).map(({ isDeceptive, shownAs }) => [shownAs, isDeceptive]),
      [['hxxps://bank[.]example', true]],
    );
  });

  it('takes addresses of images, forms and styles too, and none of the mail itself', () => {
    const html =
      '<img src="http://t.example/p"><form action="http://f.example/"></form><a href="#top">up</a>' +
      '<img src="cid:1"><p style="background: url(\'http://s.example/x\')">';
    assert.deepEqual(
      linksOf(html).map(({ host }) => host),
      ['t[.]example', 'f[.]example', 's[.]example'],
    );
  });
});

describe('hostNamed()', () => {
  it('finds none in ordinary words', () => {
    for (const words of ['', 'Please sign in', 'v1.2.3', 'e.g. this', 'Mr. Smith']) {
      assert.equal(hostNamed(words), '', words);
    }
  });
});

describe('readHtml()', () => {
  const text = (html: string) => readHtml(html).text;
  it('keeps words, lists, tables and entities, and drops what is no words', () => {
    assert.equal(
      text('<style>p{}</style><p>One&nbsp;&amp; two</p><script>x()</script><p>Three</p>'),
      'One\u00a0& two\n\nThree',
    );
    assert.equal(text('<ul><li>a<li>b</ul>'), '• a\n• b');
    assert.equal(text('<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>'), 'a b\nc');
    assert.equal(text('a<br>b<br/>c'), 'a\nb\nc');
    assert.equal(text('1 < 2 &lt; 3'), '1 < 2 < 3');
    assert.equal(text('<!-- hidden --><p>seen'), 'seen');
    assert.equal(text('<div style="display:none">not seen</div>seen'), 'seen');
  });

  it('loses no words to what nobody closes', () => {
    assert.match(text('before <!-- after'), /before[\s\S]*after/);
    assert.match(text('<div style="display:none">all of it'), /all of it/);
    assert.match(text('<a href="x>words</a> more'), /more/);
  });
});
