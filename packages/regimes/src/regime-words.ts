// SPDX-License-Identifier: Apache-2.0
import { wordsOf } from './form-words.ts';

/** What bodies of law are called, by the ids of their regimes. */
export const regimeNames = wordsOf(`
nis2 | NIS2 | NIS2 | NIS2 | NIS2
nis2-elsewhere | NIS2 (national act not checked) | NIS2 (nationale wet niet nagekeken) | NIS2 (loi nationale non vérifiée) | NIS2 (nationales Gesetz nicht geprüft)
nis2-be | NIS2 Belgium | NIS2 België | NIS2 Belgique | NIS2 Belgien
nis2-fi | NIS2 Finland | NIS2 Finland | NIS2 Finlande | NIS2 Finnland
nis2-lv | NIS2 Latvia | NIS2 Letland | NIS2 Lettonie | NIS2 Lettland
nis2-it | NIS2 Italy | NIS2 Italië | NIS2 Italie | NIS2 Italien
nis2-sk | NIS2 Slovakia | NIS2 Slowakije | NIS2 Slovaquie | NIS2 Slowakei
nis2-si | NIS2 Slovenia | NIS2 Slovenië | NIS2 Slovénie | NIS2 Slowenien
nis2-cz | NIS2 Czechia | NIS2 Tsjechië | NIS2 Tchéquie | NIS2 Tschechien
nis2-pt | NIS2 Portugal | NIS2 Portugal | NIS2 Portugal | NIS2 Portugal
nis2-hr | NIS2 Croatia | NIS2 Kroatië | NIS2 Croatie | NIS2 Kroatien
nis2-de | NIS2 Germany | NIS2 Duitsland | NIS2 Allemagne | NIS2 Deutschland
nis2-nl | NIS2 Netherlands | NIS2 Nederland | NIS2 Pays-Bas | NIS2 Niederlande
nis2-se | NIS2 Sweden | NIS2 Zweden | NIS2 Suède | NIS2 Schweden
dora | DORA | DORA | DORA | DORA
gdpr | GDPR | AVG | RGPD | DSGVO
cra | Cyber Resilience Act | Cyberweerbaarheidsverordening | Règlement sur la cyberrésilience | Cyberresilienz-Verordnung
cra-stewards | Cyber Resilience Act, open-source stewards | Cyberweerbaarheidsverordening, opensourcesoftwarestewards | Règlement sur la cyberrésilience, intendants de logiciels ouverts | Cyberresilienz-Verordnung, Verwalter quelloffener Software
eidas | eIDAS trust services | eIDAS-vertrouwensdiensten | Services de confiance eIDAS | eIDAS-Vertrauensdienste
cer | CER critical entities | CER kritieke entiteiten | CER entités critiques | CER kritische Einrichtungen
no-digital-security | Norwegian Digital Security Act | Noorse wet digitale veiligheid | Loi norvégienne sur la sécurité numérique | Norwegisches Gesetz über digitale Sicherheit
no-security | Norwegian Security Act | Noorse veiligheidswet | Loi norvégienne sur la sécurité | Norwegisches Sicherheitsgesetz
no-trust | Norwegian trust services | Noorse vertrouwensdiensten | Services de confiance norvégiens | Norwegische Vertrauensdienste
classified-be | Classified information, Belgium | Geclassificeerde informatie, België | Informations classifiées, Belgique | Verschlusssachen, Belgien
classified-fi | Classified information, Finland | Geclassificeerde informatie, Finland | Informations classifiées, Finlande | Verschlusssachen, Finnland
classified-eu | EU classified information | Gerubriceerde EU-informatie | Informations classifiées de l’UE | EU-Verschlusssachen
fi-906-13a | Finland: users of an authority’s data sets | Finland: gebruikers van gegevensbestanden van een overheid | Finlande : utilisateurs des jeux de données d’une autorité | Finnland: Nutzer der Datenbestände einer Behörde
fi-306-4 | Finland: breaks of digital services | Finland: onderbrekingen van digitale diensten | Finlande : interruptions de services numériques | Finnland: Unterbrechungen digitaler Dienste
ksz | KSZ/BCSS minimum norms | Minimale normen van de KSZ | Normes minimales de la BCSS | Mindestnormen der ZDSS
voluntary-nis2 | Voluntary notification to the CSIRT | Vrijwillige melding aan het CSIRT | Notification volontaire au CSIRT | Freiwillige Meldung an das CSIRT
voluntary-cra | Voluntary notification about products | Vrijwillige melding over producten | Notification volontaire concernant des produits | Freiwillige Meldung zu Produkten
`);

/**
 * What stages are called, by the terms of the acts: by regime and stage where an act has its own term, else by the
 * stage alone.
 */
export const stageNames = wordsOf(`
early_warning | Early warning | Vroegtijdige waarschuwing | Alerte précoce | Frühwarnung
notification | Incident notification | Incidentmelding | Notification d’incident | Meldung des Sicherheitsvorfalls
intermediate | Intermediate report | Tussentijds verslag | Rapport intermédiaire | Zwischenbericht
final | Final report | Eindverslag | Rapport final | Abschlussbericht
progress | Progress report | Voortgangsverslag | Rapport d’avancement | Fortschrittsbericht
final_after_progress | Final report after the end of handling | Eindverslag na de afhandeling | Rapport final après la fin du traitement | Abschlussbericht nach Ende der Bewältigung
authority_feedback | Feedback of the authority | Terugkoppeling van de autoriteit | Retour d’information de l’autorité | Rückmeldung der Behörde
service_recipients | Information to recipients of the service | Kennisgeving aan de afnemers van de dienst | Notification aux destinataires du service | Unterrichtung der Empfänger des Dienstes
threat_to_recipients | Warning of recipients about a significant cyber threat | Waarschuwing van de afnemers voor een significante cyberdreiging | Avertissement des destinataires d’une cybermenace importante | Warnung der Empfänger vor einer erheblichen Cyberbedrohung
public | Information to the public | Informatie aan het publiek | Information du public | Unterrichtung der Öffentlichkeit
end_of_impact | Notice that the significant impact is over | Kennisgeving dat de aanzienlijke gevolgen voorbij zijn | Notification de la fin de l’impact important | Mitteilung über das Ende der erheblichen Auswirkungen
dora.initial | Initial notification | Eerste kennisgeving | Notification initiale | Erstmeldung
dora.intermediate | Intermediate report | Tussentijds verslag | Rapport intermédiaire | Zwischenmeldung
dora.final | Final report | Eindverslag | Rapport final | Abschlussmeldung
intermediate_update | Updated intermediate report | Bijgewerkt tussentijds verslag | Rapport intermédiaire actualisé | Aktualisierte Zwischenmeldung
delay_of_initial | Notice that the initial notification will be late | Bericht dat de eerste kennisgeving later komt | Avis de retard de la notification initiale | Mitteilung der Verzögerung der Erstmeldung
delay_of_intermediate | Notice that the intermediate report will be late | Bericht dat het tussentijds verslag later komt | Avis de retard du rapport intermédiaire | Mitteilung der Verzögerung der Zwischenmeldung
delay_of_final | Notice that the final report will be late | Bericht dat het eindverslag later komt | Avis de retard du rapport final | Mitteilung der Verzögerung der Abschlussmeldung
reclassification | Reclassification as not major | Herclassificatie als niet ernstig | Reclassement comme non majeur | Neueinstufung als nicht schwerwiegend
reporter_announced | Notice of who will report for us | Kennisgeving van wie voor ons zal melden | Annonce de la personne qui notifiera pour nous | Mitteilung, wer für uns melden wird
management_body | Report to management | Verslag aan de leiding | Rapport à la direction | Bericht an die Leitung
acknowledgement | Acknowledgement and feedback of the authority | Ontvangstbevestiging en feedback van de autoriteit | Accusé de réception et retour de l’autorité | Eingangsbestätigung und Rückmeldung der Behörde
clients | Information to clients | Informatie aan cliënten | Information des clients | Unterrichtung der Kunden
threat_to_clients | Information to clients about a significant cyber threat | Informatie aan cliënten over een significante cyberdreiging | Information des clients sur une cybermenace importante | Unterrichtung der Kunden über eine erhebliche Cyberbedrohung
threat | Voluntary notification of a significant cyber threat | Vrijwillige kennisgeving van een significante cyberdreiging | Notification volontaire d’une cybermenace importante | Freiwillige Meldung einer erheblichen Cyberbedrohung
gdpr.authority | Notification to the supervisory authority | Melding aan de toezichthoudende autoriteit | Notification à l’autorité de contrôle | Meldung an die Aufsichtsbehörde
authority_follow_up | Further information in phases | Verdere informatie in stappen | Complément d’information de manière échelonnée | Schrittweise nachgereichte Informationen
controller | Notification to the controller | Melding aan de verwerkingsverantwoordelijke | Notification au responsable du traitement | Meldung an den Verantwortlichen
data_subjects | Communication to data subjects | Mededeling aan de betrokkenen | Communication aux personnes concernées | Benachrichtigung der betroffenen Personen
public_instead | Public communication instead | Openbare mededeling in plaats daarvan | Communication publique à la place | Öffentliche Bekanntmachung stattdessen
register | Documentation of the breach | Documentatie van de inbreuk | Documentation de la violation | Dokumentation der Verletzung
data_subjects_by_order | Communication to data subjects ordered by the authority | Mededeling aan de betrokkenen op bevel van de autoriteit | Communication aux personnes concernées sur ordre de l’autorité | Benachrichtigung der betroffenen Personen auf Anordnung der Behörde
v_early_warning | Early warning of an exploited vulnerability | Vroegtijdige waarschuwing over een uitgebuite kwetsbaarheid | Alerte précoce sur une vulnérabilité exploitée | Frühwarnung zu einer ausgenutzten Schwachstelle
v_notification | Vulnerability notification | Kwetsbaarheidsmelding | Notification de vulnérabilité | Schwachstellenmeldung
v_intermediate | Intermediate report on the vulnerability | Tussentijds verslag over de kwetsbaarheid | Rapport intermédiaire sur la vulnérabilité | Zwischenbericht zur Schwachstelle
v_final | Final report on the vulnerability | Eindverslag over de kwetsbaarheid | Rapport final sur la vulnérabilité | Abschlussbericht zur Schwachstelle
v_users | Information to users about the vulnerability | Informatie aan gebruikers over de kwetsbaarheid | Information des utilisateurs sur la vulnérabilité | Unterrichtung der Nutzer über die Schwachstelle
i_early_warning | Early warning of a severe incident | Vroegtijdige waarschuwing over een ernstig incident | Alerte précoce sur un incident grave | Frühwarnung zu einem schwerwiegenden Sicherheitsvorfall
i_notification | Incident notification | Incidentmelding | Notification d’incident | Meldung des Sicherheitsvorfalls
i_intermediate | Intermediate report on the incident | Tussentijds verslag over het incident | Rapport intermédiaire sur l’incident | Zwischenbericht zum Sicherheitsvorfall
i_final | Final report on the incident | Eindverslag over het incident | Rapport final sur l’incident | Abschlussbericht zum Sicherheitsvorfall
i_users | Information to users about the incident | Informatie aan gebruikers over het incident | Information des utilisateurs sur l’incident | Unterrichtung der Nutzer über den Sicherheitsvorfall
non_qualified | Notification by a non-qualified provider | Melding door een niet-gekwalificeerde verlener | Notification par un prestataire non qualifié | Meldung durch einen nichtqualifizierten Anbieter
qualified | Notification by a qualified provider | Melding door een gekwalificeerde verlener | Notification par un prestataire qualifié | Meldung durch einen qualifizierten Anbieter
affected_people | Information to affected people | Informatie aan getroffen personen | Information des personnes touchées | Unterrichtung der betroffenen Personen
public_by_request | Information to the public at the authority’s request | Informatie aan het publiek op verzoek van de autoriteit | Information du public à la demande de l’autorité | Unterrichtung der Öffentlichkeit auf Verlangen der Behörde
cer.initial | Initial notification | Eerste melding | Notification initiale | Erstmeldung
detailed | Detailed report | Gedetailleerd verslag | Rapport détaillé | Ausführlicher Bericht
warning | Warning of the incident | Waarschuwing over het incident | Alerte sur l’incident | Warnung über den Vorfall
update | Updated notification | Bijgewerkte melding | Notification actualisée | Aktualisierte Meldung
report | Incident report | Incidentverslag | Rapport d’incident | Vorfallbericht
no-security.notification | Notification to the security authorities | Melding aan de veiligheidsautoriteiten | Notification aux autorités de sécurité | Meldung an die Sicherheitsbehörden
no-trust.notification | Notification of the incident | Melding van het incident | Notification de l’incident | Meldung des Vorfalls
ksz.notification | Report of the incident to the KSZ/BCSS | Melding van het incident aan de KSZ | Notification de l’incident à la BCSS | Meldung des Vorfalls an die ZDSS
authority | Notification to the security authority | Melding aan de veiligheidsautoriteit | Notification à l’autorité de sécurité | Meldung an die Sicherheitsbehörde
security_officer | Notice to the security officer | Melding aan de veiligheidsofficier | Avis à l’officier de sécurité | Meldung an den Sicherheitsoffizier
director | Notice to the director | Melding aan de directeur | Avis au directeur | Meldung an den Direktor
originator | Notice to the owner of the information | Melding aan de eigenaar van de informatie | Avis au propriétaire des informations | Meldung an den Eigentümer der Verschlusssache
investigation | Record of the internal investigation | Verslag van het interne onderzoek | Compte rendu de l’enquête interne | Aufzeichnung der internen Untersuchung
users | Information to those who use the data sets | Informatie aan wie de gegevensbestanden gebruikt | Information des utilisateurs des jeux de données | Unterrichtung der Nutzer der Datenbestände
users_end | Notice that the disturbance is over | Bericht dat de verstoring voorbij is | Avis de fin de la perturbation | Mitteilung über das Ende der Störung
fi-306-4.public | Notice of the break to the public | Bericht over de onderbreking aan het publiek | Avis d’interruption au public | Mitteilung der Unterbrechung an die Öffentlichkeit
incident | Voluntary notification of an incident | Vrijwillige melding van een incident | Notification volontaire d’un incident | Freiwillige Meldung eines Sicherheitsvorfalls
cyber_threat | Voluntary notification of a cyber threat | Vrijwillige melding van een cyberdreiging | Notification volontaire d’une cybermenace | Freiwillige Meldung einer Cyberbedrohung
near_miss | Voluntary notification of a near miss | Vrijwillige melding van een bijna-incident | Notification volontaire d’un incident évité | Freiwillige Meldung eines Beinahe-Vorfalls
vulnerability | Voluntary notification of a vulnerability | Vrijwillige melding van een kwetsbaarheid | Notification volontaire d’une vulnérabilité | Freiwillige Meldung einer Schwachstelle
`);
