// SPDX-License-Identifier: Apache-2.0
import { wordsOf } from './form-words.ts';

/** The fields of Annex II to Implementing Regulation (EU) 2025/302, by their numbers. */
export const doraWords = wordsOf(`
1.1 | Type of submission | Soort indiening | Type de communication | Art der Übermittlung
1.2 | Name of the entity that submits | Naam van de entiteit die indient | Nom de l’entité qui soumet | Name des übermittelnden Unternehmens
1.3 | Identification code of the entity that submits | Identificatiecode van de entiteit die indient | Code d’identification de l’entité qui soumet | Identifikationscode des übermittelnden Unternehmens
1.4 | Type of financial entity affected | Soort getroffen financiële entiteit | Type d’entité financière affectée | Art des betroffenen Finanzunternehmens
1.5 | Name of the financial entity affected | Naam van de getroffen financiële entiteit | Nom de l’entité financière affectée | Name des betroffenen Finanzunternehmens
1.6 | LEI of the financial entity affected | LEI van de getroffen financiële entiteit | LEI de l’entité financière affectée | LEI des betroffenen Finanzunternehmens
1.7 | Primary contact: name | Eerste contactpersoon: naam | Contact principal : nom | Erste Ansprechperson: Name
1.8 | Primary contact: mail address | Eerste contactpersoon: mailadres | Contact principal : adresse électronique | Erste Ansprechperson: E-Mail-Adresse
1.9 | Primary contact: telephone | Eerste contactpersoon: telefoon | Contact principal : téléphone | Erste Ansprechperson: Telefon
1.10 | Second contact: name | Tweede contactpersoon: naam | Second contact : nom | Zweite Ansprechperson: Name
1.11 | Second contact: mail address | Tweede contactpersoon: mailadres | Second contact : adresse électronique | Zweite Ansprechperson: E-Mail-Adresse
1.12 | Second contact: telephone | Tweede contactpersoon: telefoon | Second contact : téléphone | Zweite Ansprechperson: Telefon
1.13 | Name of the ultimate parent | Naam van de uiteindelijke moederonderneming | Nom de l’entreprise mère ultime | Name der obersten Muttergesellschaft
1.14 | LEI of the ultimate parent | LEI van de uiteindelijke moederonderneming | LEI de l’entreprise mère ultime | LEI der obersten Muttergesellschaft
1.15 | Reporting currency (ISO 4217) | Rapportagevaluta (ISO 4217) | Monnaie de déclaration (ISO 4217) | Berichtswährung (ISO 4217)
2.1 | Incident reference code of the entity | Incidentreferentie van de entiteit | Code de référence de l’incident de l’entité | Vorfallsreferenz des Unternehmens
2.2 | Date and time of detection | Datum en tijd van ontdekking | Date et heure de détection | Datum und Uhrzeit der Entdeckung
2.3 | Date and time of classification as major | Datum en tijd van classificatie als ernstig | Date et heure de classification comme majeur | Datum und Uhrzeit der Einstufung als schwerwiegend
2.4 | Description of the incident | Beschrijving van het incident | Description de l’incident | Beschreibung des Vorfalls
2.5 | Classification criteria that triggered the report | Classificatiecriteria die tot de melding leidden | Critères de classification ayant déclenché le rapport | Einstufungskriterien, die die Meldung ausgelöst haben
2.6 | Member States of the geographical threshold, the home one left out | Lidstaten van de geografische drempel, de eigen lidstaat uitgezonderd | États membres du seuil géographique, hors celui d’origine | Mitgliedstaaten der geografischen Schwelle, ohne den Herkunftsstaat
2.7 | How it was discovered | Hoe het werd ontdekt | Mode de découverte | Art der Entdeckung
2.8 | Origin in a third-party provider or another financial entity | Herkomst bij een derde aanbieder of een andere financiële entiteit | Origine chez un prestataire tiers ou une autre entité financière | Ursprung bei einem Drittanbieter oder anderen Finanzunternehmen
2.9 | Was the business continuity plan activated? | Is het bedrijfscontinuïteitsplan geactiveerd? | Le plan de continuité des activités a-t-il été activé ? | Wurde der Geschäftsfortführungsplan aktiviert?
2.10 | Other relevant information | Andere relevante informatie | Autres informations pertinentes | Weitere relevante Angaben
3.1 | Reference code given by the authority | Referentiecode van de autoriteit | Code de référence attribué par l’autorité | Von der Behörde vergebene Referenz
3.2 | Date and time of occurrence | Datum en tijd waarop het incident zich voordeed | Date et heure de survenance | Datum und Uhrzeit des Eintritts
3.3 | Date and time services were recovered | Datum en tijd van herstel van de diensten | Date et heure du rétablissement des services | Datum und Uhrzeit der Wiederherstellung der Dienste
3.4 | Number of clients affected | Aantal getroffen cliënten | Nombre de clients affectés | Zahl der betroffenen Kunden
3.5 | Share of clients affected, in per cent | Aandeel getroffen cliënten, in procent | Part des clients affectés, en pour cent | Anteil der betroffenen Kunden in Prozent
3.6 | Number of financial counterparts affected | Aantal getroffen financiële tegenpartijen | Nombre de contreparties financières affectées | Zahl der betroffenen finanziellen Gegenparteien
3.7 | Share of financial counterparts affected, in per cent | Aandeel getroffen financiële tegenpartijen, in procent | Part des contreparties financières affectées, en pour cent | Anteil der betroffenen finanziellen Gegenparteien in Prozent
3.8 | Are relevant clients or counterparts affected? | Zijn relevante cliënten of tegenpartijen getroffen? | Des clients ou contreparties pertinents sont-ils affectés ? | Sind relevante Kunden oder Gegenparteien betroffen?
3.9 | Number of transactions affected | Aantal getroffen transacties | Nombre de transactions affectées | Zahl der betroffenen Transaktionen
3.10 | Share of the daily average number of transactions, in per cent | Aandeel in het dagelijks gemiddelde aantal transacties, in procent | Part du nombre quotidien moyen de transactions, en pour cent | Anteil an der durchschnittlichen täglichen Zahl der Transaktionen in Prozent
3.11 | Value of transactions affected, in thousands | Waarde van de getroffen transacties, in duizenden | Valeur des transactions affectées, en milliers | Wert der betroffenen Transaktionen in Tausend
3.12 | Which figures are actual, which are estimates | Welke cijfers werkelijk zijn, welke schattingen | Chiffres réels ou estimés | Welche Zahlen tatsächlich, welche geschätzt sind
3.13 | Reputational impact | Reputatieschade | Incidence sur la réputation | Auswirkungen auf die Reputation
3.14 | Context of the reputational impact | Context van de reputatieschade | Contexte de l’incidence sur la réputation | Hintergrund der Auswirkungen auf die Reputation
3.15 | Duration of the incident (DD:HH:MM) | Duur van het incident (DD:UU:MM) | Durée de l’incident (JJ:HH:MM) | Dauer des Vorfalls (TT:HH:MM)
3.16 | Service downtime (DD:HH:MM) | Uitvaltijd van de dienst (DD:UU:MM) | Durée d’indisponibilité du service (JJ:HH:MM) | Ausfallzeit des Dienstes (TT:HH:MM)
3.17 | Whether duration and downtime are actual or estimates | Of duur en uitvaltijd werkelijk of geschat zijn | Durée et indisponibilité réelles ou estimées | Ob Dauer und Ausfallzeit tatsächlich oder geschätzt sind
3.18 | Types of impact in the Member States | Soorten gevolgen in de lidstaten | Types d’incidence dans les États membres | Arten der Auswirkungen in den Mitgliedstaaten
3.19 | Description of how the Member States are hit | Beschrijving van de gevolgen in de lidstaten | Description de l’incidence dans les États membres | Beschreibung der Auswirkungen in den Mitgliedstaaten
3.20 | Data losses by dimension | Gegevensverlies per dimensie | Pertes de données par dimension | Datenverluste nach Dimension
3.21 | Description of the data losses | Beschrijving van het gegevensverlies | Description des pertes de données | Beschreibung der Datenverluste
3.22 | Critical services affected | Getroffen kritieke diensten | Services critiques affectés | Betroffene kritische Dienste
3.23 | Type of the incident | Soort incident | Type d’incident | Art des Vorfalls
3.24 | Other type of incident | Ander soort incident | Autre type d’incident | Andere Art des Vorfalls
3.25 | Threats and techniques used | Gebruikte dreigingen en technieken | Menaces et techniques utilisées | Verwendete Bedrohungen und Techniken
3.26 | Other threats and techniques | Andere dreigingen en technieken | Autres menaces et techniques | Andere Bedrohungen und Techniken
3.27 | Functional areas and business processes affected | Getroffen functionele gebieden en bedrijfsprocessen | Domaines fonctionnels et processus d’activité affectés | Betroffene Funktionsbereiche und Geschäftsprozesse
3.28 | Are infrastructure components affected that support business processes? | Zijn infrastructuuronderdelen getroffen die bedrijfsprocessen ondersteunen? | Des composants d’infrastructure soutenant les processus sont-ils affectés ? | Sind Infrastrukturkomponenten betroffen, die Geschäftsprozesse unterstützen?
3.29 | Infrastructure components affected | Getroffen infrastructuuronderdelen | Composants d’infrastructure affectés | Betroffene Infrastrukturkomponenten
3.30 | Impact on the financial interest of clients | Gevolgen voor de financiële belangen van cliënten | Incidence sur les intérêts financiers des clients | Auswirkungen auf die finanziellen Interessen der Kunden
3.31 | Reporting to other authorities | Melding aan andere autoriteiten | Notification à d’autres autorités | Meldung an andere Behörden
3.32 | Other authorities, by name | Andere autoriteiten, met naam | Autres autorités, par leur nom | Andere Behörden, mit Namen
3.33 | Temporary measures taken or planned to recover | Tijdelijke maatregelen genomen of gepland voor herstel | Mesures temporaires prises ou prévues pour le rétablissement | Vorübergehende Maßnahmen zur Wiederherstellung getroffen oder geplant
3.34 | Description of the temporary measures | Beschrijving van de tijdelijke maatregelen | Description des mesures temporaires | Beschreibung der vorübergehenden Maßnahmen
3.35 | Indicators of compromise | Indicatoren van aantasting | Indicateurs de compromission | Kompromittierungsindikatoren
4.1 | Root cause, high level | Grondoorzaak, hoofdgroep | Cause profonde, niveau général | Grundursache, Hauptgruppe
4.2 | Root cause, detailed | Grondoorzaak, gedetailleerd | Cause profonde, détaillée | Grundursache, im Einzelnen
4.3 | Additional classification of the root cause | Bijkomende indeling van de grondoorzaak | Classification complémentaire de la cause profonde | Zusätzliche Einordnung der Grundursache
4.4 | Other root causes | Andere grondoorzaken | Autres causes profondes | Andere Grundursachen
4.5 | Information on the root cause | Informatie over de grondoorzaak | Informations sur la cause profonde | Angaben zur Grundursache
4.6 | Summary of how the incident was resolved | Samenvatting van de oplossing van het incident | Résumé de la résolution de l’incident | Zusammenfassung der Behebung des Vorfalls
4.7 | Date and time the root cause was addressed | Datum en tijd waarop de grondoorzaak is aangepakt | Date et heure du traitement de la cause profonde | Datum und Uhrzeit der Behebung der Grundursache
4.8 | Date and time the incident was resolved | Datum en tijd waarop het incident is opgelost | Date et heure de résolution de l’incident | Datum und Uhrzeit der Behebung des Vorfalls
4.9 | Why the permanent resolution came at another date than planned | Waarom de definitieve oplossing op een andere datum kwam dan gepland | Pourquoi la résolution définitive diffère de la date prévue | Warum die dauerhafte Behebung vom geplanten Datum abweicht
4.10 | Risk to critical functions, for resolution | Risico voor kritieke functies, voor de afwikkeling | Risque pour les fonctions critiques, aux fins de la résolution | Risiko für kritische Funktionen, zum Zweck der Abwicklung
4.11 | Information for resolution authorities | Informatie voor afwikkelingsautoriteiten | Informations pour les autorités de résolution | Angaben für Abwicklungsbehörden
4.12 | Information on the threshold of economic impact | Informatie over de drempel van de economische gevolgen | Informations sur le seuil d’incidence économique | Angaben zur Schwelle der wirtschaftlichen Auswirkungen
4.13 | Gross direct and indirect costs and losses, in thousands | Bruto directe en indirecte kosten en verliezen, in duizenden | Coûts et pertes bruts directs et indirects, en milliers | Direkte und indirekte Bruttokosten und -verluste in Tausend
4.14 | Recoveries, in thousands | Teruggevorderde bedragen, in duizenden | Recouvrements, en milliers | Rückerlangte Beträge in Tausend
4.15 | Recurring incidents that were not major each by itself | Terugkerende incidenten die elk op zich niet ernstig waren | Incidents récurrents non majeurs individuellement | Wiederkehrende Vorfälle, die einzeln nicht schwerwiegend waren
4.16 | Dates and times of the recurring incidents | Data en tijden van de terugkerende incidenten | Dates et heures des incidents récurrents | Daten und Uhrzeiten der wiederkehrenden Vorfälle
`);
