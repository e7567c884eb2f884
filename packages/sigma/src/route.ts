// SPDX-License-Identifier: Apache-2.0

/** Names a rule uses -> names the event has, the first that is there. A name with dots is a path. */
export type Aliases = readonly (readonly [rule: string, event: string])[];

/** Where an event comes from, in the words of rules. */
export interface Route {
  readonly product: string | null;
  /** Products it may be too: a runtime and what runs in it write to one log. */
  readonly alsoProducts?: readonly string[];
  readonly services: readonly string[];
  readonly categories: readonly string[];
  /** For fields the event has under another name. */
  readonly aliases: Aliases;
}
