// SPDX-License-Identifier: Apache-2.0
import type {
  AuthorityKind,
  FourTexts,
  LawQuestion,
  LegalLineShown,
  RegimeAnchor,
  RegimeLine,
  RegimePeriod,
  RegimeShown,
  RegimeStage,
  RegimeTerm,
} from '@belfry/contract';
import {
  type Anchor,
  contentTexts,
  factsOf,
  type Legal,
  lineTexts,
  outcomeTexts,
  type Period,
  type Question,
  type Regime,
  type Rule,
  recipientTexts,
  regimeTexts,
  type Stage,
  stageTexts,
  type Term,
} from '@belfry/regimes';

/** Kinds of authority that take a stage, handed in: who they are is another slice’s. */
export type KindsTaking = (regimeId: string, stage: Pick<Stage, 'id' | 'kind'>) => readonly AuthorityKind[];

export const legalShown = ({ cite, evidence, note }: Legal): LegalLineShown => ({
  cite,
  evidence,
  note: note ?? null,
});

function anchorShown(anchor: Anchor): RegimeAnchor {
  if (anchor.kind === 'moment') return { kind: anchor.kind, names: [anchor.moment], which: null };
  if (anchor.kind === 'classification') return { kind: anchor.kind, names: [anchor.outcome], which: null };
  if (anchor.kind === 'request') return { kind: anchor.kind, names: [], which: null };
  const which = anchor.kind === 'submission' ? anchor.which : null;
  return { kind: anchor.kind, names: [...anchor.of], which };
}

function periodShown(period: Period): RegimePeriod {
  if (period === 'immediate') return { unit: 'immediate', count: null };
  if ('hours' in period) return { unit: 'hours', count: period.hours };
  if ('days' in period) return { unit: 'days', count: period.days };
  return 'months' in period
    ? { unit: 'months', count: period.months }
    : { unit: 'working_days', count: period.workingDays };
}

const termShown = ({ from, onlyFor, onlyIf, plus }: Term): RegimeTerm => ({
  from: anchorShown(from),
  plus: periodShown(plus),
  onlyIf:
    onlyIf === undefined ? null : { anchor: anchorShown(onlyIf.anchor), hoursAfterMax: onlyIf.hoursAfterMax },
  onlyFor: onlyFor === undefined ? [] : [...factsOf(onlyFor)],
});

const asked = (rule: Rule | undefined, regime: Regime): string[] =>
  rule === undefined ? [] : [...factsOf(rule, regime.criteria)];

const lineShown = (
  line: { readonly id: string; readonly rule: Rule; readonly legal: Legal },
  says: FourTexts,
  regime: Regime,
): RegimeLine => ({
  id: line.id,
  says,
  asks: asked(line.rule, regime),
  legal: legalShown(line.legal),
});

const stageShown = (stage: Stage, regime: Regime, kindsTaking: KindsTaking): RegimeStage => ({
  id: stage.id,
  name: stageTexts(regime.id, stage.id),
  kind: stage.kind,
  duty: stage.duty,
  due: stage.due.map(termShown),
  recipient: recipientTexts(stage.recipient),
  authorityKinds: [...kindsTaking(regime.id, stage)],
  legal: legalShown(stage.legal),
  owedWhen: [...stage.owedWhen],
  unlessNot: [...(stage.unlessNot ?? [])],
  asks: [...asked(stage.condition, regime), ...asked(stage.exception, regime)],
  isOnRequest: stage.isOnRequest === true,
  isRepeating: stage.isRepeating === true,
  insteadWhileOngoing: stage.whileOngoing?.instead ?? null,
  afterOngoing: stage.afterOngoing ?? null,
  shift: stage.shift === undefined ? null : legalShown(stage.shift.legal),
  late: stage.late,
  contents: stage.contents.map((id) => ({ id, says: contentTexts(id) })),
});

/** A regime as it is shown: rules as the questions they ask, so that a reader sees what decides and nobody judges twice. */
export function regimeShown(regime: Regime, isInForce: boolean, kindsTaking: KindsTaking): RegimeShown {
  return {
    id: regime.id,
    name: regimeTexts(regime.id),
    jurisdiction: regime.jurisdiction,
    version: regime.version,
    validFrom: regime.validFrom,
    validUntil: regime.validUntil,
    isInForce,
    legal: legalShown(regime.legal),
    applies: { asks: asked(regime.applies.rule, regime), legal: legalShown(regime.applies.legal) },
    criteria: regime.criteria.map((line) => lineShown(line, lineTexts(line.says), regime)),
    outcomes: regime.outcomes.map((line) => lineShown(line, outcomeTexts(line.says), regime)),
    stages: regime.stages.map((stage) => stageShown(stage, regime, kindsTaking)),
  };
}

export const questionShown = ({ about, answer, asks, choices, id }: Question): LawQuestion => ({
  id,
  about,
  answer,
  choices: [...(choices ?? [])],
  asks: { ...asks },
});
