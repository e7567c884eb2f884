// SPDX-License-Identifier: Apache-2.0
import { wordsOf } from './form-words.ts';

/** Names of the sections that are no act's own. */
export const sectionWords = wordsOf(`
who | Who reports | Wie meldt | Qui notifie | Wer meldet
what | What the law asks | Wat de wet vraagt | Ce que la loi demande | Was das Gesetz verlangt
late | If it is late | Als het te laat is | En cas de retard | Bei Verspätung
general | General information | Algemene informatie | Informations générales | Allgemeine Angaben
initial | Initial notification | Eerste kennisgeving | Notification initiale | Erstmeldung
intermediate | Intermediate report | Tussentijds verslag | Rapport intermédiaire | Zwischenmeldung
final | Final report | Eindverslag | Rapport final | Abschlussmeldung
`);

/** Fields that no line of an act numbers, and that every authority asks for. */
export const commonWords = wordsOf(`
entity_name | Name of the organisation | Naam van de organisatie | Nom de l’organisation | Name der Organisation
entity_class | Class under NIS2 | Klasse onder NIS2 | Catégorie selon NIS2 | Einstufung nach NIS2
sectors | Sectors of annexes I and II | Sectoren van bijlagen I en II | Secteurs des annexes I et II | Sektoren der Anhänge I und II
contact_name | Contact: name | Contactpersoon: naam | Contact : nom | Ansprechperson: Name
contact_mail | Contact: mail address | Contactpersoon: mailadres | Contact : adresse électronique | Ansprechperson: E-Mail-Adresse
contact_phone | Contact: telephone | Contactpersoon: telefoon | Contact : téléphone | Ansprechperson: Telefon
incident_reference | Our reference | Onze referentie | Notre référence | Unser Zeichen
authority_reference | Reference the authority gave | Referentie van de autoriteit | Référence donnée par l’autorité | Zeichen der Behörde
aware_at | When we became aware | Wanneer wij kennis kregen | Moment de la prise de connaissance | Zeitpunkt der Kenntnisnahme
detected_at | When it was detected | Wanneer het werd ontdekt | Moment de la détection | Zeitpunkt der Entdeckung
late_reasons | Reasons for the delay | Redenen van de vertraging | Motifs du retard | Gründe für die Verzögerung
essential | Essential | Essentieel | Essentielle | Wesentlich
important | Important | Belangrijk | Importante | Wichtig
none | Neither | Geen van beide | Aucune des deux | Keine von beiden
yes | Yes | Ja | Oui | Ja
no | No | Nee | Non | Nein
not_known | Not known yet | Nog niet bekend | Pas encore connu | Noch nicht bekannt
`);

/** What stages ask for, by the names of their contents. */
export const contentWords = wordsOf(`
suspected_malicious | Is it suspected to be caused by unlawful or malicious acts? | Is er een vermoeden van onrechtmatig of kwaadwillig handelen? | L’incident est-il suspecté d’avoir été causé par des actes illicites ou malveillants ? | Besteht der Verdacht auf rechtswidrige oder böswillige Handlungen?
possible_cross_border_impact | Could it have a cross-border impact? | Kan het grensoverschrijdende gevolgen hebben? | Pourrait-il avoir un impact transfrontière ? | Könnte es grenzüberschreitende Auswirkungen haben?
significant_incident_detected | That a significant incident was detected, and which | Dat een significant incident is ontdekt, en welk | Le fait qu’un incident important a été détecté, et lequel | Dass ein erheblicher Vorfall entdeckt wurde, und welcher
update | Update of what was said before | Bijwerking van wat eerder werd gemeld | Mise à jour de ce qui a été communiqué | Aktualisierung der früheren Angaben
severity_and_impact | Initial assessment, with severity and impact | Eerste beoordeling, met ernst en gevolgen | Évaluation initiale, avec gravité et impact | Erste Bewertung mit Schweregrad und Auswirkungen
indicators_of_compromise | Indicators of compromise, where available | Indicatoren van aantasting, indien beschikbaar | Indicateurs de compromission, lorsqu’ils sont disponibles | Kompromittierungsindikatoren, sofern vorhanden
status_update | Relevant updates of the status | Relevante updates van de stand van zaken | Mises à jour pertinentes de la situation | Relevante Statusaktualisierungen
description_severity_impact | Detailed description, with severity and impact | Gedetailleerde beschrijving, met ernst en gevolgen | Description détaillée, avec gravité et impact | Ausführliche Beschreibung mit Schweregrad und Auswirkungen
threat_or_root_cause | Type of threat or likely root cause | Soort dreiging of waarschijnlijke grondoorzaak | Type de menace ou cause profonde probable | Art der Bedrohung oder wahrscheinliche Ursache
mitigation | Measures applied and under way | Genomen en lopende maatregelen | Mesures appliquées et en cours | Getroffene und laufende Abhilfemaßnahmen
cross_border_impact | Cross-border impact, where applicable | Grensoverschrijdende gevolgen, indien van toepassing | Impact transfrontière, le cas échéant | Grenzüberschreitende Auswirkungen, sofern zutreffend
progress | How handling goes | Voortgang van de behandeling | Avancement du traitement | Fortschritt der Bewältigung
initial_feedback | First feedback of the authority | Eerste reactie van de autoriteit | Premier retour de l’autorité | Erste Rückmeldung der Behörde
guidance | Guidance and operational advice | Richtsnoeren en operationeel advies | Orientations et conseils opérationnels | Orientierungshilfe und operative Beratung
technical_support | Technical support | Technische ondersteuning | Soutien technique | Technische Unterstützung
guidance_on_law_enforcement | Guidance on reporting to law enforcement | Richtsnoeren voor aangifte bij de politie | Orientations sur le signalement aux services répressifs | Hinweise zur Anzeige bei Strafverfolgungsbehörden
nature | What happened | Aard van het incident | Nature de l’incident | Art des Vorfalls
expected_effect | What it is likely to mean for them | Wat het voor hen waarschijnlijk betekent | Effet probable pour eux | Voraussichtliche Folgen für sie
measures_or_remedies | Measures or remedies they can take | Maatregelen die zij kunnen nemen | Mesures ou corrections qu’ils peuvent appliquer | Maßnahmen oder Abhilfen, die sie ergreifen können
threat | The threat itself | De cyberdreiging zelf | La cybermenace elle-même | Die Cyberbedrohung selbst
public_statement | Statement to the public | Mededeling aan het publiek | Communication au public | Mitteilung an die Öffentlichkeit
end_of_significant_impact | When the significant impact ended, and how it stands | Wanneer de aanzienlijke gevolgen eindigden, en hoe het ervoor staat | Fin de l’impact important, et situation | Ende der erheblichen Auswirkungen und Stand
reasons | Reasons for the delay | Redenen van de vertraging | Motifs du retard | Gründe für die Verzögerung
name | Name of who will report | Naam van wie zal melden | Nom de celui qui notifiera | Name dessen, der melden wird
contact | Contact | Contactgegevens | Coordonnées | Kontaktdaten
identification_code | Identification code | Identificatiecode | Code d’identification | Identifikationscode
impact | Impact | Gevolgen | Impact | Auswirkungen
response | Response | Reactie | Réponse | Reaktion
additional_controls | Additional controls | Bijkomende beheersmaatregelen | Contrôles supplémentaires | Zusätzliche Kontrollen
acknowledgement | Acknowledgement | Ontvangstbevestiging | Accusé de réception | Eingangsbestätigung
feedback | Feedback | Reactie van de autoriteit | Retour d’information de l’autorité | Rückmeldung der Behörde
incident | The incident | Het incident | L’incident | Der Vorfall
protection_measures | Protection measures to consider | Te overwegen beschermingsmaatregelen | Mesures de protection à envisager | Zu erwägende Schutzmaßnahmen
potential_impact | Potential impact on us, clients and counterparts | Mogelijke gevolgen voor ons, cliënten en tegenpartijen | Impact potentiel sur nous, les clients et les contreparties | Mögliche Auswirkungen auf uns, Kunden und Gegenparteien
preventive_actions | Preventive actions | Preventieve maatregelen | Actions préventives | Vorbeugende Maßnahmen
data_subjects | People concerned | Betrokkenen | Personnes concernées | Betroffene Personen
records | Records concerned | Betrokken gegevensrecords | Enregistrements concernés | Betroffene Datensätze
likely_consequences | Likely consequences | Waarschijnlijke gevolgen | Conséquences probables | Wahrscheinliche Folgen
measures | Measures taken or proposed | Genomen of voorgestelde maatregelen | Mesures prises ou proposées | Ergriffene oder vorgeschlagene Maßnahmen
facts | Facts of the breach | Feiten van de inbreuk | Faits de la violation | Tatsachen der Verletzung
effects | Effects of the breach | Gevolgen van de inbreuk | Effets de la violation | Auswirkungen der Verletzung
remedial_action | Remedial action taken | Genomen corrigerende maatregelen | Mesures correctrices prises | Ergriffene Abhilfemaßnahmen
exploited_vulnerability | The actively exploited vulnerability | De actief uitgebuite kwetsbaarheid | La vulnérabilité activement exploitée | Die aktiv ausgenutzte Schwachstelle
member_states | Member States in which the product is available, where applicable | Lidstaten waar het product beschikbaar is, indien van toepassing | États membres où le produit est disponible, le cas échéant | Mitgliedstaaten, in denen das Produkt erhältlich ist, sofern zutreffend
product | General information on the product | Algemene informatie over het product | Informations générales sur le produit | Allgemeine Angaben zum Produkt
nature_of_exploit | General nature of the exploit and of the vulnerability | Algemene aard van de exploit en de kwetsbaarheid | Nature générale de l’exploitation et de la vulnérabilité | Allgemeine Art der Ausnutzung und der Schwachstelle
measures_taken | Corrective or mitigating measures taken | Genomen corrigerende of risicobeperkende maatregelen | Mesures correctives ou d’atténuation prises | Ergriffene Korrektur- oder Risikominderungsmaßnahmen
measures_for_users | Measures users can take | Maatregelen die gebruikers kunnen nemen | Mesures que les utilisateurs peuvent prendre | Maßnahmen, die Nutzer ergreifen können
sensitivity | How sensitive we consider this information | Hoe gevoelig wij deze informatie achten | Degré de sensibilité que nous attribuons à ces informations | Wie sensibel wir diese Angaben einschätzen
malicious_actor | Malicious actor, where known | Kwaadwillige actor, indien bekend | Acteur malveillant, s’il est connu | Böswilliger Akteur, sofern bekannt
corrective_measures | Security update or other corrective measures | Beveiligingsupdate of andere corrigerende maatregelen | Mise à jour de sécurité ou autres mesures correctives | Sicherheitsaktualisierung oder andere Korrekturmaßnahmen
vulnerability | The vulnerability | De kwetsbaarheid | La vulnérabilité | Die Schwachstelle
initial_assessment | Initial assessment | Eerste beoordeling | Évaluation initiale | Erste Bewertung
effect_on_service | Effect on the trust service | Gevolgen voor de vertrouwensdienst | Effet sur le service de confiance | Auswirkungen auf den Vertrauensdienst
effect_on_personal_data | Effect on personal data in it | Gevolgen voor de persoonsgegevens erin | Effet sur les données à caractère personnel | Auswirkungen auf personenbezogene Daten darin
cause | Cause | Oorzaak | Cause | Ursache
consequences | Consequences | Gevolgen | Conséquences | Folgen
warning | What is known of the incident | Wat over het incident bekend is | Ce que l’on sait de l’incident | Was über den Vorfall bekannt ist
incident_report | Report of the incident | Verslag van het incident | Rapport sur l’incident | Bericht über den Vorfall
suspicion | What the suspicion rests on | Waarop het vermoeden berust | Ce sur quoi repose le soupçon | Worauf der Verdacht beruht
level | Level of severity, from 1 to 5 | Ernstniveau, van 1 tot 5 | Niveau de gravité, de 1 à 5 | Schweregrad, von 1 bis 5
level_and_owner | Classification level and owner | Classificatieniveau en eigenaar | Niveau de classification et propriétaire | Geheimhaltungsgrad und Eigentümer
items | Items concerned | Betrokken stukken | Éléments concernés | Betroffene Verschlusssachen
exposure_window | Suspected time of exposure | Vermoedelijke periode van blootstelling | Période présumée d’exposition | Vermuteter Zeitraum der Offenlegung
persons_exposed | People who may have had access | Personen die mogelijk toegang hadden | Personnes ayant pu y avoir accès | Personen, die Zugang gehabt haben können
containment | Containment | Indamming | Confinement | Eindämmung
damage_assessment | Assessment of the damage | Beoordeling van de schade | Évaluation du dommage | Bewertung des Schadens
corrective_action | Corrective action | Corrigerende maatregelen | Mesures correctives | Korrekturmaßnahmen
estimated_duration | How long it will last, estimated | Hoe lang het zal duren, naar schatting | Durée estimée | Voraussichtliche Dauer
substitute_ways | Other ways to use the data meanwhile | Andere manieren om de gegevens intussen te gebruiken | Autres moyens d’utiliser les données entre-temps | Ersatzwege zur Nutzung der Daten
end_of_disturbance | That the disturbance or threat is over | Dat de verstoring of dreiging voorbij is | La fin de la perturbation ou de la menace | Dass die Störung oder Bedrohung vorbei ist
break | Which service is out of use, and until when | Welke dienst niet werkt, en tot wanneer | Quel service est interrompu, et jusqu’à quand | Welcher Dienst ausfällt, und bis wann
what_to_do_meanwhile | What to do meanwhile | Wat intussen te doen | Que faire entre-temps | Was inzwischen zu tun ist
effect | Effect | Gevolgen | Effet | Auswirkungen
type_of_submission | Type of submission | Soort indiening | Type de communication | Art der Übermittlung
other_relevant_information | Other relevant information | Andere relevante informatie | Autres informations pertinentes | Weitere relevante Angaben
description | Description | Beschrijving | Description | Beschreibung
`);
