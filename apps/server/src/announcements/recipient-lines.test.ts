// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type ReadLines, readRecipientLines } from './recipient-lines.ts';

function linesOf(text: string): ReadLines {
  const read = readRecipientLines(text);
  return typeof read === 'string' ? assert.fail(read) : read;
}

describe('readRecipientLines', () => {
  it('reads what spreadsheets of this region write: semicolons, heads in Dutch, a byte order mark', () => {
    const { recipients, errors } = linesOf(
      '\uFEFFNaam;E-mail;Taal\r\n"Peeters; An";an@example.org;NL\r\nJean;jean@example.org;fr-BE\r\n',
    );
    assert.deepEqual(errors, []);
    assert.deepEqual(
      recipients.map(({ name, address, language }) => [name, address, language]),
      [
        ['Peeters; An', 'an@example.org', 'nl'],
        ['Jean', 'jean@example.org', 'fr'],
      ],
    );
  });

  it('reads a bare list of addresses, and names beside them', () => {
    assert.deepEqual(
      linesOf('a@example.org\nb@example.org').recipients.map(({ address }) => address),
      ['a@example.org', 'b@example.org'],
    );
    assert.deepEqual(linesOf('Ann,a@example.org').recipients[0]?.name, 'Ann');
  });

  it('tells each line that cannot be read, and loses none beside it', () => {
    const { recipients, errors } = linesOf(
      'name,mail,language\nA,a@example.org,en\nB,,en\nC,two@a.org;x@b.org,en\nD,d@example.org,klingon\n',
    );
    assert.deepEqual(
      recipients.map(({ name }) => name),
      ['A'],
    );
    assert.deepEqual(
      errors.map(({ line, code }) => [line, code]),
      [
        [3, 'no_address'],
        [4, 'address_not_valid'],
        [5, 'language_unknown'],
      ],
    );
  });

  // Danger: a header or a second recipient smuggled in through a cell.
  it('takes no address that a mail server would read as more than one', () => {
    for (const cell of ['"a@x.org\nBcc: b@x.org"', 'a@x.org b@x.org', '<a@x.org>', 'a@x.org\\,b']) {
      const { recipients } = linesOf(`name;mail\nA;${cell}`);
      assert.deepEqual(recipients, [], cell);
    }
  });

  it('an empty text has nobody in it', () => {
    assert.deepEqual(linesOf(''), { recipients: [], errors: [] });
  });

  // Danger: a quote that is never closed ends the request instead of telling whoever pasted the list.
  it('says in words why a text is no list', () => {
    assert.match(String(readRecipientLines('name;mail\nA;"a@example.org')), /[Qq]uote/);
  });
});
