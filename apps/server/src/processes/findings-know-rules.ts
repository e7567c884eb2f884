// SPDX-License-Identifier: Apache-2.0
import { addOwnDocument, endOwnDocument, ruleOfHit } from '../detection-rules/index.ts';
import type { RuleBook } from '../findings/index.ts';

/** A finding is told in the words of its rule, and what is not to be told again becomes a filter of the house. */
export const findingsKnowRules: RuleBook = {
  ruleOf: ruleOfHit,
  addDocument: addOwnDocument,
  endDocument: endOwnDocument,
};
