// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { PrintFailed, printPdf } from './print-pdf.ts';
import type { Printable } from './printable.ts';

function aDocument(given: Partial<Printable> = {}): Printable {
  return {
    language: 'nl',
    title: 'Vroegtijdige waarschuwing',
    subtitle: 'Artikel 23(4)(a) van Richtlijn (EU) 2022/2555',
    tlp: 'TLP:AMBER+STRICT',
    isFinal: true,
    organisation: 'AZ Sint-Veerle',
    reference: 'NOT-2026-0042',
    facts: [{ label: 'Gericht aan', value: 'Centrum voor Cybersecurity België' }],
    sections: [
      {
        title: 'Algemeen',
        fields: [{ number: '3.4', label: 'Cliënten', value: '12.345', isEstimate: true }],
      },
    ],
    closing: 'Goedgekeurd door Ana Ruiz.',
    madeAt: new Date('2026-11-22T08:00:00Z'),
    ...given,
  };
}

const withValue = (value: string) =>
  aDocument({ sections: [{ title: 'x', fields: [{ label: 'y', value }] }] });

const hasPoppler = (() => {
  try {
    execFileSync('pdftotext', ['-v'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

/** What another program reads in it (poppler). */
function asText(t: TestContext, pdf: Uint8Array): string {
  const directory = mkdtempSync(path.join(tmpdir(), 'belfry-pdf-'));
  t.after(() => rmSync(directory, { recursive: true }));
  const file = path.join(directory, 'a.pdf');
  writeFileSync(file, pdf);
  return execFileSync('pdftotext', ['-layout', file, '-'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}

test('printPdf() makes a tagged PDF/UA-1 with title and language', async () => {
  const pdf = Buffer.from(await printPdf(aDocument())).toString('latin1');
  assert.match(pdf, /^%PDF-1\.7/);
  assert.match(pdf, /\/MarkInfo\s*<<[^>]*\/Marked true/);
  assert.match(pdf, /\/StructTreeRoot/);
  assert.match(pdf, /\/Lang ?\(nl/);
  assert.match(pdf, /\/DisplayDocTitle true/);
  assert.match(pdf, /pdfuaid:part/);
});

const words = { skip: hasPoppler ? false : 'poppler-utils is not installed: nobody reads the PDF back' };

test('printPdf() prints the label in head and foot of every page, and each field', words, async (t) => {
  const said = asText(t, await printPdf(aDocument()));
  assert.equal(said.match(/TLP:AMBER\+STRICT/g)?.length, 2);
  for (const part of [
    '3.4',
    'Cliënten',
    '12.345',
    '(schatting)',
    'NOT-2026-0042',
    'Goedgekeurd door Ana Ruiz.',
  ]) {
    assert.ok(said.includes(part), part);
  }
  assert.ok(!said.includes('Ontwerp'));
  assert.match(asText(t, await printPdf(aDocument({ isFinal: false }))), /Ontwerp/);
});

// Danger: what a stranger wrote becomes code of the template, which could read files or change what others wrote.
test('printPdf() shows hostile text as text', words, async (t) => {
  const hostile =
    '#panic("x") #read("/etc/passwd") $x^2$ \\ `raw` <label> @ref *bold* "quote" #import "@preview/a:1.0.0"';
  const said = asText(t, await printPdf(withValue(`${hostile}\n\u0000\u001B\u202Eevil\u202C`))).replaceAll(
    /\s+/g,
    ' ',
  );
  for (const part of [
    '#panic("x") #read("/etc/passwd") $x^2$ \\ `raw`',
    '@ref *bold* "quote"',
    '\uFFFD\uFFFDevil',
  ]) {
    assert.ok(said.includes(part), `${part} in ${said}`);
  }
});

// Danger: a letter without a glyph breaks PDF/UA, and a filing is not made at all.
test('printPdf() prints letters of every script, by their code where no font has them', words, async (t) => {
  const said = asText(
    t,
    await printPdf(withValue('ZAŻÓŁĆ gęślą jaźń ĳ Ж Ω ß \u{13000} \u{1E900} \u{10FFFD}')),
  );
  assert.match(said, /ZAŻÓŁĆ gęślą jaźń ĳ Ж Ω ß/);
});

test('printPdf() prints 100,000 characters, as words and as one word', async () => {
  const long = await printPdf(withValue(`${'Lorem #ipsum $dolor$ '.repeat(2_500)}\n${'x'.repeat(50_000)}`));
  assert.ok(long.length > 50_000);
});

// Danger: one document stalls the desk, or takes its memory.
test('printPdf() gives up on a document that is too large, takes too long, or too much memory', async () => {
  const refusesWith = (code: string) => (error: unknown) =>
    error instanceof PrintFailed && error.code === code;
  await assert.rejects(printPdf(withValue('x'), { charactersMax: 10 }), refusesWith('document.too_large'));
  await assert.rejects(printPdf(withValue('x'), { msMax: 1 }), refusesWith('document.took_too_long'));
  const little = { megabytesMax: 1, lookAtMemoryEveryMs: 1 };
  await assert.rejects(printPdf(withValue('x'), little), refusesWith('document.too_large'));
  assert.ok((await printPdf(withValue('and goes on'))).length > 0);
});
