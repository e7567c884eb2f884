// SPDX-License-Identifier: Apache-2.0
import type { DetectionLevel, Language } from '@belfry/contract';
import type { Changing, Sql } from '../platform/database/database.ts';

/** A rule, as far as a finding tells it. */
export interface RuleTold {
  readonly title: string;
  readonly level: DetectionLevel | null;
  readonly techniques: readonly string[];
  readonly windowMs: number;
  readonly sigmaId: string;
  readonly yaml: string;
  /** Title and description in other languages than that of the document. */
  readonly words?: Readonly<
    Partial<Record<Language, { readonly title: string; readonly description: string }>>
  >;
}

/** What findings ask of the library of rules. */
export interface RuleBook {
  /** A rule that a hit names, also one that was removed since; null where there is none. */
  readonly ruleOf: (sql: Sql, ruleId: string) => Promise<RuleTold | null>;
  /** Adds a document to the rules of the house, in effect from the commit on. @returns its identifier in the library */
  readonly addDocument: (changing: Changing, document: { readonly yaml: string }) => Promise<string>;
  /** Takes such a document out again. */
  readonly endDocument: (changing: Changing, ruleId: string) => Promise<void>;
}
