// SPDX-License-Identifier: Apache-2.0
import type { detectionRuleRoutes, ruleSelectionRoutes, ruleSetRoutes } from '@belfry/contract';
import type { Handlers } from '../platform/http/handlers.ts';
import { ruleImportHandlers } from './import-routes.ts';
import { ownRuleHandlers } from './own-rules.ts';
import { ruleHandlers } from './rule-routes.ts';
import { type RuleSetParts, ruleSetHandlers } from './rule-set-routes.ts';
import { ruleSelectionHandlers } from './selection-routes.ts';

export { type HuntedText, readHuntedText } from './hunted-text.ts';
export { addOwnDocument, endOwnDocument } from './own-rules.ts';
export { ruleImportsAreRead } from './rule-imports-are-read.ts';
export { ruleOfHit } from './rule-of-hit.ts';
export { rulePathsAreWatched } from './rule-paths-are-watched.ts';
export { shippedFolder, shippedRulesAreTakenUp } from './shipped-rules-are-taken-up.ts';

/** Handlers of everything the library of rules answers. */
export function detectionRuleHandlers(
  parts: RuleSetParts,
): Handlers<typeof detectionRuleRoutes & typeof ruleSelectionRoutes & typeof ruleSetRoutes> {
  return {
    ...ruleHandlers(parts),
    ...ownRuleHandlers(parts),
    ...ruleSelectionHandlers(parts),
    ...ruleSetHandlers(parts),
    ...ruleImportHandlers(parts),
  };
}
