// SPDX-License-Identifier: Apache-2.0

/**
 * What a verification says in the end: every entry is as it was sealed and somebody outside vouches for when; something
 * is not as it was sealed; it cannot be said; or intact, with nobody outside who would notice a rewritten whole.
 */
export type Verdict = 'intact' | 'altered' | 'unchecked' | 'unanchored';

/** Exit codes of `belfry verify`. */
export const verdictCodes: Readonly<Record<Verdict, number>> = {
  intact: 0,
  altered: 1,
  unchecked: 2,
  unanchored: 3,
};

/** What a finding means for the verdict; what is only told leaves it as it is. */
export type FindingWeight = 'altered' | 'unchecked' | 'told';

/** What was found. A code is forever. */
export type FindingCode =
  | 'log.none'
  | 'log.name_differs'
  | 'key.missing'
  | 'checkpoint.malformed'
  | 'checkpoint.not_signed'
  | 'checkpoint.foreign_signature'
  | 'entry.altered'
  | 'entry.missing'
  | 'entry.inserted'
  | 'entry.moved'
  | 'entries.narrowed'
  | 'entries.missing'
  | 'entries.differ'
  | 'line.malformed'
  | 'line.out_of_order'
  | 'segment.malformed'
  | 'segment.digest_differs'
  | 'segment.digest_absent'
  | 'tile.altered'
  | 'tile.missing'
  | 'tile.absent'
  | 'anchor.malformed'
  | 'anchor.rolled_back'
  | 'anchor.forked'
  | 'anchor.unreadable'
  | 'cosignature.wrong'
  | 'time_stamp.wrong'
  | 'time_stamp.untrusted'
  | 'seal.missing'
  | 'seal.pending'
  | 'silence.unsealed'
  | 'proof.wrong'
  | 'bundle.differs';

/** One thing that is not as it should be: where, and what was compared. */
export interface Finding {
  readonly code: FindingCode;
  readonly weight: FindingWeight;
  /** First and last entry it is about, by their place in the log, from 0. */
  readonly entries?: readonly [first: number, last: number];
  readonly file?: string;
  /** Bytes of that file: from, and up to but not including. */
  readonly bytes?: readonly [begin: number, end: number];
  readonly expected?: string;
  readonly found?: string;
  /** The finding as a sentence. */
  readonly words: string;
}

/** Somebody outside who vouches that the log had so many entries, these ones, at a moment. */
export interface Anchor {
  readonly kind: 'time_stamp' | 'cosignature';
  readonly size: number;
  readonly by: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** The result for one log. */
export interface LogReport {
  readonly verdict: Verdict;
  /** Name of the log as its checkpoint says; null when there is none that can be read. */
  readonly origin: string | null;
  /** Entries under the checkpoint. */
  readonly size: number;
  /** Root of the checkpoint in hex. */
  readonly root: string;
  /** Names and identifiers of the log's keys whose signature holds. */
  readonly signedBy: readonly string[];
  readonly anchors: readonly Anchor[];
  readonly findings: readonly Finding[];
  /** Findings that are not listed, because there are too many. */
  readonly more: number;
  /** Lines behind the last sealed entry. */
  readonly pending: number;
}

/** Gathers findings; what goes beyond the list is counted. */
export interface Findings {
  readonly all: readonly Finding[];
  readonly more: number;
  readonly isAltered: boolean;
  add(finding: Finding): void;
  verdict(anchorCount: number): Verdict;
}

const FINDINGS_MAX = 1_000;

/**
 * Gathers findings and weighs them.
 *
 * @example
 * ```ts
 * const findings = gatherFindings();
 * findings.verdict(0); // 'unanchored'
 * findings.verdict(1); // 'intact'
 * ```
 */
export function gatherFindings(max: number = FINDINGS_MAX): Findings {
  const all: Finding[] = [];
  const weights = new Set<FindingWeight>();
  let more = 0;
  return {
    all,
    get more() {
      return more;
    },
    get isAltered() {
      return weights.has('altered');
    },
    add: (finding) => {
      weights.add(finding.weight);
      if (all.length < max) {
        all.push(finding);
      } else {
        more += 1;
      }
    },
    verdict: (anchorCount) => {
      if (weights.has('altered')) return 'altered';
      if (weights.has('unchecked')) return 'unchecked';
      return anchorCount > 0 ? 'intact' : 'unanchored';
    },
  };
}
