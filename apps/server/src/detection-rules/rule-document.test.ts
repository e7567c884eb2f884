// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { limits } from '@belfry/contract';
import { aRule } from '../../test/rules.ts';
import { clausesOf, readDocument, splitDocuments, techniquesOf } from './rule-document.ts';

describe('splitDocuments', () => {
  it('splitDocuments() parts documents at three dashes, and says in which line each begins', () => {
    const text = `# head\n---\n${aRule()}---\n# only words\n---\r\ntitle: b\r\n...\n`;
    assert.deepEqual(
      splitDocuments(text).map(({ startLine, yaml }) => [startLine, yaml.split('\n')[0]]),
      [
        [3, 'title: A tool that steals passwords'],
        [18, 'title: b'],
      ],
    );
  });

  it('splitDocuments() puts a template before what it is for, until it is reset', () => {
    const text = 'action: global\nlevel: high\n---\ntitle: a\n---\naction: reset\n---\ntitle: b\n';
    assert.deepEqual(
      splitDocuments(text).map(({ yaml }) => yaml),
      ['action: global\nlevel: high\n---\ntitle: a\n', 'title: b\n'],
    );
  });

  it('readDocument() reads a rule under its template', () => {
    const template = 'action: global\nlevel: critical\n---\n';
    const [part] = splitDocuments(`${template}${aRule().replace('level: high\n', '')}`);
    const document = readDocument(part?.yaml ?? '', 'a.yml', {});
    assert.deepEqual([document.level, document.refusal], ['critical', null]);
  });
});

describe('readDocument', () => {
  it('readDocument() keeps what a rule says of itself', () => {
    const document = readDocument(aRule(), 'a.yml', {});
    assert.deepEqual(
      [document.kind, document.level, document.status, document.product, document.category, document.tags],
      ['rule', 'high', 'test', 'windows', 'process_creation', ['attack.t1003']],
    );
  });

  it('readDocument() refuses with the place, and still knows title and level', () => {
    const document = readDocument(aRule({ detection: 'a: { x|near: y }\n  condition: a' }), 'a.yml', {});
    assert.deepEqual(
      [document.refusal?.code, document.refusal?.line, document.title, document.level],
      ['modifier.unknown', 11, 'A tool that steals passwords', 'high'],
    );
    const extras = readDocument(aRule({ more: 'belfry: { group_by: [user] }\n' }), 'a.yml', {});
    assert.deepEqual([extras.refusal?.code, extras.refusal?.line], ['document.extras_not_valid', 13]);
  });

  // Danger: escapes of YAML write what a database cannot hold, and one rule stops the import of all others.
  it('readDocument() keeps nothing that cannot be stored', () => {
    const document = readDocument(aRule({ title: '"a\\0b\\uD800"' }), 'a.yml', {});
    assert.equal(document.title.isWellFormed() && !document.title.includes('\0'), true);
  });
});

it('techniquesOf() and clausesOf() read tags', () => {
  assert.deepEqual(
    techniquesOf(['attack.t1110', 'attack.T1110.003', 'attack.credential-access', 'cve.2021']),
    ['T1110', 'T1110.003'],
  );
  assert.deepEqual(clausesOf(['belfry.lm-13', 'attack.t1110']), ['LM-13']);
});

describe('hostile texts', () => {
  // Danger: a title of a megabyte of spaces keeps the desk from everything else for hours.
  it('readDocument() finds the title of a text that is no YAML, however it is written', {
    timeout: 60_000,
  }, () => {
    const text = `title: x${' '.repeat(900_000)}x\nlevel : "high"\n: [`;
    const { level, refusal, title } = readDocument(text, 'a.yml', {});
    assert.equal(refusal?.code, 'yaml.not_valid');
    assert.equal(title.trimEnd(), 'x');
    assert.equal(level, 'high');
  });

  // Danger: half a file of templates before thousands of small documents unfolds to gigabytes.
  it('splitDocuments() unfolds templates up to the size of a file, and leaves a document that says so', () => {
    const template = `action: global\nx: ${'y'.repeat(50_000)}\n---\n`;
    const parts = splitDocuments(template + 'title: a\n---\n'.repeat(5_000));
    assert.ok(parts.reduce((sum, { yaml }) => sum + yaml.length, 0) <= limits.ruleFileBytesMax + 1_000);
    const last = readDocument(parts.at(-1)?.yaml ?? '', 'a.yml', {});
    assert.equal(last.title, 'More documents under a template');
    assert.notEqual(last.refusal, null);
  });
});
