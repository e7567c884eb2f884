// SPDX-License-Identifier: Apache-2.0

/**
 * Field -> value of our form -> value of the data model, where the two differ. The data model was read in a copy of
 * its schema, version 1.2, and not in the Official Journal: `docs/operating/law.md` says so.
 */
export const doraValues: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '1.1': { reclassified_as_non_major: 'major_incident_reclassified_as_non-major' },
  '1.4': {
    crypto_asset_service_provider: 'crypto-asset_service_provider',
    issuer_of_asset_referenced_tokens: 'issuer_of_asset-referenced_tokens',
    manager_of_alternative_investment_funds: 'manager_of_alternative_investment_fund',
    insurance_or_reinsurance_undertaking: 'insurance_and_reinsurance_undertaking',
    insurance_intermediary:
      'insurance_intermediary_reinsurance_intermediary_and_ancillary_insurance_intermediary',
  },
  '2.5': {
    clients_counterparts_transactions: 'clients_financial_counterparts_and_transactions_affected',
    duration_and_downtime: 'duration_and_service_downtime',
  },
  '2.7': {
    third_party_provider: 'third-party_provider',
    authority: 'authority_agency_law_enforcement_body',
  },
  '3.12': {
    clients_actual: 'actual_figures_for_clients_affected',
    clients_estimate: 'estimates_for_clients_affected',
    clients_no_impact: 'no_impact_on_clients',
    counterparts_actual: 'actual_figures_for_financial_counterparts_affected',
    counterparts_estimate: 'estimates_for_financial_counterparts_affected',
    counterparts_no_impact: 'no_impact_on_financial_counterparts',
    transactions_actual: 'actual_figures_for_transactions_affected',
    transactions_estimate: 'estimates_for_transactions_affected',
    transactions_no_impact: 'no_impact_on_transactions',
  },
  '3.13': {
    media: 'the_major_ict-related_incident_has_been_reflected_in_the_media',
    complaints:
      'the_major_ict-related_incident_has_resulted_in_repetitive_complaints_from_different_clients_or_financial_counterparts_on_client-facing_services_or_critical_business_relationships',
    requirements_not_met:
      'the_financial_entity_will_not_be_able_to_or_is_likely_not_to_be_able_to_meet_regulatory_requirements_as_a_result_of_the_major_ict-related_incident',
    clients_lost:
      'the_financial_entity_will_or_is_likely_to_lose_clients_or_financial_counterparts_with_a_material_impact_on_its_business_as_a_result_of_the_major_ict-related_incident',
  },
  '3.17': {
    actual: 'actual_figures',
    estimate: 'estimates',
    actual_and_estimate: 'actual_figures_and_estimates',
    information_not_available: 'no_information_available',
  },
  '3.18': {
    branch: 'branch_of_the_financial_entity',
    group_entities:
      'financial_entities_within_the_group_carrying_out_activities_in_the_respective_member_state',
    market_infrastructures: 'financial_market_infrastructure',
    third_party_providers: 'third-party_providers_that_may_be_common_to_other_financial_entities',
  },
  '3.23': { cybersecurity_related: 'cybersecurity-related', payment_related: 'payment-related' },
  '3.25': {
    social_engineering: 'social_engineering_including_phishing',
    denial_of_service: 'ddos',
    data_encryption_for_impact: 'data_encryption_for_impact_including_ransomware',
    data_exfiltration: 'data_exfiltration_and_manipulation_including_identity_theft',
    supply_chain_attack: 'supply-chain_attack',
  },
  '3.30': { not_applicable: 'information_not_available' },
  '3.31': { police: 'police_law_enforcement' },
  '4.1': { system_failure: 'system_failure_malfunction' },
  '4.2': {
    'malicious.internal': 'malicious_actions_deliberate_internal_actions',
    'malicious.physical': 'malicious_actions_deliberate_physical_damage_manipulation_theft',
    'malicious.fraud': 'malicious_actions_fraudulent_actions',
    'process.monitoring': 'process_failure_insufficient_monitoring_or_failure_of_monitoring_and_control',
    'process.roles': 'process_failure_insufficient_unclear_roles_and_responsibilities',
    'process.ict_risk': 'process_failure_ICT_risk_management_process_failure',
    'process.operations':
      'process_failure_insufficient_or_failure_of_ict_operations_and_ict_security_operations',
    'process.projects': 'process_failure_insufficient_or_failure_of_ict_project_management',
    'process.policies': 'process_failure_inadequacy_of_internal_policies_procedures_and_documentation',
    'process.acquisition': 'process_failure_inadequate_ict_systems_acquisition_development_and_maintenance',
    'process.other': 'process_failure_other',
    'system.capacity': 'system_failure_hardware_capacity_and_performance',
    'system.maintenance': 'system_failure_hardware_maintenance',
    'system.ageing': 'system_failure_hardware_obsolescence_ageing',
    'system.compatibility': 'system_failure_software_compatibility_configuration',
    'system.performance': 'system_failure_software_performance',
    'system.network': 'system_failure_network_configuration',
    'system.damage': 'system_failure_physical_damage',
    'system.other': 'system_failure_other',
    'human.omission': 'human_error_omission',
    'human.mistake': 'human_error_mistake',
    'human.skills': 'human_error_skills_knowledge',
    'human.resources': 'human_error_inadequate_human_resources',
    'human.miscommunication': 'human_error_miscommunication',
    'human.other': 'human_error_other',
    'external.disaster': 'external_event_natural_disasters_force_majeure',
    'external.third_party': 'external_event_third-party_failures',
    'external.other': 'external_event_other',
  },
};
