// SPDX-License-Identifier: Apache-2.0
import { type HistoryEntry, type SealedLineProven, sealedLine } from '@belfry/contract';
import { base64Bytes, canonicalJson, isFault, type Json } from '@belfry/ledger';

/** What is sealed, held against what the screen shows. */
export interface SealedWords {
  /** The canonical bytes of the entry as text; null when the lines do not hold any. */
  readonly canonical: string | null;
  /** Fields that differ; empty when both say the same. */
  readonly differs: readonly string[];
}

/** The bytes of an entry from its line, or from the parts of a long one. */
function canonicalOf(lines: readonly SealedLineProven[]): string | null {
  const pieces: Uint8Array[] = [];
  for (const { line } of lines) {
    const { raw, raw64 } = sealedLine.parse(JSON.parse(line));
    const bytes = raw64 === undefined ? new TextEncoder().encode(raw ?? '') : base64Bytes(raw64);
    if (isFault(bytes)) return null;
    pieces.push(bytes);
  }
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return new TextDecoder('utf-8', { fatal: true }).decode(whole);
}

/** Compares field by field: a proof of other words than those on the screen would prove nothing to its reader. */
export function compareSealed(entry: HistoryEntry, lines: readonly SealedLineProven[]): SealedWords {
  let canonical: string | null = null;
  let sealed: Record<string, unknown>;
  try {
    canonical = canonicalOf(lines);
    sealed = JSON.parse(canonical ?? '') as Record<string, unknown>;
  } catch {
    return { canonical, differs: ['entry'] };
  }
  const subject = sealed['subject'] as { kind?: unknown; reference?: unknown } | undefined;
  const incident = sealed['incident'] as { reference?: unknown } | undefined;
  const pairs: readonly (readonly [string, unknown, unknown])[] = [
    ['id', entry.id, sealed['id']],
    ['position', entry.position, sealed['position']],
    ['kind', entry.kind, sealed['event']],
    ['occurredAt', entry.occurredAt, sealed['occurredAt']],
    ['recordedAt', entry.recordedAt, sealed['recordedAt']],
    ['actor', entry.actor, sealed['actor']],
    ['subject', entry.subject, { kind: subject?.kind, reference: subject?.reference }],
    ['incident', entry.incident, incident?.reference ?? null],
    ['changes', entry.changes ?? null, sealed['changes'] ?? null],
    ['text', entry.text ?? null, sealed['text'] ?? null],
    ['reason', entry.reason ?? null, sealed['reason'] ?? null],
  ];
  return {
    canonical,
    differs: pairs.filter(([, ours, theirs]) => !isSame(ours, theirs)).map(([name]) => name),
  };
}

function isSame(one: unknown, other: unknown): boolean {
  return canonicalJson(jsonOf(one)) === canonicalJson(jsonOf(other));
}

const jsonOf = (value: unknown) => JSON.parse(JSON.stringify(value ?? null)) as Json;
