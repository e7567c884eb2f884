// SPDX-License-Identifier: Apache-2.0

export interface Nis2Sector {
  /** Stable: it stands in the organisation and in exports. */
  readonly id: string;
  /** Annex I names sectors of high criticality, annex II other critical ones. */
  readonly annex: 'I' | 'II';
  /** Where Directive (EU) 2022/2555 names it: annex, number, and letter of the subsector. */
  readonly legalBasis: string;
  /** The sector, and the subsector after it, in the words of the directive's language versions. */
  readonly names: { readonly en: string; readonly nl: string; readonly fr: string; readonly de: string };
}

type Row = readonly [id: string, at: string, en: string, nl: string, fr: string, de: string];

const annexOne: readonly Row[] = [
  [
    'energy.electricity',
    '1(a)',
    'Energy: electricity',
    'Energie: elektriciteit',
    'Énergie : électricité',
    'Energie: Elektrizität',
  ],
  [
    'energy.district_heating',
    '1(b)',
    'Energy: district heating and cooling',
    'Energie: stadsverwarming en -koeling',
    'Énergie : réseaux de chaleur et de froid',
    'Energie: Fernwärme und -kälte',
  ],
  ['energy.oil', '1(c)', 'Energy: oil', 'Energie: aardolie', 'Énergie : pétrole', 'Energie: Erdöl'],
  ['energy.gas', '1(d)', 'Energy: gas', 'Energie: aardgas', 'Énergie : gaz', 'Energie: Erdgas'],
  [
    'energy.hydrogen',
    '1(e)',
    'Energy: hydrogen',
    'Energie: waterstof',
    'Énergie : hydrogène',
    'Energie: Wasserstoff',
  ],
  [
    'transport.air',
    '2(a)',
    'Transport: air',
    'Vervoer: lucht',
    'Transports : aériens',
    'Verkehr: Luftverkehr',
  ],
  [
    'transport.rail',
    '2(b)',
    'Transport: rail',
    'Vervoer: spoor',
    'Transports : ferroviaires',
    'Verkehr: Schienenverkehr',
  ],
  [
    'transport.water',
    '2(c)',
    'Transport: water',
    'Vervoer: water',
    'Transports : par eau',
    'Verkehr: Schifffahrt',
  ],
  [
    'transport.road',
    '2(d)',
    'Transport: road',
    'Vervoer: weg',
    'Transports : routiers',
    'Verkehr: Straßenverkehr',
  ],
  ['banking', '3', 'Banking', 'Bankwezen', 'Secteur bancaire', 'Bankwesen'],
  [
    'financial_market_infrastructures',
    '4',
    'Financial market infrastructures',
    'Infrastructuur voor de financiële markt',
    'Infrastructures des marchés financiers',
    'Finanzmarktinfrastrukturen',
  ],
  ['health', '5', 'Health', 'Gezondheidszorg', 'Santé', 'Gesundheitswesen'],
  ['drinking_water', '6', 'Drinking water', 'Drinkwater', 'Eau potable', 'Trinkwasser'],
  ['waste_water', '7', 'Waste water', 'Afvalwater', 'Eaux usées', 'Abwasser'],
  [
    'digital_infrastructure',
    '8',
    'Digital infrastructure',
    'Digitale infrastructuur',
    'Infrastructure numérique',
    'Digitale Infrastruktur',
  ],
  [
    'ict_service_management',
    '9',
    'ICT service management (business-to-business)',
    'Beheer van ICT-diensten (business-to-business)',
    'Gestion des services TIC (interentreprises)',
    'Verwaltung von IKT-Diensten (B2B)',
  ],
  [
    'public_administration',
    '10',
    'Public administration',
    'Overheid',
    'Administration publique',
    'Öffentliche Verwaltung',
  ],
  ['space', '11', 'Space', 'Ruimtevaart', 'Espace', 'Weltraum'],
];

const annexTwo: readonly Row[] = [
  [
    'postal_and_courier',
    '1',
    'Postal and courier services',
    'Post- en koeriersdiensten',
    'Services postaux et d’expédition',
    'Post- und Kurierdienste',
  ],
  [
    'waste_management',
    '2',
    'Waste management',
    'Afvalstoffenbeheer',
    'Gestion des déchets',
    'Abfallbewirtschaftung',
  ],
  [
    'chemicals',
    '3',
    'Manufacture, production and distribution of chemicals',
    'Vervaardiging, productie en distributie van chemische stoffen',
    'Fabrication, production et distribution de produits chimiques',
    'Produktion, Herstellung und Handel mit chemischen Stoffen',
  ],
  [
    'food',
    '4',
    'Production, processing and distribution of food',
    'Productie, verwerking en distributie van levensmiddelen',
    'Production, transformation et distribution des denrées alimentaires',
    'Produktion, Verarbeitung und Vertrieb von Lebensmitteln',
  ],
  [
    'manufacturing.medical_devices',
    '5(a)',
    'Manufacturing: medical devices',
    'Vervaardiging: medische hulpmiddelen',
    'Fabrication : dispositifs médicaux',
    'Herstellung: Medizinprodukte',
  ],
  [
    'manufacturing.electronics',
    '5(b)',
    'Manufacturing: computer, electronic and optical products',
    'Vervaardiging: informaticaproducten, elektronische en optische producten',
    'Fabrication : produits informatiques, électroniques et optiques',
    'Herstellung: Datenverarbeitungsgeräte, elektronische und optische Erzeugnisse',
  ],
  [
    'manufacturing.electrical',
    '5(c)',
    'Manufacturing: electrical equipment',
    'Vervaardiging: elektrische apparatuur',
    'Fabrication : équipements électriques',
    'Herstellung: elektrische Ausrüstungen',
  ],
  [
    'manufacturing.machinery',
    '5(d)',
    'Manufacturing: machinery and equipment',
    'Vervaardiging: machines, apparaten en werktuigen',
    'Fabrication : machines et équipements',
    'Herstellung: Maschinenbau',
  ],
  [
    'manufacturing.motor_vehicles',
    '5(e)',
    'Manufacturing: motor vehicles and trailers',
    'Vervaardiging: motorvoertuigen en aanhangers',
    'Fabrication : véhicules automobiles et remorques',
    'Herstellung: Kraftwagen und Anhänger',
  ],
  [
    'manufacturing.transport',
    '5(f)',
    'Manufacturing: other transport equipment',
    'Vervaardiging: andere transportmiddelen',
    'Fabrication : autres matériels de transport',
    'Herstellung: sonstiger Fahrzeugbau',
  ],
  [
    'digital_providers',
    '6',
    'Digital providers',
    'Digitale aanbieders',
    'Fournisseurs numériques',
    'Anbieter digitaler Dienste',
  ],
  ['research', '7', 'Research', 'Onderzoek', 'Recherche', 'Forschung'],
];

const sectorsOf = (annex: 'I' | 'II', rows: readonly Row[]): Nis2Sector[] =>
  rows.map(([id, at, en, nl, fr, de]) => ({
    id,
    annex,
    legalBasis: `Directive (EU) 2022/2555, annex ${annex}, ${at}`,
    names: { en, nl, fr, de },
  }));

/** Every sector and subsector of annexes I and II of the NIS2 directive, in its order. */
export const nis2Sectors: readonly Nis2Sector[] = [...sectorsOf('I', annexOne), ...sectorsOf('II', annexTwo)];
