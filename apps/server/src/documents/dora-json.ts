// SPDX-License-Identifier: Apache-2.0
import type { FieldValue } from '@belfry/regimes';
import { doraValues } from './dora-values.ts';
import { type Filing, filledIn, utcOf } from './filing.ts';

/** A place in the report: members one inside the other. */
type Place = readonly [string, ...string[]];
const at = (path: string): Place => path.split('.') as unknown as Place;

/** Field of the ITS -> its place in the data model of the ESAs. Those of a criterion stand under that criterion. */
const places: Readonly<Record<string, Place>> = Object.fromEntries(
  Object.entries({
    '1.1': 'incidentSubmission',
    '1.2': 'submittingEntity.name',
    '1.3': 'submittingEntity.LEI',
    '1.7': 'primaryContact.name',
    '1.8': 'primaryContact.email',
    '1.9': 'primaryContact.phone',
    '1.10': 'secondaryContact.name',
    '1.11': 'secondaryContact.email',
    '1.12': 'secondaryContact.phone',
    '1.13': 'ultimateParentUndertaking.name',
    '1.14': 'ultimateParentUndertaking.LEI',
    '1.15': 'reportCurrency',
    '2.1': 'incident.financialEntityCode',
    '2.2': 'incident.detectionDateTime',
    '2.3': 'incident.classificationDateTime',
    '2.4': 'incident.incidentDescription',
    '2.7': 'incident.incidentDiscovery',
    '2.8': 'incident.originatesFromThirdPartyProvider',
    '2.9': 'incident.isBusinessContinuityActivated',
    '2.10': 'incident.otherInformation',
    '3.1': 'incident.competentAuthorityCode',
    '3.2': 'incident.incidentOccurrenceDateTime',
    '3.3': 'impactAssessment.serviceImpact.serviceRestorationDateTime',
    '3.4': 'impactAssessment.affectedAssets.affectedClients.number',
    '3.5': 'impactAssessment.affectedAssets.affectedClients.percentage',
    '3.6': 'impactAssessment.affectedAssets.affectedFinancialCounterparts.number',
    '3.7': 'impactAssessment.affectedAssets.affectedFinancialCounterparts.percentage',
    '3.8': 'impactAssessment.hasImpactOnRelevantClients',
    '3.9': 'impactAssessment.affectedAssets.affectedTransactions.number',
    '3.10': 'impactAssessment.affectedAssets.affectedTransactions.percentage',
    '3.11': 'impactAssessment.affectedAssets.valueOfAffectedTransactions',
    '3.12': 'impactAssessment.affectedAssets.numbersActualEstimate',
    '3.15': 'incident.incidentDuration',
    '3.16': 'impactAssessment.serviceImpact.serviceDowntime',
    '3.17': 'informationDurationServiceDowntimeActualOrEstimate',
    '3.22': 'impactAssessment.criticalServicesAffected',
    '3.23': 'incident.incidentType.incidentClassification',
    '3.24': 'incident.incidentType.otherIncidentClassification',
    '3.25': 'incident.incidentType.threatTechniques',
    '3.26': 'incident.incidentType.otherThreatTechniques',
    '3.27': 'impactAssessment.affectedFunctionalAreas',
    '3.28': 'impactAssessment.isAffectedInfrastructureComponents',
    '3.29': 'impactAssessment.affectedInfrastructureComponents',
    '3.30': 'impactAssessment.isImpactOnFinancialInterest',
    '3.31': 'reportingToOtherAuthorities',
    '3.32': 'reportingToOtherAuthoritiesOther',
    '3.33': 'impactAssessment.serviceImpact.isTemporaryActionsMeasuresForRecovery',
    '3.34': 'impactAssessment.serviceImpact.descriptionOfTemporaryActionsMeasuresForRecovery',
    '3.35': 'incident.incidentType.indicatorsOfCompromise',
    '4.1': 'incident.rootCauseHLClassification',
    '4.2': 'incident.rootCausesDetailedClassification',
    '4.3': 'incident.rootCausesAdditionalClassification',
    '4.4': 'incident.rootCausesOther',
    '4.5': 'incident.rootCausesInformation',
    '4.6': 'incident.incidentResolutionSummary',
    '4.7': 'incident.rootCauseAddressingDateTime',
    '4.8': 'incident.incidentResolutionDateTime',
    '4.9': 'incident.incidentResolutionVsPlannedImplementation',
    '4.10': 'incident.assessmentOfRiskToCriticalFunctions',
    '4.11': 'incident.informationRelevantToResolutionAuthorities',
    '4.13': 'incident.grossAmountIndirectDirectCosts',
    '4.14': 'incident.financialRecoveriesAmount',
    '4.15': 'incident.recurringNonMajorIncidentsDescription',
    '4.16': 'incident.recurringIncidentDate',
  }).map(([id, path]) => [id, at(path)]),
);

/** Fields that a criterion of 2.5 carries along. */
const ofCriterion: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  geographical_spread: {
    '2.6': 'countryCodeMaterialityThresholds',
    '3.18': 'memberStatesImpactType',
    '3.19': 'memberStatesImpactTypeDescription',
  },
  data_losses: { '3.20': 'dataLosseMaterialityThresholds', '3.21': 'dataLossesDescription' },
  reputational_impact: { '3.13': 'reputationalImpactType', '3.14': 'reputationalImpactDescription' },
  economic_impact: { '4.12': 'economicImpactMaterialityThreshold' },
};

const MOMENTS: readonly string[] = ['2.2', '2.3', '3.2', '3.3', '4.7', '4.8', '4.16'];

type Json = null | boolean | number | string | readonly Json[] | { [name: string]: Json };
type Report = { [name: string]: Json };

/**
 * A DORA report in the data model that the ESAs give for Implementing Regulation (EU) 2025/302 (incident reporting,
 * version 1.2). Empty fields are left out; a receiver's own rules may ask for more.
 */
export function doraReport(filing: Filing): Report {
  const report: Report = {};
  for (const [id, place] of Object.entries(places)) {
    const value = spoken(id, filledIn(filing, id));
    if (value !== null) put(report, place, value);
  }
  const criteria = asList(filledIn(filing, '2.5'));
  put(
    report,
    at('incident.classificationTypes'),
    criteria.map((criterion) => criterionOf(filing, criterion)),
  );
  put(report, at('submittingEntity.entityType'), 'SUBMITTING_ENTITY');
  if ('ultimateParentUndertaking' in report) {
    put(report, at('ultimateParentUndertaking.entityType'), 'ULTIMATE_PARENT_UNDERTAKING_ENTITY');
  }
  return { ...report, affectedEntity: [affectedEntity(filing)] };
}

/** The entity that was hit is the one that reports, unless the form names another. */
function affectedEntity(filing: Filing): Report {
  const own = { name: filledIn(filing, '1.5'), LEI: filledIn(filing, '1.6') };
  const isOther = own.name !== null || own.LEI !== null;
  const { LEI, name } = isOther ? own : { name: filledIn(filing, '1.2'), LEI: filledIn(filing, '1.3') };
  const types = spoken('1.4', filledIn(filing, '1.4'));
  return {
    entityType: 'AFFECTED_ENTITY',
    ...(name === null ? {} : { name: name as Json }),
    ...(types === null ? {} : { affectedEntityType: types }),
    ...(LEI === null ? {} : { LEI: LEI as Json }),
  };
}

function criterionOf(filing: Filing, criterion: string): Report {
  const also = Object.entries(ofCriterion[criterion] ?? {}).flatMap(([id, name]) => {
    const value = spoken(id, filledIn(filing, id));
    return value === null ? [] : [[name, value] as const];
  });
  return { classificationCriterion: word('2.5', criterion), ...Object.fromEntries(also) };
}

const asList = (value: FieldValue): readonly string[] =>
  Array.isArray(value) ? (value as readonly string[]) : [];

const word = (id: string, value: string): string => doraValues[id]?.[value] ?? value;

/** A value in the words of the data model. */
function spoken(id: string, value: FieldValue): Json {
  if (typeof value === 'string' && MOMENTS.includes(id)) return utcOf(value);
  if (typeof value === 'string') return word(id, value);
  return typeof value === 'object' && value !== null ? value.map((each) => word(id, each)) : value;
}

function put(report: Report, [name, ...rest]: Place, value: Json): void {
  const [next] = rest;
  if (next === undefined) {
    report[name] = value;
    return;
  }
  const inner = (report[name] ?? {}) as Report;
  report[name] = inner;
  put(inner, rest as unknown as Place, value);
}
