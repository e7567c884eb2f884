// SPDX-License-Identifier: Apache-2.0
import type { AuthorityKind } from '@belfry/contract';
import { type Regime, regimes, type Stage } from '@belfry/regimes';

/** What somebody outside gets who is no authority: told by announcements, kept by us, or said within the house. */
const notToAuthority: readonly Stage['kind'][] = [
  'management',
  'client',
  'data_subject',
  'user',
  'public',
  'record',
  'inbound',
];

/** Kinds of authority that take the notices of a regime, the first one first. A longer beginning is the closer one. */
const kindsByRegime: readonly (readonly [begins: string, kinds: readonly AuthorityKind[]])[] = [
  ['nis2', ['csirt', 'nis2_supervisor']],
  ['nis2-fi', ['nis2_supervisor', 'csirt']],
  ['voluntary-nis2', ['csirt']],
  ['dora', ['financial']],
  ['gdpr', ['data_protection']],
  ['cra', ['cra']],
  ['voluntary-cra', ['cra', 'csirt']],
  ['eidas', ['trust_services']],
  ['cer', ['critical_entities']],
  ['no-digital-security', ['nis2_supervisor', 'csirt']],
  ['no-security', ['national_security']],
  ['no-trust', ['trust_services']],
  ['classified', ['national_security']],
  ['ksz', ['social_security']],
];

/** Stages that differ from the others of their regime. None: somebody of our own gets them. */
const kindsByStage: Readonly<Record<string, readonly AuthorityKind[]>> = {
  'classified-be.security_officer': [],
  'classified-be.director': [],
};

/** Kinds of authority that take this stage; none where it goes to somebody else. */
export function kindsTaking(regimeId: string, stage: Pick<Stage, 'id' | 'kind'>): readonly AuthorityKind[] {
  const own = kindsByStage[`${regimeId}.${stage.id}`];
  if (own !== undefined) return own;
  if (notToAuthority.includes(stage.kind)) return [];
  const closest = kindsByRegime
    .filter(([begins]) => regimeId === begins || regimeId.startsWith(`${begins}-`))
    .sort(([a], [b]) => b.length - a.length)[0];
  return closest?.[1] ?? [];
}

export interface StageOfAuthority {
  readonly regime: Regime;
  readonly stage: Stage;
  readonly kinds: readonly AuthorityKind[];
}

/** Every stage that goes to an authority, in the order of the law. */
export function stagesToAuthorities(among: readonly Regime[] = regimes): readonly StageOfAuthority[] {
  return among.flatMap((regime) =>
    regime.stages.flatMap((stage) => {
      const kinds = kindsTaking(regime.id, stage);
      return kinds.length === 0 ? [] : [{ regime, stage, kinds }];
    }),
  );
}

/** Kinds whose authority is one for the whole Union. */
const unionKinds: readonly AuthorityKind[] = ['cra'];

/**
 * The state whose authority takes it: its own for a national act, the Union’s where there is one for all, else that of
 * the organisation.
 */
export function stateOf(regime: Pick<Regime, 'jurisdiction'>, kind: AuthorityKind, country: string): string {
  if (unionKinds.includes(kind)) return 'EU';
  return regime.jurisdiction === 'EU' ? country : regime.jurisdiction;
}
