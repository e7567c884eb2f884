// SPDX-License-Identifier: Apache-2.0
import type { FieldChoice } from './form.ts';
import { wordsOf } from './form-words.ts';

/** Values of one field, in the order of the act. */
const choicesOf = (lines: string): readonly FieldChoice[] =>
  [...wordsOf(lines)].map(([value, label]) => ({ value, label }));

const yesNoUnknown = (third: string) =>
  choicesOf(`
yes | Yes | Ja | Oui | Ja
no | No | Nee | Non | Nein
${third}
`);

/**
 * What the fields of the DORA forms let choose; the words of the values are those of the facts, not of the Official
 * Journal. The values of 4.3 are those of the data model, which has no others for it.
 */
export const doraChoices: Readonly<Record<string, readonly FieldChoice[]>> = {
  '1.1': choicesOf(`
initial_notification | Initial notification | Eerste kennisgeving | Notification initiale | Erstmeldung
intermediate_report | Intermediate report | Tussentijds verslag | Rapport intermédiaire | Zwischenmeldung
final_report | Final report | Eindverslag | Rapport final | Abschlussmeldung
reclassified_as_non_major | Major incident reclassified as non-major | Ernstig incident geherclassificeerd als niet ernstig | Incident majeur reclassé comme non majeur | Schwerwiegender Vorfall als nicht schwerwiegend neu eingestuft
`),
  '1.4': choicesOf(`
credit_institution | Credit institution | Kredietinstelling | Établissement de crédit | Kreditinstitut
payment_institution | Payment institution | Betalingsinstelling | Établissement de paiement | Zahlungsinstitut
exempted_payment_institution | Exempted payment institution | Vrijgestelde betalingsinstelling | Établissement de paiement exempté | Ausgenommenes Zahlungsinstitut
account_information_service_provider | Account information service provider | Rekeninginformatiedienstaanbieder | Prestataire de services d’information sur les comptes | Kontoinformationsdienstleister
electronic_money_institution | Electronic money institution | Instelling voor elektronisch geld | Établissement de monnaie électronique | E-Geld-Institut
exempted_electronic_money_institution | Exempted electronic money institution | Vrijgestelde instelling voor elektronisch geld | Établissement de monnaie électronique exempté | Ausgenommenes E-Geld-Institut
investment_firm | Investment firm | Beleggingsonderneming | Entreprise d’investissement | Wertpapierfirma
crypto_asset_service_provider | Crypto-asset service provider | Aanbieder van cryptoactivadiensten | Prestataire de services sur crypto-actifs | Anbieter von Krypto-Dienstleistungen
issuer_of_asset_referenced_tokens | Issuer of asset-referenced tokens | Uitgever van asset-referenced tokens | Émetteur de jetons se référant à des actifs | Emittent vermögenswertereferenzierter Token
central_securities_depository | Central securities depository | Centrale effectenbewaarinstelling | Dépositaire central de titres | Zentralverwahrer
central_counterparty | Central counterparty | Centrale tegenpartij | Contrepartie centrale | Zentrale Gegenpartei
trading_venue | Trading venue | Handelsplatform | Plate-forme de négociation | Handelsplatz
trade_repository | Trade repository | Transactieregister | Référentiel central | Transaktionsregister
manager_of_alternative_investment_funds | Manager of alternative investment funds | Beheerder van alternatieve beleggingsinstellingen | Gestionnaire de fonds d’investissement alternatifs | Verwalter alternativer Investmentfonds
management_company | Management company | Beheermaatschappij | Société de gestion | Verwaltungsgesellschaft
data_reporting_service_provider | Data reporting service provider | Datarapporteringsdienstverlener | Prestataire de services de communication de données | Datenbereitstellungsdienst
insurance_or_reinsurance_undertaking | Insurance or reinsurance undertaking | Verzekerings- of herverzekeringsonderneming | Entreprise d’assurance ou de réassurance | Versicherungs- oder Rückversicherungsunternehmen
insurance_intermediary | Insurance, reinsurance or ancillary intermediary | Verzekerings-, herverzekerings- of nevenverzekeringstussenpersoon | Intermédiaire d’assurance, de réassurance ou à titre accessoire | Versicherungs-, Rückversicherungsvermittler oder Vermittler in Nebentätigkeit
institution_for_occupational_retirement_provision | Institution for occupational retirement provision | Instelling voor bedrijfspensioenvoorziening | Institution de retraite professionnelle | Einrichtung der betrieblichen Altersversorgung
credit_rating_agency | Credit rating agency | Ratingbureau | Agence de notation de crédit | Ratingagentur
administrator_of_critical_benchmarks | Administrator of critical benchmarks | Beheerder van cruciale benchmarks | Administrateur d’indices de référence d’importance critique | Administrator kritischer Referenzwerte
crowdfunding_service_provider | Crowdfunding service provider | Crowdfundingdienstverlener | Prestataire de services de financement participatif | Schwarmfinanzierungsdienstleister
securitisation_repository | Securitisation repository | Securitisatieregister | Référentiel des titrisations | Verbriefungsregister
`),
  '2.5': choicesOf(`
clients_counterparts_transactions | Clients, financial counterparts and transactions | Cliënten, financiële tegenpartijen en transacties | Clients, contreparties financières et transactions | Kunden, finanzielle Gegenparteien und Transaktionen
reputational_impact | Reputational impact | Reputatieschade | Incidence sur la réputation | Auswirkungen auf die Reputation
duration_and_downtime | Duration and service downtime | Duur en uitvaltijd | Durée et indisponibilité du service | Dauer und Ausfallzeit
geographical_spread | Geographical spread | Geografische spreiding | Étendue géographique | Geografische Ausbreitung
data_losses | Data losses | Gegevensverlies | Pertes de données | Datenverluste
critical_services_affected | Critical services affected | Getroffen kritieke diensten | Services critiques affectés | Betroffene kritische Dienste
economic_impact | Economic impact | Economische gevolgen | Incidence économique | Wirtschaftliche Auswirkungen
`),
  '2.7': choicesOf(`
it_security | IT security | IT-beveiliging | Sécurité informatique | IT-Sicherheit
staff | Staff | Personeel | Personnel | Personal
internal_audit | Internal audit | Interne audit | Audit interne | Interne Revision
external_audit | External audit | Externe audit | Audit externe | Externe Prüfung
clients | Clients | Cliënten | Clients | Kunden
financial_counterparts | Financial counterparts | Financiële tegenpartijen | Contreparties financières | Finanzielle Gegenparteien
third_party_provider | Third-party provider | Derde aanbieder | Prestataire tiers | Drittanbieter
attacker | Attacker | Aanvaller | Attaquant | Angreifer
monitoring_systems | Monitoring systems | Monitoringsystemen | Systèmes de surveillance | Überwachungssysteme
authority | Authority, agency or law enforcement body | Autoriteit, agentschap of rechtshandhaving | Autorité, agence ou service répressif | Behörde, Agentur oder Strafverfolgung
other | Other | Andere | Autre | Sonstige
`),
  '3.12': choicesOf(`
clients_actual | Clients: actual | Cliënten: werkelijk | Clients : réel | Kunden: tatsächlich
clients_estimate | Clients: estimate | Cliënten: schatting | Clients : estimation | Kunden: Schätzung
clients_no_impact | Clients: no impact | Cliënten: geen gevolgen | Clients : aucune incidence | Kunden: keine Auswirkungen
counterparts_actual | Counterparts: actual | Tegenpartijen: werkelijk | Contreparties : réel | Gegenparteien: tatsächlich
counterparts_estimate | Counterparts: estimate | Tegenpartijen: schatting | Contreparties : estimation | Gegenparteien: Schätzung
counterparts_no_impact | Counterparts: no impact | Tegenpartijen: geen gevolgen | Contreparties : aucune incidence | Gegenparteien: keine Auswirkungen
transactions_actual | Transactions: actual | Transacties: werkelijk | Transactions : réel | Transaktionen: tatsächlich
transactions_estimate | Transactions: estimate | Transacties: schatting | Transactions : estimation | Transaktionen: Schätzung
transactions_no_impact | Transactions: no impact | Transacties: geen gevolgen | Transactions : aucune incidence | Transaktionen: keine Auswirkungen
`),
  '3.13': choicesOf(`
media | Reflected in the media | Weerspiegeld in de media | Relayé dans les médias | In den Medien berichtet
complaints | Repetitive complaints | Herhaalde klachten | Plaintes répétées | Wiederholte Beschwerden
requirements_not_met | Regulatory requirements cannot be met | Wettelijke vereisten kunnen niet worden nageleefd | Exigences réglementaires non respectées | Regulatorische Anforderungen nicht erfüllbar
clients_lost | Clients lost, with material impact | Verlies van cliënten met wezenlijke gevolgen | Perte de clients avec incidence significative | Verlust von Kunden mit wesentlichen Auswirkungen
`),
  '3.17': choicesOf(`
actual | Actual | Werkelijk | Réel | Tatsächlich
estimate | Estimate | Schatting | Estimation | Schätzung
actual_and_estimate | Actual and estimate | Werkelijk en schatting | Réel et estimation | Tatsächlich und Schätzung
information_not_available | Information not available | Informatie niet beschikbaar | Information non disponible | Angabe nicht verfügbar
`),
  '3.18': choicesOf(`
clients | Clients | Cliënten | Clients | Kunden
financial_counterparts | Financial counterparts | Financiële tegenpartijen | Contreparties financières | Finanzielle Gegenparteien
branch | Branch of the entity | Bijkantoor van de entiteit | Succursale de l’entité | Zweigniederlassung des Unternehmens
group_entities | Financial entities of the group | Financiële entiteiten van de groep | Entités financières du groupe | Finanzunternehmen der Gruppe
market_infrastructures | Financial market infrastructures | Financiëlemarktinfrastructuren | Infrastructures de marchés financiers | Finanzmarktinfrastrukturen
third_party_providers | Third-party providers that others share | Derde aanbieders die anderen delen | Prestataires tiers partagés avec d’autres | Von anderen mitgenutzte Drittanbieter
`),
  '3.20': choicesOf(`
availability | Availability | Beschikbaarheid | Disponibilité | Verfügbarkeit
authenticity | Authenticity | Authenticiteit | Authenticité | Authentizität
integrity | Integrity | Integriteit | Intégrité | Integrität
confidentiality | Confidentiality | Vertrouwelijkheid | Confidentialité | Vertraulichkeit
`),
  '3.23': choicesOf(`
cybersecurity_related | Cybersecurity-related | Cyberbeveiliging | Lié à la cybersécurité | Cybersicherheit
process_failure | Process failure | Procesfout | Défaillance de processus | Prozessversagen
system_failure | System failure | Systeemfout | Défaillance de système | Systemversagen
external_event | External event | Externe gebeurtenis | Événement extérieur | Externes Ereignis
payment_related | Payment-related | Betalingsgerelateerd | Lié aux paiements | Zahlungsbezogen
other | Other | Andere | Autre | Sonstiges
`),
  '3.25': choicesOf(`
social_engineering | Social engineering, phishing included | Social engineering, ook phishing | Ingénierie sociale, hameçonnage compris | Social Engineering, auch Phishing
denial_of_service | (D)DoS | (D)DoS | (D)DoS | (D)DoS
identity_theft | Identity theft | Identiteitsdiefstal | Usurpation d’identité | Identitätsdiebstahl
data_encryption_for_impact | Data encryption for impact, ransomware included | Versleuteling van gegevens, ook ransomware | Chiffrement de données, rançongiciel compris | Datenverschlüsselung, auch Ransomware
resource_hijacking | Resource hijacking | Kaping van middelen | Détournement de ressources | Kaperung von Ressourcen
data_exfiltration | Data exfiltration and manipulation, identity theft excluded | Exfiltratie en manipulatie van gegevens, zonder identiteitsdiefstal | Exfiltration et manipulation de données, hors usurpation d’identité | Datenabfluss und -manipulation, ohne Identitätsdiebstahl
data_destruction | Data destruction | Vernietiging van gegevens | Destruction de données | Datenzerstörung
defacement | Defacement | Verminking van een site | Défiguration de site | Verunstaltung
supply_chain_attack | Supply-chain attack | Aanval via de toeleveringsketen | Attaque de la chaîne d’approvisionnement | Angriff über die Lieferkette
other | Other | Andere | Autre | Sonstige
`),
  '3.28': yesNoUnknown(
    'information_not_available | Information not available | Informatie niet beschikbaar | Information non disponible | Angabe nicht verfügbar',
  ),
  '3.30': yesNoUnknown(
    'not_applicable | Not applicable | Niet van toepassing | Sans objet | Nicht zutreffend',
  ),
  '3.31': choicesOf(`
police | Police or law enforcement | Politie of rechtshandhaving | Police ou services répressifs | Polizei oder Strafverfolgung
csirt | CSIRT | CSIRT | CSIRT | CSIRT
data_protection_authority | Data protection authority | Gegevensbeschermingsautoriteit | Autorité de protection des données | Datenschutzbehörde
national_cybersecurity_agency | National cybersecurity agency | Nationaal cyberbeveiligingsagentschap | Agence nationale de cybersécurité | Nationale Cybersicherheitsbehörde
none | None | Geen | Aucune | Keine
other | Other | Andere | Autre | Sonstige
`),
  '4.1': choicesOf(`
malicious_actions | Malicious actions | Kwaadwillige handelingen | Actions malveillantes | Böswillige Handlungen
process_failure | Process failure | Procesfout | Défaillance de processus | Prozessversagen
system_failure | System failure or malfunction | Systeemfout of storing | Défaillance ou dysfonctionnement de système | Systemversagen oder Fehlfunktion
human_error | Human error | Menselijke fout | Erreur humaine | Menschliches Versagen
external_event | External event | Externe gebeurtenis | Événement extérieur | Externes Ereignis
`),
  '4.2': choicesOf(`
malicious.internal | Malicious: deliberate internal actions | Kwaadwillig: opzettelijke interne handelingen | Malveillance : actions internes délibérées | Böswillig: vorsätzliche interne Handlungen
malicious.physical | Malicious: deliberate physical damage, manipulation or theft | Kwaadwillig: opzettelijke fysieke schade, manipulatie of diefstal | Malveillance : dommage physique, manipulation ou vol délibérés | Böswillig: vorsätzliche Sachbeschädigung, Manipulation oder Diebstahl
malicious.fraud | Malicious: fraudulent actions | Kwaadwillig: frauduleuze handelingen | Malveillance : actions frauduleuses | Böswillig: betrügerische Handlungen
process.monitoring | Process: monitoring and control | Proces: toezicht en beheersing | Processus : surveillance et contrôle | Prozess: Überwachung und Kontrolle
process.roles | Process: roles unclear | Proces: onduidelijke rollen | Processus : rôles imprécis | Prozess: unklare Rollen
process.ict_risk | Process: ICT risk management | Proces: ICT-risicobeheer | Processus : gestion du risque TIC | Prozess: IKT-Risikomanagement
process.operations | Process: ICT operations and ICT security operations | Proces: ICT-operaties en ICT-beveiligingsoperaties | Processus : exploitation et sécurité opérationnelle des TIC | Prozess: IKT-Betrieb und IKT-Sicherheitsbetrieb
process.projects | Process: ICT project management | Proces: ICT-projectbeheer | Processus : gestion de projets TIC | Prozess: IKT-Projektmanagement
process.policies | Process: policies, procedures and documentation | Proces: beleid, procedures en documentatie | Processus : politiques, procédures et documentation | Prozess: Leitlinien, Verfahren und Dokumentation
process.acquisition | Process: acquisition, development and maintenance | Proces: aankoop, ontwikkeling en onderhoud | Processus : acquisition, développement et maintenance | Prozess: Erwerb, Entwicklung und Wartung
process.other | Process: other | Proces: andere | Processus : autre | Prozess: sonstige
system.capacity | System: hardware capacity and performance | Systeem: capaciteit en prestaties van hardware | Système : capacité et performance du matériel | System: Kapazität und Leistung der Hardware
system.maintenance | System: hardware maintenance | Systeem: onderhoud van hardware | Système : maintenance du matériel | System: Wartung der Hardware
system.ageing | System: hardware obsolescence or ageing | Systeem: veroudering van hardware | Système : obsolescence ou vieillissement du matériel | System: Veralterung oder Alterung der Hardware
system.compatibility | System: software compatibility or configuration | Systeem: compatibiliteit of configuratie van software | Système : compatibilité ou configuration des logiciels | System: Kompatibilität oder Konfiguration der Software
system.performance | System: software performance | Systeem: prestaties van software | Système : performance des logiciels | System: Leistung der Software
system.network | System: network configuration | Systeem: netwerkconfiguratie | Système : configuration du réseau | System: Netzkonfiguration
system.damage | System: physical damage | Systeem: fysieke schade | Système : dommage physique | System: physischer Schaden
system.other | System: other | Systeem: andere | Système : autre | System: sonstige
human.omission | Human: omission | Mens: verzuim | Humain : omission | Mensch: Unterlassung
human.mistake | Human: mistake | Mens: vergissing | Humain : erreur | Mensch: Fehler
human.skills | Human: skills and knowledge | Mens: vaardigheden en kennis | Humain : compétences et connaissances | Mensch: Fähigkeiten und Kenntnisse
human.resources | Human: inadequate human resources | Mens: onvoldoende personeel | Humain : ressources humaines insuffisantes | Mensch: unzureichendes Personal
human.miscommunication | Human: miscommunication | Mens: miscommunicatie | Humain : mauvaise communication | Mensch: Fehlkommunikation
human.other | Human: other | Mens: andere | Humain : autre | Mensch: sonstige
external.disaster | External: natural disaster or force majeure | Extern: natuurramp of overmacht | Externe : catastrophe naturelle ou force majeure | Extern: Naturkatastrophe oder höhere Gewalt
external.third_party | External: third-party failures | Extern: falen van derden | Externe : défaillance de tiers | Extern: Ausfälle Dritter
external.other | External: other | Extern: andere | Externe : autre | Extern: sonstige
`),
  '4.3': choicesOf(`
monitoring_of_policy_adherence | Monitoring of policy adherence | Toezicht op de naleving van het beleid | Contrôle du respect des politiques | Überwachung der Einhaltung von Leitlinien
monitoring_of_third-party_service_providers | Monitoring of third-party service providers | Toezicht op derde aanbieders | Surveillance des prestataires tiers | Überwachung von Drittdienstleistern
monitoring_and_verification_of_remediation_of_vulnerabilities | Monitoring and verification that vulnerabilities are remedied | Opvolging en controle van het verhelpen van kwetsbaarheden | Suivi et vérification de la correction des vulnérabilités | Überwachung und Prüfung der Behebung von Schwachstellen
identity_and_access_management | Identity and access management | Identiteits- en toegangsbeheer | Gestion des identités et des accès | Identitäts- und Zugriffsmanagement
encryption_and_cryptography | Encryption and cryptography | Versleuteling en cryptografie | Chiffrement et cryptographie | Verschlüsselung und Kryptografie
logging | Logging | Logging | Journalisation | Protokollierung
failure_in_specifying_accurate_risk_tolerance_levels | Risk tolerance levels not set accurately | Risicotolerantie niet juist bepaald | Niveaux de tolérance au risque mal définis | Risikotoleranzschwellen nicht zutreffend festgelegt
insufficient_vulnerability_and_threat_assessments | Insufficient vulnerability and threat assessments | Onvoldoende beoordeling van kwetsbaarheden en dreigingen | Évaluations insuffisantes des vulnérabilités et des menaces | Unzureichende Bewertung von Schwachstellen und Bedrohungen
inadequate_risk_treatment_measures | Inadequate risk treatment measures | Ontoereikende maatregelen om risico’s te behandelen | Mesures de traitement des risques inadéquates | Unzureichende Maßnahmen zur Risikobehandlung
poor_management_of_residual_ict_risks | Poor management of residual ICT risks | Gebrekkig beheer van resterende ICT-risico’s | Mauvaise gestion des risques TIC résiduels | Mangelhaftes Management von IKT-Restrisiken
vulnerability_and_patch_management | Vulnerability and patch management | Beheer van kwetsbaarheden en patches | Gestion des vulnérabilités et des correctifs | Schwachstellen- und Patch-Management
change_management | Change management | Wijzigingsbeheer | Gestion des changements | Änderungsmanagement
capacity_and_performance_management | Capacity and performance management | Beheer van capaciteit en prestaties | Gestion de la capacité et de la performance | Kapazitäts- und Leistungsmanagement
ict_asset_management_and_information_classification | ICT asset management and classification of information | Beheer van ICT-activa en classificatie van informatie | Gestion des actifs TIC et classification des informations | Management von IKT-Assets und Klassifizierung von Informationen
backup_and_restore | Backup and restore | Back-up en herstel | Sauvegarde et restauration | Datensicherung und Wiederherstellung
error_handling | Error handling | Foutafhandeling | Traitement des erreurs | Fehlerbehandlung
inadequate_ict_systems_acquisition_development_and_maintenance | Inadequate acquisition, development and maintenance of ICT systems | Ontoereikende aankoop, ontwikkeling en onderhoud van ICT-systemen | Acquisition, développement et maintenance inadéquats des systèmes TIC | Unzureichende Beschaffung, Entwicklung und Wartung von IKT-Systemen
insufficient_or_failure_of_software_testing | Software testing insufficient or failed | Testen van software onvoldoende of mislukt | Tests logiciels insuffisants ou défaillants | Softwaretests unzureichend oder fehlgeschlagen
`),
};
