// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import { limits, type RuleSamplesResult } from '@belfry/contract';
import type { Placeholders } from '@belfry/sigma';
import type { ActiveDocument } from '../log/index.ts';
import { looksLikeRule, type RuleDocument, readDocument, splitDocuments } from './rule-document.ts';
import { ReadFailed, type RuleFile, type RuleFiles } from './rule-files.ts';
import { runSamples } from './rule-samples.ts';

/** A document of a set that was read, with the line of its file it begins in. */
export interface ReadDocument extends RuleDocument {
  readonly startLine: number;
  readonly samples: RuleSamplesResult | null;
}

export interface ReadSet {
  readonly documents: readonly ReadDocument[];
  readonly skipped: number;
  /** SHA-256 over names and contents, hexadecimal. */
  readonly digest: string;
}

/** Reads the documents of files, and runs the samples they carry. */
export function readDocuments(
  { files, skipped: skippedFiles }: RuleFiles,
  placeholders: Placeholders,
  told: (read: number, total: number) => void = () => undefined,
): ReadSet {
  const documents: ReadDocument[] = [];
  const digest = createHash('sha256');
  let skipped = skippedFiles;
  for (const [index, file] of files.entries()) {
    const texts = textsOf(file);
    digest.update(`${file.path}\0${file.bytes?.length ?? -1}\0`).update(file.bytes ?? new Uint8Array());
    const known = new Set<string>();
    for (const { startLine, yaml } of texts) {
      if (!looksLikeRule(yaml)) {
        skipped += 1;
        continue;
      }
      if (documents.length >= limits.ruleSetDocumentsMax) {
        throw new ReadFailed(
          'rules.too_many_documents',
          `More than ${limits.ruleSetDocumentsMax} documents: hand in a part of them`,
        );
      }
      documents.push({
        ...apart(readDocument(yaml, file.path, placeholders), known),
        startLine,
        samples: null,
      });
    }
    told(index + 1, files.length);
  }
  if (documents.length === 0) throw new ReadFailed('rules.none', 'No document of rules is in it');
  return { documents: withSamples(documents, placeholders), skipped, digest: digest.digest('hex') };
}

function textsOf({ bytes, path }: RuleFile): { yaml: string; startLine: number }[] {
  if (bytes === null) {
    const yaml = `title: ${JSON.stringify(path)}\n# larger than ${limits.ruleFileBytesMax} bytes: not read\n`;
    return [{ yaml, startLine: 0 }];
  }
  return splitDocuments(new TextDecoder().decode(bytes).replaceAll('\0', '\uFFFD'));
}

/** Two documents of one file with one identifier: the second is refused, and stays apart under a name of its own. */
function apart(document: RuleDocument, known: Set<string>): RuleDocument {
  if (!known.has(document.sigmaId)) {
    known.add(document.sigmaId);
    return document;
  }
  const detail = `Another document of this file has the identifier "${document.sigmaId.slice(0, 100)}"`;
  let number = known.size + 1;
  while (known.has(`${document.sigmaId} (${number})`)) number += 1;
  const sigmaId = `${document.sigmaId} (${number})`;
  known.add(sigmaId);
  return { ...document, sigmaId, refusal: { code: 'document.id_taken', detail, line: null, column: null } };
}

function withSamples(
  documents: readonly ReadDocument[],
  placeholders: Placeholders,
): readonly ReadDocument[] {
  if (!documents.some(({ hasSamples }) => hasSamples)) return documents;
  const byWord = new Map<string, ReadDocument>();
  for (const each of documents) {
    if (each.refusal !== null || each.kind === 'filter') continue;
    for (const word of [each.name, each.sigmaId])
      if (word !== null && !byWord.has(word)) byWord.set(word, each);
  }
  return documents.map((document) =>
    document.hasSamples && document.refusal === null
      ? { ...document, samples: runSamples(active(document), companionsOf(document, byWord), placeholders) }
      : document,
  );
}

const active = ({ kind, path, sigmaId, yaml }: RuleDocument): ActiveDocument => ({
  id: `${path} ${sigmaId}`,
  ...{ kind, yaml },
});

/** What a correlation counts, and what those count in turn. */
function companionsOf<Of extends RuleDocument>(
  document: Of,
  byWord: ReadonlyMap<string, Of>,
): ActiveDocument[] {
  const found = new Set<Of>();
  const open = [...document.refers];
  for (let word = open.pop(); word !== undefined; word = open.pop()) {
    const each = byWord.get(word);
    if (each === undefined || each === document || found.has(each)) continue;
    found.add(each);
    open.push(...each.refers);
  }
  return [...found].map(active);
}
