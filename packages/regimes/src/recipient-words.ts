// SPDX-License-Identifier: Apache-2.0

type Words = Readonly<Record<string, readonly [nl: string, fr: string, de: string]>>;

/** Who gets what is told, in Dutch, French and German, by their English. Proper names stay as they are. */
export const recipientWords = {
  'national CSIRT or competent authority': [
    'nationaal CSIRT of bevoegde autoriteit',
    'CSIRT national ou autorité compétente',
    'nationales CSIRT oder zuständige Behörde',
  ],
  'us, from the CSIRT or competent authority': [
    'wij, van het CSIRT of de bevoegde autoriteit',
    'nous, de la part du CSIRT ou de l’autorité compétente',
    'wir, vom CSIRT oder von der zuständigen Behörde',
  ],
  'us, from the competent authority': [
    'wij, van de bevoegde autoriteit',
    'nous, de la part de l’autorité compétente',
    'wir, von der zuständigen Behörde',
  ],
  'recipients of the service': [
    'afnemers van de dienst',
    'destinataires du service',
    'Empfänger des Dienstes',
  ],
  'recipients of the service who may be hit': [
    'mogelijk getroffen afnemers van de dienst',
    'destinataires du service susceptibles d’être touchés',
    'möglicherweise betroffene Empfänger des Dienstes',
  ],
  'the public': ['het publiek', 'le public', 'die Öffentlichkeit'],
  'CCB, the national CSIRT (it tells the sectoral authority, and NCCN of essential entities)': [
    'CCB, het nationale CSIRT (dat de sectorale overheid inlicht, en voor essentiële entiteiten het NCCN)',
    'CCB, le CSIRT national (qui informe l’autorité sectorielle et, pour les entités essentielles, le NCCN)',
    'CCB, das nationale CSIRT (es unterrichtet die sektorale Behörde und bei wesentlichen Einrichtungen das NCCN)',
  ],
  'supervising authority of the sector (§ 43); contact point Traficom NCSC-FI (§ 18)': [
    'toezichthoudende autoriteit van de sector (§ 43); contactpunt Traficom NCSC-FI (§ 18)',
    'autorité de surveillance du secteur (§ 43) ; point de contact Traficom NCSC-FI (§ 18)',
    'Aufsichtsbehörde des Sektors (§ 43); Anlaufstelle Traficom NCSC-FI (§ 18)',
  ],
  'competent institution for preventing cyber incidents (CERT.LV, MilCERT or SAB; unverified)': [
    'bevoegde instelling voor de preventie van cyberincidenten (CERT.LV, MilCERT of SAB; niet geverifieerd)',
    'institution compétente pour la prévention des cyberincidents (CERT.LV, MilCERT ou SAB ; non vérifié)',
    'für die Verhütung von Cybervorfällen zuständige Stelle (CERT.LV, MilCERT oder SAB; nicht geprüft)',
  ],
  'CSIRT Italia': ['CSIRT Italia', 'CSIRT Italia', 'CSIRT Italia'],
  NBÚ: ['NBÚ', 'NBÚ', 'NBÚ'],
  'competent CSIRT': ['bevoegd CSIRT', 'CSIRT compétent', 'zuständiges CSIRT'],
  NÚKIB: ['NÚKIB', 'NÚKIB', 'NÚKIB'],
  'CNCS or the authority of the sector': [
    'CNCS of de autoriteit van de sector',
    'CNCS ou l’autorité du secteur',
    'CNCS oder die Behörde des Sektors',
  ],
  'BSI (unverified)': ['BSI (niet geverifieerd)', 'BSI (non vérifié)', 'BSI (nicht geprüft)'],
  'CSIRT and competent authority of the sector (unverified)': [
    'CSIRT en bevoegde autoriteit van de sector (niet geverifieerd)',
    'CSIRT et autorité compétente du secteur (non vérifié)',
    'CSIRT und zuständige Behörde des Sektors (nicht geprüft)',
  ],
  'CSIRT and supervisory authority (unverified)': [
    'CSIRT en toezichthoudende autoriteit (niet geverifieerd)',
    'CSIRT et autorité de surveillance (non vérifié)',
    'CSIRT und Aufsichtsbehörde (nicht geprüft)',
  ],
  'competent authority of art. 46': [
    'bevoegde autoriteit van artikel 46',
    'autorité compétente visée à l’article 46',
    'zuständige Behörde nach Artikel 46',
  ],
  'our senior management, and the management body': [
    'onze hogere leiding en het leidinggevend orgaan',
    'nos cadres dirigeants et l’organe de direction',
    'unsere obere Führungsebene und das Leitungsorgan',
  ],
  'clients whose financial interests are touched': [
    'cliënten wier financiële belangen zijn geraakt',
    'clients dont les intérêts financiers sont touchés',
    'Kunden, deren finanzielle Interessen berührt sind',
  ],
  'clients who may be hit': [
    'mogelijk getroffen cliënten',
    'clients susceptibles d’être touchés',
    'möglicherweise betroffene Kunden',
  ],
  'supervisory authority (art. 55; lead authority, art. 56)': [
    'toezichthoudende autoriteit (art. 55; leidende autoriteit, art. 56)',
    'autorité de contrôle (art. 55 ; autorité chef de file, art. 56)',
    'Aufsichtsbehörde (Art. 55; federführende Behörde, Art. 56)',
  ],
  'the controllers whose data are touched': [
    'de verwerkingsverantwoordelijken van wie gegevens zijn geraakt',
    'les responsables du traitement dont les données sont touchées',
    'die Verantwortlichen, deren Daten betroffen sind',
  ],
  'the people whose data they are': [
    'de betrokkenen',
    'les personnes concernées',
    'die betroffenen Personen',
  ],
  'the public, so that those concerned learn of it as well': [
    'het publiek, zodat de betrokkenen even doeltreffend worden geïnformeerd',
    'le public, de sorte que les personnes concernées en soient informées de manière tout aussi efficace',
    'die Öffentlichkeit, sodass die betroffenen Personen vergleichbar wirksam informiert werden',
  ],
  'our own register of breaches': [
    'ons eigen register van inbreuken',
    'notre propre registre des violations',
    'unser eigenes Verzeichnis der Verletzungen',
  ],
  'single reporting platform: the CSIRT designated as coordinator, and ENISA': [
    'centraal meldingsplatform: het als coördinator aangewezen CSIRT en Enisa',
    'plateforme unique de signalement : le CSIRT désigné comme coordinateur et l’ENISA',
    'einheitliche Meldeplattform: das als Koordinator benannte CSIRT und die ENISA',
  ],
  'users of the product who are hit, and all users where appropriate': [
    'getroffen gebruikers van het product, en zo nodig alle gebruikers',
    'utilisateurs du produit touchés et, le cas échéant, tous les utilisateurs',
    'betroffene Nutzer des Produkts und gegebenenfalls alle Nutzer',
  ],
  'supervisory body, and other competent bodies where applicable': [
    'toezichthoudend orgaan en, indien van toepassing, andere bevoegde organen',
    'organe de contrôle et, le cas échéant, autres organes compétents',
    'Aufsichtsstelle und gegebenenfalls andere zuständige Stellen',
  ],
  'individuals who are affected and can be identified': [
    'getroffen personen die kunnen worden geïdentificeerd',
    'personnes touchées qui peuvent être identifiées',
    'betroffene Personen, die sich ermitteln lassen',
  ],
  'competent authority for critical entities': [
    'bevoegde autoriteit voor kritieke entiteiten',
    'autorité compétente pour les entités critiques',
    'zuständige Behörde für kritische Einrichtungen',
  ],
  'supervisory authority of the sector, copy to the national contact point (NSM)': [
    'toezichthoudende autoriteit van de sector, kopie aan het nationale contactpunt (NSM)',
    'autorité de surveillance du secteur, copie au point de contact national (NSM)',
    'Aufsichtsbehörde des Sektors, Kopie an die nationale Anlaufstelle (NSM)',
  ],
  'the security authority (NSM) and the authority of the sector': [
    'de veiligheidsautoriteit (NSM) en de autoriteit van de sector',
    'l’autorité de sécurité (NSM) et l’autorité du secteur',
    'die Sicherheitsbehörde (NSM) und die Behörde des Sektors',
  ],
  Nkom: ['Nkom', 'Nkom', 'Nkom'],
  'our security officer': [
    'onze veiligheidsofficier',
    'notre officier de sécurité',
    'unser Sicherheitsoffizier',
  ],
  'National Security Authority, by registered letter of the security officer': [
    'Nationale Veiligheidsoverheid, bij aangetekende brief van de veiligheidsofficier',
    'Autorité nationale de sécurité, par lettre recommandée de l’officier de sécurité',
    'Nationale Sicherheitsbehörde, durch Einschreiben des Sicherheitsoffiziers',
  ],
  'our director': ['onze directeur', 'notre directeur', 'unser Direktor'],
  'the authority responsible for what was compromised': [
    'de overheid die verantwoordelijk is voor wat is gecompromitteerd',
    'l’autorité responsable de ce qui a été compromis',
    'die Behörde, die für das Kompromittierte verantwortlich ist',
  ],
  'our own record of the internal investigation': [
    'ons eigen verslag van het interne onderzoek',
    'notre propre compte rendu de l’enquête interne',
    'unsere eigene Aufzeichnung der internen Untersuchung',
  ],
  'NCSA at Traficom, or the NSA at the Ministry for Foreign Affairs': [
    'NCSA bij Traficom, of de NSA bij het ministerie van Buitenlandse Zaken',
    'NCSA auprès de Traficom, ou NSA auprès du ministère des affaires étrangères',
    'NCSA bei Traficom oder NSA beim Außenministerium',
  ],
  'every owner of what was compromised': [
    'iedere eigenaar van wat is gecompromitteerd',
    'chaque propriétaire de ce qui a été compromis',
    'jeder Eigentümer des Kompromittierten',
  ],
  'the competent security authority': [
    'de bevoegde veiligheidsautoriteit',
    'l’autorité de sécurité compétente',
    'die zuständige Sicherheitsbehörde',
  ],
  'the originator': [
    'de opsteller van de informatie',
    'l’autorité d’origine',
    'der Herausgeber der Verschlusssache',
  ],
  'our own record, by people not involved': [
    'ons eigen verslag, door wie er niet bij betrokken is',
    'notre propre compte rendu, par des personnes non impliquées',
    'unsere eigene Aufzeichnung, durch Unbeteiligte',
  ],
  'those who use the data sets': [
    'wie de gegevensbestanden gebruikt',
    'les utilisateurs des jeux de données',
    'die Nutzer der Datenbestände',
  ],
  'KSZ/BCSS, through our information security adviser': [
    'KSZ, via onze informatieveiligheidsconsulent',
    'BCSS, par l’intermédiaire de notre conseiller en sécurité de l’information',
    'ZDSS, über unseren Berater für Informationssicherheit',
  ],
  'national CSIRT': ['nationaal CSIRT', 'CSIRT national', 'nationales CSIRT'],
  'CSIRT designated as coordinator, or ENISA': [
    'als coördinator aangewezen CSIRT, of Enisa',
    'CSIRT désigné comme coordinateur, ou ENISA',
    'als Koordinator benanntes CSIRT oder ENISA',
  ],
} as const satisfies Words;
