// SPDX-License-Identifier: Apache-2.0
import { type Permission, type Refusal, type RoutingRule, refuse, roleNames, roles } from '@belfry/contract';

/** Roles whose people can be given a report. */
export const handlingRoles = roleNames.filter((role) =>
  (roles[role] as readonly Permission[]).includes('reports.decide'),
);

export interface KnownPlaces {
  readonly queues: ReadonlySet<string>;
  readonly people: ReadonlySet<string>;
}

/** Why these rules cannot be saved or tried, each at its place, or null. */
export function reasonNotRules(
  rules: readonly RoutingRule[],
  known: KnownPlaces,
): Refusal<'request.not_valid'> | null {
  const seen = new Set<string>();
  const errors = rules.flatMap((rule, index) => {
    const wrong: { pointer: string; code: string; detail: string }[] = [];
    const at = (field: string, code: string, detail: string) =>
      wrong.push({ pointer: `/rules/${index}/${field}`, code, detail });
    if (seen.has(rule.id)) {
      at('id', 'unique', `Two rules have the identifier ${rule.id}`);
    }
    seen.add(rule.id);
    if (!known.queues.has(rule.queue)) {
      at('queue', 'unknown', `Rule "${rule.name}" leads to a queue that is not there`);
    }
    if (rule.handler !== null && !known.people.has(rule.handler)) {
      at('handler', 'unknown', `Rule "${rule.name}" names somebody who cannot handle reports`);
    }
    return wrong;
  });
  return errors.length === 0
    ? null
    : refuse('request.not_valid', errors.map(({ detail }) => detail).join('; '), errors);
}

/** Rules by identifier with their order, for telling old from new in the record. */
export function inRecord(
  rules: readonly RoutingRule[],
  ofBoth: readonly RoutingRule[],
): Record<string, unknown> {
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  return {
    order: rules.map(({ name }) => name),
    ...Object.fromEntries(ofBoth.map(({ id }) => [`rule ${id}`, byId.get(id) ?? null])),
  };
}
