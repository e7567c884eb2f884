// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { languages } from '@belfry/contract';
import { PERSONAL_LINK, personalLinkWords, withPersonalLink } from './personal-link.ts';

describe('personal links in mails', () => {
  it('personalLinkWords() carries the link once in every language', () => {
    for (const language of languages) {
      assert.equal(personalLinkWords(language).split(PERSONAL_LINK).length, 2, language);
      assert.match(personalLinkWords(language), /30/);
    }
  });

  it('withPersonalLink() puts it in, takes its paragraph out, and leaves every other mail alone', () => {
    const text = ['Hello', personalLinkWords('en'), 'Bye'].join('\n\n');
    assert.match(withPersonalLink(text, 'https://desk/$&'), /page: https:\/\/desk\/\$&\n/);
    assert.equal(withPersonalLink(text, null), 'Hello\n\nBye');
    assert.equal(withPersonalLink('Hello', 'https://desk'), 'Hello');
  });
});
