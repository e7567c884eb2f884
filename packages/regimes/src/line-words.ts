// SPDX-License-Identifier: Apache-2.0

type Words = Readonly<Record<string, readonly [nl: string, fr: string, de: string]>>;

/**
 * What the lines of NIS2 and of its thresholds say, in Dutch, French and German, by their English. A line of a regime
 * whose English is not among these words does not compile.
 */
export const nis2LineWords = {
  'has caused or can cause severe operational disruption of the services, or financial loss for the entity': [
    'heeft een ernstige operationele verstoring van de diensten of financiële verliezen voor de entiteit veroorzaakt, of kan dat',
    'a causé ou est susceptible de causer une perturbation opérationnelle grave des services ou des pertes financières pour l’entité',
    'hat schwerwiegende Betriebsstörungen der Dienste oder finanzielle Verluste für die Einrichtung verursacht oder kann dies tun',
  ],
  'has affected or can affect others by considerable material or non-material damage': [
    'heeft anderen getroffen door aanzienlijke materiële of immateriële schade, of kan dat',
    'a affecté ou est susceptible d’affecter d’autres personnes par des dommages matériels, corporels ou moraux considérables',
    'hat andere durch erhebliche materielle oder immaterielle Schäden beeinträchtigt oder kann dies tun',
  ],
  'direct financial loss above EUR 500 000 or 5 % of last year’s turnover, whichever is lower': [
    'rechtstreeks financieel verlies van meer dan EUR 500 000 of 5 % van de omzet van het vorige jaar, het laagste telt',
    'perte financière directe supérieure à 500 000 EUR ou à 5 % du chiffre d’affaires de l’exercice précédent, le montant le plus faible étant retenu',
    'direkter finanzieller Verlust von mehr als 500 000 EUR oder 5 % des Vorjahresumsatzes, je nachdem, welcher Betrag niedriger ist',
  ],
  'trade secrets were or can be exfiltrated': [
    'bedrijfsgeheimen zijn buitgemaakt, of kunnen dat worden',
    'des secrets d’affaires ont été exfiltrés ou peuvent l’être',
    'Geschäftsgeheimnisse wurden abgezogen oder können abgezogen werden',
  ],
  'death of a natural person': [
    'overlijden van een natuurlijke persoon',
    'décès d’une personne physique',
    'Tod einer natürlichen Person',
  ],
  'considerable damage to a natural person’s health': [
    'aanzienlijke schade aan de gezondheid van een natuurlijke persoon',
    'atteinte considérable à la santé d’une personne physique',
    'erhebliche Schädigung der Gesundheit einer natürlichen Person',
  ],
  'successful, suspectedly malicious and unauthorised access that can cause severe operational disruption': [
    'geslaagde, vermoedelijk kwaadwillige en ongeoorloofde toegang die een ernstige operationele verstoring kan veroorzaken',
    'accès non autorisé réussi, présumé malveillant, susceptible de causer une perturbation opérationnelle grave',
    'erfolgreicher, mutmaßlich böswilliger und unbefugter Zugriff, der schwerwiegende Betriebsstörungen verursachen kann',
  ],
  'at least two incidents in six months with the same apparent root cause, together above the loss threshold':
    [
      'minstens twee incidenten in zes maanden met dezelfde klaarblijkelijke grondoorzaak, samen boven de drempel voor verliezen',
      'au moins deux incidents en six mois ayant la même cause profonde apparente et dépassant ensemble le seuil de perte',
      'mindestens zwei Sicherheitsvorfälle in sechs Monaten mit derselben offensichtlichen Ursache, zusammen über der Verlustschwelle',
    ],
  'completely unavailable for more than 30 minutes': [
    'meer dan 30 minuten volledig onbeschikbaar',
    'totalement indisponible pendant plus de 30 minutes',
    'mehr als 30 Minuten vollständig nicht verfügbar',
  ],
  'completely unavailable for more than 20 minutes': [
    'meer dan 20 minuten volledig onbeschikbaar',
    'totalement indisponible pendant plus de 20 minutes',
    'mehr als 20 Minuten vollständig nicht verfügbar',
  ],
  'completely unavailable, however short': [
    'volledig onbeschikbaar, hoe kort ook',
    'totalement indisponible, quelle qu’en soit la durée',
    'vollständig nicht verfügbar, gleich wie kurz',
  ],
  'completely unavailable for more than 5 % or 1 000 000 users in the Union': [
    'volledig onbeschikbaar voor meer dan 5 % of 1 000 000 gebruikers in de Unie',
    'totalement indisponible pour plus de 5 % ou de 1 000 000 d’utilisateurs dans l’Union',
    'für mehr als 5 % oder 1 000 000 Nutzer in der Union vollständig nicht verfügbar',
  ],
  'unavailable for more than one hour in a calendar week': [
    'meer dan een uur onbeschikbaar in een kalenderweek',
    'indisponible pendant plus d’une heure au cours d’une semaine civile',
    'in einer Kalenderwoche mehr als eine Stunde nicht verfügbar',
  ],
  'average response time above 10 seconds for more than one hour': [
    'gemiddelde responstijd van meer dan 10 seconden gedurende meer dan een uur',
    'temps de réponse moyen supérieur à 10 secondes pendant plus d’une heure',
    'durchschnittliche Antwortzeit von mehr als 10 Sekunden über mehr als eine Stunde',
  ],
  'data of the authoritative service compromised, save a misconfiguration of less than 1 000 and at most 1 % of names':
    [
      'gegevens van de gezaghebbende dienst aangetast, behalve bij een foute configuratie van minder dan 1 000 en hoogstens 1 % van de namen',
      'données du service faisant autorité compromises, sauf erreur de configuration touchant moins de 1 000 noms et au plus 1 % d’entre eux',
      'Daten des autoritativen Dienstes beeinträchtigt, außer bei einer Fehlkonfiguration von weniger als 1 000 und höchstens 1 % der Namen',
    ],
  'data on the technical operation of the top-level domain compromised': [
    'gegevens over de technische werking van het topleveldomein aangetast',
    'données relatives au fonctionnement technique du domaine de premier niveau compromises',
    'Daten über den technischen Betrieb der Domäne oberster Stufe beeinträchtigt',
  ],
  'limited availability for more than 5 % or 1 000 000 users in the Union, for more than one hour': [
    'meer dan een uur beperkt beschikbaar voor meer dan 5 % of 1 000 000 gebruikers in de Unie',
    'disponibilité limitée pour plus de 5 % ou de 1 000 000 d’utilisateurs dans l’Union, pendant plus d’une heure',
    'für mehr als 5 % oder 1 000 000 Nutzer in der Union über mehr als eine Stunde eingeschränkt verfügbar',
  ],
  'limited availability for more than 5 % or 1 000 000 users in the Union': [
    'beperkt beschikbaar voor meer dan 5 % of 1 000 000 gebruikers in de Unie',
    'disponibilité limitée pour plus de 5 % ou de 1 000 000 d’utilisateurs dans l’Union',
    'für mehr als 5 % oder 1 000 000 Nutzer in der Union eingeschränkt verfügbar',
  ],
  'limited availability for more than 1 % or 200 000 users or relying parties in the Union': [
    'beperkt beschikbaar voor meer dan 1 % of 200 000 gebruikers of vertrouwende partijen in de Unie',
    'disponibilité limitée pour plus de 1 % ou de 200 000 utilisateurs ou parties utilisatrices dans l’Union',
    'für mehr als 1 % oder 200 000 Nutzer oder vertrauende Beteiligte in der Union eingeschränkt verfügbar',
  ],
  'limited availability for more than one hour': [
    'meer dan een uur beperkt beschikbaar',
    'disponibilité limitée pendant plus d’une heure',
    'mehr als eine Stunde eingeschränkt verfügbar',
  ],
  'integrity, confidentiality or authenticity compromised by a suspectedly malicious action': [
    'integriteit, vertrouwelijkheid of authenticiteit aangetast door een vermoedelijk kwaadwillige handeling',
    'intégrité, confidentialité ou authenticité compromises par une action présumée malveillante',
    'Integrität, Vertraulichkeit oder Authentizität durch eine mutmaßlich böswillige Handlung beeinträchtigt',
  ],
  'integrity, confidentiality or authenticity compromised for more than 5 % or 1 000 000 users in the Union':
    [
      'integriteit, vertrouwelijkheid of authenticiteit aangetast voor meer dan 5 % of 1 000 000 gebruikers in de Unie',
      'intégrité, confidentialité ou authenticité compromises pour plus de 5 % ou de 1 000 000 d’utilisateurs dans l’Union',
      'Integrität, Vertraulichkeit oder Authentizität für mehr als 5 % oder 1 000 000 Nutzer in der Union beeinträchtigt',
    ],
  'integrity, confidentiality or authenticity compromised for more than 0.1 % or 100 users or relying parties':
    [
      'integriteit, vertrouwelijkheid of authenticiteit aangetast voor meer dan 0,1 % of 100 gebruikers of vertrouwende partijen',
      'intégrité, confidentialité ou authenticité compromises pour plus de 0,1 % ou de 100 utilisateurs ou parties utilisatrices',
      'Integrität, Vertraulichkeit oder Authentizität für mehr als 0,1 % oder 100 Nutzer oder vertrauende Beteiligte beeinträchtigt',
    ],
  'physical access, or its protection, compromised': [
    'fysieke toegang, of de beveiliging ervan, aangetast',
    'accès physique, ou sa protection, compromis',
    'physischer Zugang oder dessen Schutz beeinträchtigt',
  ],
  'significant effect on a service of the annexes, with severe operational disruption or financial loss': [
    'significante gevolgen voor een dienst van de bijlagen, met een ernstige operationele verstoring of financiële verliezen',
    'impact significatif sur un service visé aux annexes, avec perturbation opérationnelle grave ou pertes financières',
    'erhebliche Auswirkungen auf einen Dienst der Anhänge, mit schwerwiegender Betriebsstörung oder finanziellen Verlusten',
  ],
  'significant effect on a service of the annexes, with considerable material, personal or other damage to others':
    [
      'significante gevolgen voor een dienst van de bijlagen, met aanzienlijke materiële, lichamelijke of morele schade voor anderen',
      'impact significatif sur un service visé aux annexes, avec des dommages matériels, corporels ou moraux considérables pour autrui',
      'erhebliche Auswirkungen auf einen Dienst der Anhänge, mit erheblichen Sach-, Personen- oder sonstigen Schäden für andere',
    ],
  'suspected malicious event against authenticity, integrity or confidentiality, with severe disruption': [
    'vermoedelijk kwaadwillige gebeurtenis tegen authenticiteit, integriteit of vertrouwelijkheid, met een ernstige verstoring',
    'événement présumé malveillant contre l’authenticité, l’intégrité ou la confidentialité, avec perturbation grave',
    'mutmaßlich böswilliges Ereignis gegen Authentizität, Integrität oder Vertraulichkeit, mit schwerwiegender Störung',
  ],
  'event against availability, with severe disruption': [
    'gebeurtenis tegen de beschikbaarheid, met een ernstige verstoring',
    'événement contre la disponibilité, avec perturbation grave',
    'Ereignis gegen die Verfügbarkeit, mit schwerwiegender Störung',
  ],
  'event that causes or is likely to cause financial loss': [
    'gebeurtenis die financiële verliezen veroorzaakt of waarschijnlijk zal veroorzaken',
    'événement causant ou susceptible de causer des pertes financières',
    'Ereignis, das finanzielle Verluste verursacht oder wahrscheinlich verursacht',
  ],
} as const satisfies Words;

/** The same for the lines of the other regimes. */
export const otherLineWords = {
  'critical services affected': [
    'kritieke diensten getroffen',
    'services critiques touchés',
    'kritische Dienste betroffen',
  ],
  'more than 10 % of the clients that use the service': [
    'meer dan 10 % van de cliënten die de dienst gebruiken',
    'plus de 10 % des clients qui utilisent le service',
    'mehr als 10 % der Kunden, die den Dienst nutzen',
  ],
  'more than 100 000 clients': [
    'meer dan 100 000 cliënten',
    'plus de 100 000 clients',
    'mehr als 100 000 Kunden',
  ],
  'more than 30 % of the financial counterparts': [
    'meer dan 30 % van de financiële tegenpartijen',
    'plus de 30 % des contreparties financières',
    'mehr als 30 % der finanziellen Gegenparteien',
  ],
  'more than 10 % of the daily average number of transactions': [
    'meer dan 10 % van het daggemiddelde aantal transacties',
    'plus de 10 % du nombre moyen quotidien de transactions',
    'mehr als 10 % der durchschnittlichen täglichen Zahl der Transaktionen',
  ],
  'more than 10 % of the daily average value of transactions': [
    'meer dan 10 % van de daggemiddelde waarde van de transacties',
    'plus de 10 % de la valeur moyenne quotidienne des transactions',
    'mehr als 10 % des durchschnittlichen täglichen Werts der Transaktionen',
  ],
  'a relevant client or counterpart': [
    'een relevante cliënt of tegenpartij',
    'un client ou une contrepartie pertinents',
    'ein relevanter Kunde oder eine relevante Gegenpartei',
  ],
  'clients, counterparts and transactions': [
    'cliënten, tegenpartijen en transacties',
    'clients, contreparties et transactions',
    'Kunden, Gegenparteien und Transaktionen',
  ],
  'reputation: media, complaints, requirements not met, or clients lost': [
    'reputatie: media, klachten, vereisten niet nageleefd of cliënten verloren',
    'réputation : médias, plaintes, exigences non respectées ou clients perdus',
    'Reputation: Medien, Beschwerden, nicht erfüllte Anforderungen oder verlorene Kunden',
  ],
  'longer than 24 hours': ['langer dan 24 uur', 'plus de 24 heures', 'länger als 24 Stunden'],
  'services for critical functions down for more than two hours': [
    'diensten voor kritieke functies meer dan twee uur onderbroken',
    'services à l’appui de fonctions critiques interrompus pendant plus de deux heures',
    'Dienste für kritische Funktionen länger als zwei Stunden ausgefallen',
  ],
  'duration and downtime': [
    'duur en uitvaltijd',
    'durée et interruption de service',
    'Dauer und Ausfallzeit',
  ],
  'two or more Member States': [
    'twee of meer lidstaten',
    'deux États membres ou plus',
    'zwei oder mehr Mitgliedstaaten',
  ],
  'loss of data that hurts business or compliance': [
    'gegevensverlies dat de bedrijfsvoering of de naleving schaadt',
    'perte de données nuisant à l’activité ou à la conformité',
    'Datenverlust, der Geschäft oder Regeltreue beeinträchtigt',
  ],
  'successful malicious unauthorised access that may lose data': [
    'geslaagde kwaadwillige en ongeoorloofde toegang die tot gegevensverlies kan leiden',
    'accès non autorisé, malveillant et réussi, pouvant entraîner des pertes de données',
    'erfolgreicher böswilliger unbefugter Zugriff, der zu Datenverlust führen kann',
  ],
  'costs and losses above EUR 100 000': [
    'kosten en verliezen van meer dan EUR 100 000',
    'coûts et pertes supérieurs à 100 000 EUR',
    'Kosten und Verluste von mehr als 100 000 EUR',
  ],
  'recurring: twice in six months, same apparent root cause, together major': [
    'terugkerend: tweemaal in zes maanden, dezelfde klaarblijkelijke grondoorzaak, samen ernstig',
    'récurrent : deux fois en six mois, même cause profonde apparente, majeur dans l’ensemble',
    'wiederholt: zweimal in sechs Monaten, dieselbe offensichtliche Ursache, zusammen schwerwiegend',
  ],
  'significant cyber threat: hits critical functions, is probable, and would meet the criteria': [
    'significante cyberdreiging: raakt kritieke functies, is waarschijnlijk en zou aan de criteria voldoen',
    'cybermenace importante : touche des fonctions critiques, est probable et remplirait les critères',
    'erhebliche Cyberbedrohung: trifft kritische Funktionen, ist wahrscheinlich und würde die Kriterien erfüllen',
  ],
  'the data are unintelligible to whoever has them, as by encryption': [
    'de gegevens zijn onbegrijpelijk voor wie ze heeft, bijvoorbeeld door versleuteling',
    'les données sont incompréhensibles pour quiconque les détient, par exemple par chiffrement',
    'die Daten sind für jeden, der sie hat, unverständlich, etwa durch Verschlüsselung',
  ],
  'later measures make the high risk no longer likely': [
    'latere maatregelen maken het hoge risico niet langer waarschijnlijk',
    'des mesures ultérieures font que le risque élevé n’est plus susceptible de se matérialiser',
    'nachträgliche Maßnahmen lassen das hohe Risiko aller Wahrscheinlichkeit nach nicht mehr bestehen',
  ],
  'telling each of them would be a disproportionate effort': [
    'ieder van hen inlichten zou onevenredige inspanningen vergen',
    'informer chacune d’elles exigerait des efforts disproportionnés',
    'jede einzelne von ihnen zu benachrichtigen wäre ein unverhältnismäßiger Aufwand',
  ],
  'reliable evidence that somebody exploited a vulnerability in the product without permission': [
    'betrouwbaar bewijs dat iemand zonder toestemming een kwetsbaarheid in het product heeft uitgebuit',
    'preuves fiables que quelqu’un a exploité sans autorisation une vulnérabilité du produit',
    'verlässliche Belege, dass jemand eine Schwachstelle des Produkts ohne Erlaubnis ausgenutzt hat',
  ],
  'hurts or can hurt how the product protects sensitive or important data or functions': [
    'schaadt de bescherming die het product biedt aan gevoelige of belangrijke gegevens of functies, of kan dat',
    'nuit ou peut nuire à la protection, par le produit, de données ou de fonctions sensibles ou importantes',
    'beeinträchtigt, wie das Produkt sensible oder wichtige Daten oder Funktionen schützt, oder kann dies tun',
  ],
  'has led or can lead to malicious code in the product or in a user’s systems': [
    'heeft geleid of kan leiden tot kwaadaardige code in het product of in de systemen van een gebruiker',
    'a conduit ou peut conduire à l’introduction de code malveillant dans le produit ou dans les systèmes d’un utilisateur',
    'hat zu Schadcode im Produkt oder in den Systemen eines Nutzers geführt oder kann dazu führen',
  ],
  'hit, or on reasoned suspicion hit, by activity that threatens security': [
    'getroffen, of op goede gronden vermoedelijk getroffen, door activiteiten die de veiligheid bedreigen',
    'touché, ou raisonnablement soupçonné de l’être, par une activité menaçant la sécurité',
    'von sicherheitsgefährdender Tätigkeit betroffen oder begründet im Verdacht, betroffen zu sein',
  ],
  'knowledge of planned or ongoing activity that threatens security': [
    'kennis van geplande of lopende activiteiten die de veiligheid bedreigen',
    'connaissance d’une activité, prévue ou en cours, menaçant la sécurité',
    'Kenntnis von geplanter oder laufender sicherheitsgefährdender Tätigkeit',
  ],
  'a serious breach of the requirements of the act, even if not meant': [
    'een ernstige schending van de vereisten van de wet, ook onopzettelijk',
    'un manquement grave aux exigences de la loi, même involontaire',
    'ein schwerer Verstoß gegen die Anforderungen des Gesetzes, auch wenn er nicht gewollt war',
  ],
  'classified information was, or could have been, revealed to outsiders': [
    'geclassificeerde informatie is aan onbevoegden onthuld, of kan onthuld zijn',
    'des informations classifiées ont été, ou ont pu être, révélées à des personnes non habilitées',
    'Verschlusssachen wurden Unbefugten bekannt oder könnten es geworden sein',
  ],
} as const satisfies Words;

/** What a person decides, and what a look back is for: after "whether" as well as by itself. */
export const outcomeWords = {
  'the incident is significant': [
    'het incident is significant',
    'l’incident est important',
    'der Sicherheitsvorfall ist erheblich',
  ],
  'the incident is major': [
    'het incident is ernstig',
    'l’incident est majeur',
    'der Vorfall ist schwerwiegend',
  ],
  'the incident was reported as major and at no time was': [
    'het incident is als ernstig gemeld en was dat op geen enkel moment',
    'l’incident a été notifié comme majeur et ne l’a été à aucun moment',
    'der Vorfall wurde als schwerwiegend gemeldet und war es zu keinem Zeitpunkt',
  ],
  'a cyber threat is significant': [
    'een cyberdreiging is significant',
    'une cybermenace est importante',
    'eine Cyberbedrohung ist erheblich',
  ],
  'personal data were breached': [
    'er is een inbreuk in verband met persoonsgegevens',
    'il y a violation de données à caractère personnel',
    'der Schutz personenbezogener Daten ist verletzt',
  ],
  'a risk to the rights and freedoms of people is not unlikely': [
    'een risico voor de rechten en vrijheden van personen is niet onwaarschijnlijk',
    'un risque pour les droits et libertés des personnes n’est pas improbable',
    'ein Risiko für die Rechte und Freiheiten von Personen ist nicht unwahrscheinlich',
  ],
  'a high risk to the rights and freedoms of people is likely': [
    'een hoog risico voor de rechten en vrijheden van personen is waarschijnlijk',
    'un risque élevé pour les droits et libertés des personnes est probable',
    'ein hohes Risiko für die Rechte und Freiheiten von Personen ist wahrscheinlich',
  ],
  'a vulnerability of the product is actively exploited': [
    'een kwetsbaarheid van het product wordt actief uitgebuit',
    'une vulnérabilité du produit est activement exploitée',
    'eine Schwachstelle des Produkts wird aktiv ausgenutzt',
  ],
  'a severe incident has an impact on the security of the product': [
    'een ernstig incident heeft gevolgen voor de beveiliging van het product',
    'un incident grave a un impact sur la sécurité du produit',
    'ein schwerwiegender Sicherheitsvorfall wirkt sich auf die Sicherheit des Produkts aus',
  ],
  'a breach or disruption has a significant impact on the trust service or on personal data in it': [
    'een inbreuk of verstoring heeft aanzienlijke gevolgen voor de vertrouwensdienst of voor de persoonsgegevens erin',
    'une atteinte ou une perturbation a une incidence importante sur le service de confiance ou sur les données à caractère personnel qui y sont conservées',
    'eine Verletzung oder Störung wirkt sich erheblich auf den Vertrauensdienst oder die darin vorhandenen personenbezogenen Daten aus',
  ],
  'the incident significantly disrupts, or can disrupt, an essential service': [
    'het incident verstoort een essentiële dienst aanzienlijk, of kan dat',
    'l’incident perturbe, ou peut perturber, de manière importante un service essentiel',
    'der Sicherheitsvorfall stört einen wesentlichen Dienst erheblich oder kann ihn erheblich stören',
  ],
  'the incident must be notified under the Digital Security Act': [
    'het incident moet worden gemeld volgens de Noorse wet digitale veiligheid',
    'l’incident doit être notifié en vertu de la loi norvégienne sur la sécurité numérique',
    'der Vorfall ist nach dem norwegischen Gesetz über digitale Sicherheit zu melden',
  ],
  'the security authority has to know': [
    'de veiligheidsautoriteit moet het weten',
    'l’autorité de sécurité doit en être informée',
    'die Sicherheitsbehörde muss davon erfahren',
  ],
  'the incident is of level 3 (significant), 4 (large) or 5 (disaster)': [
    'het incident is van niveau 3 (aanzienlijk), 4 (groot) of 5 (ramp)',
    'l’incident est de niveau 3 (significatif), 4 (grave) ou 5 (désastre)',
    'der Vorfall hat die Stufe 3 (erheblich), 4 (groß) oder 5 (Katastrophe)',
  ],
  'classified information is compromised, or may be': [
    'geclassificeerde informatie is gecompromitteerd, of kan dat zijn',
    'des informations classifiées sont compromises ou peuvent l’être',
    'Verschlusssachen sind kompromittiert oder können es sein',
  ],
  'a disturbance prevents or threatens the availability of data sets': [
    'een verstoring verhindert of bedreigt de beschikbaarheid van gegevensbestanden',
    'une perturbation empêche ou menace la disponibilité de jeux de données',
    'eine Störung verhindert oder bedroht die Verfügbarkeit von Datenbeständen',
  ],
  'a digital service for the public is out of use': [
    'een digitale dienst voor het publiek is buiten gebruik',
    'un service numérique destiné au public est hors service',
    'ein digitaler Dienst für die Öffentlichkeit ist außer Betrieb',
  ],
  'the incident touches the network or the data of social security': [
    'het incident raakt het netwerk of de gegevens van de sociale zekerheid',
    'l’incident touche le réseau ou les données de la sécurité sociale',
    'der Vorfall berührt das Netz oder die Daten der sozialen Sicherheit',
  ],
  'incidents that are not significant alone, of the same apparent root cause': [
    'incidenten die elk apart niet significant zijn, met dezelfde klaarblijkelijke grondoorzaak',
    'incidents qui, pris isolément, ne sont pas importants et qui ont la même cause profonde apparente',
    'Sicherheitsvorfälle, die einzeln nicht erheblich sind, mit derselben offensichtlichen Ursache',
  ],
  'incidents that are not major alone, of the same apparent root cause': [
    'incidenten die elk apart niet ernstig zijn, met dezelfde klaarblijkelijke grondoorzaak',
    'incidents qui, pris isolément, ne sont pas majeurs et qui ont la même cause profonde apparente',
    'Vorfälle, die einzeln nicht schwerwiegend sind, mit derselben offensichtlichen Ursache',
  ],
} as const satisfies Words;
