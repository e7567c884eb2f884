// SPDX-License-Identifier: Apache-2.0

/** What the organisation is asked, in Dutch, French and German: the words of the acts where they have one. */
export const organisationWords: readonly (readonly [id: string, nl: string, fr: string, de: string])[] = [
  [
    'org.member_states',
    'In welke staten bent u gevestigd of levert u uw diensten?',
    'Dans quels États êtes-vous établi ou fournissez-vous vos services ?',
    'In welchen Staaten sind Sie niedergelassen oder erbringen Sie Ihre Dienste?',
  ],
  [
    'org.nis2_sectors',
    'In welke sectoren van de bijlagen I en II van NIS2 bent u actief?',
    'Dans quels secteurs des annexes I et II de NIS2 êtes-vous actif ?',
    'In welchen Sektoren der Anhänge I und II der NIS2-Richtlinie sind Sie tätig?',
  ],
  [
    'org.nis2_class',
    'Bent u een essentiële of een belangrijke entiteit onder NIS2?',
    'Êtes-vous une entité essentielle ou importante au sens de NIS2 ?',
    'Sind Sie eine wesentliche oder eine wichtige Einrichtung nach NIS2?',
  ],
  [
    'org.nis2_entity_types',
    'Welke van deze diensten levert u?',
    'Lesquels de ces services fournissez-vous ?',
    'Welche dieser Dienste erbringen Sie?',
  ],
  [
    'org.dora_entity_types',
    'Welk soort financiële entiteit bent u?',
    'Quel type d’entité financière êtes-vous ?',
    'Welche Art von Finanzunternehmen sind Sie?',
  ],
  [
    'org.trust_service',
    'Levert u gekwalificeerde of andere vertrouwensdiensten?',
    'Fournissez-vous des services de confiance, qualifiés ou non ?',
    'Erbringen Sie qualifizierte oder andere Vertrauensdienste?',
  ],
  [
    'org.classified_owners',
    'Van wie bewaart u gerubriceerde (geclassificeerde) informatie?',
    'De qui détenez-vous des informations classifiées ?',
    'Wessen Verschlusssachen bewahren Sie auf?',
  ],
  [
    'org.is_dora_entity',
    'Bent u een financiële entiteit volgens DORA art. 2(1)(a) tot en met (t)?',
    'Êtes-vous une entité financière au sens de l’art. 2(1)(a) à (t) de DORA ?',
    'Sind Sie ein Finanzunternehmen nach DORA Art. 2(1)(a) bis (t)?',
  ],
  [
    'org.is_dora_small',
    'Bent u een micro-onderneming, of valt u onder het vereenvoudigde kader van DORA art. 16(1)?',
    'Êtes-vous une microentreprise, ou relevez-vous du cadre simplifié de l’art. 16(1) de DORA ?',
    'Sind Sie ein Kleinstunternehmen oder unter dem vereinfachten Rahmen von DORA Art. 16(1)?',
  ],
  [
    'org.is_dora_shift_withdrawn',
    'Heeft uw autoriteit de weekendregel van DORA voor u uitgeschakeld?',
    'Votre autorité a-t-elle supprimé pour vous la règle de week-end de DORA ?',
    'Hat Ihre Behörde die Wochenendregel von DORA für Sie ausgesetzt?',
  ],
  [
    'org.is_controller',
    'Bepaalt u waarom en hoe persoonsgegevens worden verwerkt?',
    'Décidez-vous pourquoi et comment des données personnelles sont traitées ?',
    'Entscheiden Sie, warum und wie personenbezogene Daten verarbeitet werden?',
  ],
  [
    'org.is_processor',
    'Verwerkt u persoonsgegevens voor anderen?',
    'Traitez-vous des données personnelles pour d’autres ?',
    'Verarbeiten Sie personenbezogene Daten für andere?',
  ],
  [
    'org.makes_digital_products',
    'Maakt u producten met digitale elementen voor de markt van de Unie?',
    'Fabriquez-vous des produits comportant des éléments numériques pour le marché de l’Union ?',
    'Stellen Sie Produkte mit digitalen Elementen für den Unionsmarkt her?',
  ],
  [
    'org.is_open_source_steward',
    'Bent u een steward van opensourcesoftware?',
    'Êtes-vous intendant de logiciels ouverts ?',
    'Sind Sie Verwalter quelloffener Software?',
  ],
  [
    'org.is_critical_entity',
    'Bent u aangewezen als kritieke entiteit onder CER?',
    'Avez-vous été recensé comme entité critique au titre de la directive CER ?',
    'Wurden Sie als kritische Einrichtung nach der CER-Richtlinie ermittelt?',
  ],
  [
    'org.is_public_authority',
    'Bent u een overheidsinstantie?',
    'Êtes-vous une autorité publique ?',
    'Sind Sie eine Behörde?',
  ],
  [
    'org.is_in_social_security',
    'Bent u een instelling of partner van het Belgische netwerk van de sociale zekerheid?',
    'Êtes-vous une institution ou un partenaire du réseau belge de la sécurité sociale ?',
    'Sind Sie eine Einrichtung oder ein Partner des belgischen Netzes der sozialen Sicherheit?',
  ],
  [
    'org.is_under_norwegian_digital_security_act',
    'Valt u onder de Noorse wet op de digitale veiligheid?',
    'Relevez-vous de la loi norvégienne sur la sécurité numérique ?',
    'Fallen Sie unter das norwegische Gesetz über digitale Sicherheit?',
  ],
  [
    'org.is_under_norwegian_security_act',
    'Valt u onder de Noorse veiligheidswet?',
    'Relevez-vous de la loi norvégienne sur la sécurité ?',
    'Fallen Sie unter das norwegische Sicherheitsgesetz?',
  ],
  [
    'org.annual_turnover_eur',
    'Wat was uw omzet in het laatste boekjaar, in euro?',
    'Quel était votre chiffre d’affaires du dernier exercice, en euros ?',
    'Wie hoch war Ihr Umsatz im letzten Geschäftsjahr, in Euro?',
  ],
  [
    'org.service_users_count',
    'Hoeveel gebruikers in de Unie heeft de getroffen dienst?',
    'Combien d’utilisateurs dans l’Union le service touché compte-t-il ?',
    'Wie viele Nutzer in der Union hat der betroffene Dienst?',
  ],
  [
    'org.domain_names_count',
    'Hoeveel domeinnamen beheert u?',
    'Combien de noms de domaine gérez-vous ?',
    'Wie viele Domänennamen verwalten Sie?',
  ],
];
