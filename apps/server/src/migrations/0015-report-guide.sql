-- SPDX-License-Identifier: Apache-2.0
-- What reports are about and turn out to be, in the organisation's own words; and the pages that tell people how to report.

-- A term is switched off, never deleted: old reports keep their word. What it was before stands in the record, old to new.
CREATE TABLE vocabulary_term (
  vocabulary text NOT NULL CHECK (vocabulary IN ('category', 'qualification')),
  id text NOT NULL CHECK (id <> 'none'),
  place integer NOT NULL,
  area text CHECK (area IN ('personnel', 'physical', 'it_cyber', 'supplier')),
  -- A hint for whoever classifies the incident; nothing chooses it by itself.
  suggests_class text,
  -- Language -> label and hint.
  words jsonb NOT NULL,
  is_active boolean NOT NULL DEFAULT true,
  version integer NOT NULL DEFAULT 1,
  PRIMARY KEY (vocabulary, id),
  CONSTRAINT vocabulary_term_area CHECK ((vocabulary = 'category') = (area IS NOT NULL))
);
GRANT SELECT, INSERT, UPDATE ON vocabulary_term TO belfry_app;

INSERT INTO vocabulary_term (vocabulary, id, place, area, suggests_class, words) VALUES
  ('category', 'phishing', 1, 'it_cyber', 'fraud',
    '{"en": {"label": "A suspicious mail, message or call", "hint": "For example a false invoice, a link that asks for a password, somebody who pretends to be a colleague or the bank."}, "nl": {"label": "Een verdachte mail, bericht of oproep", "hint": "Bijvoorbeeld een valse factuur, een link die om een wachtwoord vraagt, iemand die zich voordoet als collega of bank."}, "fr": {"label": "Un courriel, message ou appel suspect", "hint": "Par exemple une fausse facture, un lien qui demande un mot de passe, quelqu’un qui se fait passer pour un collègue ou la banque."}, "de": {"label": "Eine verdächtige Mail, Nachricht oder ein verdächtiger Anruf", "hint": "Zum Beispiel eine falsche Rechnung, ein Link, der nach einem Passwort fragt, jemand, der sich als Kollege oder Bank ausgibt."}}'),
  ('category', 'malware', 2, 'it_cyber', 'malicious-code',
    '{"en": {"label": "A virus or strange behaviour of a device", "hint": "For example a warning of the virus scanner, files that no longer open, a ransom note, windows that appear by themselves."}, "nl": {"label": "Een virus of vreemd gedrag van een toestel", "hint": "Bijvoorbeeld een melding van de virusscanner, bestanden die niet meer opengaan, een losgeldbericht, vensters die vanzelf verschijnen."}, "fr": {"label": "Un virus ou un appareil qui se comporte bizarrement", "hint": "Par exemple une alerte de l’antivirus, des fichiers qui ne s’ouvrent plus, une demande de rançon, des fenêtres qui apparaissent seules."}, "de": {"label": "Ein Virus oder ein Gerät, das sich seltsam verhält", "hint": "Zum Beispiel eine Warnung des Virenschutzes, Dateien, die sich nicht mehr öffnen, eine Lösegeldforderung, Fenster, die von selbst erscheinen."}}'),
  ('category', 'compromised-account', 3, 'it_cyber', 'intrusions',
    '{"en": {"label": "A password or account in wrong hands", "hint": "For example a password typed on a false page, a sign-in you did not do, mails sent in your name."}, "nl": {"label": "Een wachtwoord of account in verkeerde handen", "hint": "Bijvoorbeeld een wachtwoord ingetikt op een valse pagina, een aanmelding die u niet deed, mails verstuurd in uw naam."}, "fr": {"label": "Un mot de passe ou un compte en de mauvaises mains", "hint": "Par exemple un mot de passe saisi sur une fausse page, une connexion que vous n’avez pas faite, des courriels envoyés en votre nom."}, "de": {"label": "Ein Passwort oder Konto in falschen Händen", "hint": "Zum Beispiel ein Passwort auf einer falschen Seite eingegeben, eine Anmeldung, die nicht von Ihnen war, Mails in Ihrem Namen."}}'),
  ('category', 'attack', 4, 'it_cyber', 'intrusion-attempts',
    '{"en": {"label": "Somebody attacks a system or tries to get in", "hint": "For example many failed sign-ins, an overloaded website, traces of somebody who does not belong there. Also when it failed."}, "nl": {"label": "Iemand valt een systeem aan of probeert binnen te komen", "hint": "Bijvoorbeeld veel mislukte aanmeldingen, een overbelaste website, sporen van iemand die er niet hoort. Ook als het mislukte."}, "fr": {"label": "Quelqu’un attaque un système ou tente d’y entrer", "hint": "Par exemple de nombreux échecs de connexion, un site web surchargé, des traces de quelqu’un qui n’a rien à y faire. Même si cela a échoué."}, "de": {"label": "Jemand greift ein System an oder versucht einzudringen", "hint": "Zum Beispiel viele fehlgeschlagene Anmeldungen, eine überlastete Website, Spuren von jemandem, der dort nichts zu suchen hat. Auch wenn es misslang."}}'),
  ('category', 'unauthorised-access', 5, 'it_cyber', 'information-content-security',
    '{"en": {"label": "Somebody sees or uses data without being allowed to", "hint": "For example a folder that is open to everybody, a colleague who looks up files without need."}, "nl": {"label": "Iemand ziet of gebruikt gegevens zonder dat het mag", "hint": "Bijvoorbeeld een map die voor iedereen openstaat, een collega die zonder reden dossiers opzoekt."}, "fr": {"label": "Quelqu’un voit ou utilise des données sans y être autorisé", "hint": "Par exemple un dossier ouvert à tous, un collègue qui consulte des dossiers sans raison."}, "de": {"label": "Jemand sieht oder nutzt Daten, ohne es zu dürfen", "hint": "Zum Beispiel ein Ordner, der allen offensteht, ein Kollege, der ohne Anlass Akten nachschlägt."}}'),
  ('category', 'data-leak', 6, 'it_cyber', 'information-content-security',
    '{"en": {"label": "Data that reached the wrong people", "hint": "For example a mail to the wrong address, a list put online by mistake, papers left on the train."}, "nl": {"label": "Gegevens die bij de verkeerde mensen kwamen", "hint": "Bijvoorbeeld een mail naar het verkeerde adres, een lijst die per vergissing online staat, papieren vergeten in de trein."}, "fr": {"label": "Des données parvenues aux mauvaises personnes", "hint": "Par exemple un courriel envoyé à la mauvaise adresse, une liste mise en ligne par erreur, des papiers oubliés dans le train."}, "de": {"label": "Daten, die bei den falschen Leuten landeten", "hint": "Zum Beispiel eine Mail an die falsche Adresse, eine versehentlich veröffentlichte Liste, Papiere, die im Zug liegen blieben."}}'),
  ('category', 'data-altered', 7, 'it_cyber', 'information-content-security',
    '{"en": {"label": "Data lost, destroyed or changed", "hint": "By accident or on purpose: for example records that are suddenly wrong, a deleted folder, a page that somebody altered."}, "nl": {"label": "Gegevens verloren, vernietigd of gewijzigd", "hint": "Per ongeluk of met opzet: bijvoorbeeld gegevens die plots niet kloppen, een gewiste map, een pagina die iemand veranderde."}, "fr": {"label": "Des données perdues, détruites ou modifiées", "hint": "Par accident ou volontairement : par exemple des données soudain fausses, un dossier effacé, une page que quelqu’un a modifiée."}, "de": {"label": "Daten verloren, zerstört oder verändert", "hint": "Versehentlich oder absichtlich: zum Beispiel Angaben, die plötzlich nicht stimmen, ein gelöschter Ordner, eine veränderte Seite."}}'),
  ('category', 'outage', 8, 'it_cyber', 'availability',
    '{"en": {"label": "A system or service does not work", "hint": "For example no network, an application that nobody can open, a website that is down."}, "nl": {"label": "Een systeem of dienst werkt niet", "hint": "Bijvoorbeeld geen netwerk, een toepassing die niemand kan openen, een website die plat ligt."}, "fr": {"label": "Un système ou un service ne fonctionne pas", "hint": "Par exemple plus de réseau, une application que personne ne peut ouvrir, un site web en panne."}, "de": {"label": "Ein System oder Dienst funktioniert nicht", "hint": "Zum Beispiel kein Netz, eine Anwendung, die niemand öffnen kann, eine Website, die ausgefallen ist."}}'),
  ('category', 'vulnerability', 9, 'it_cyber', 'vulnerable',
    '{"en": {"label": "A weak spot in a system or way of working", "hint": "For example a page that shows too much, a system without updates, a shared password, a step that anybody can skip."}, "nl": {"label": "Een zwakke plek in een systeem of werkwijze", "hint": "Bijvoorbeeld een pagina die te veel toont, een systeem zonder updates, een gedeeld wachtwoord, een stap die iedereen kan overslaan."}, "fr": {"label": "Un point faible dans un système ou une façon de travailler", "hint": "Par exemple une page qui montre trop, un système sans mises à jour, un mot de passe partagé, une étape que chacun peut sauter."}, "de": {"label": "Eine Schwachstelle in einem System oder Ablauf", "hint": "Zum Beispiel eine Seite, die zu viel zeigt, ein System ohne Updates, ein geteiltes Passwort, ein Schritt, den jeder überspringen kann."}}'),
  ('category', 'lost-device', 10, 'physical', 'information-content-security',
    '{"en": {"label": "A lost or stolen device or document", "hint": "For example a laptop, telephone, USB stick or file."}, "nl": {"label": "Een verloren of gestolen toestel of document", "hint": "Bijvoorbeeld een laptop, telefoon, USB-stick of dossier."}, "fr": {"label": "Un appareil ou document perdu ou volé", "hint": "Par exemple un ordinateur portable, un téléphone, une clé USB ou un dossier."}, "de": {"label": "Ein verlorenes oder gestohlenes Gerät oder Dokument", "hint": "Zum Beispiel ein Laptop, Telefon, USB-Stick oder eine Akte."}}'),
  ('category', 'lost-pass', 11, 'physical', NULL,
    '{"en": {"label": "A lost key, card or badge", "hint": "Anything that opens a door or proves who somebody is."}, "nl": {"label": "Een verloren sleutel, kaart of badge", "hint": "Alles wat een deur opent of bewijst wie iemand is."}, "fr": {"label": "Une clé, une carte ou un badge perdu", "hint": "Tout ce qui ouvre une porte ou prouve qui l’on est."}, "de": {"label": "Ein verlorener Schlüssel, eine Karte oder ein Ausweis", "hint": "Alles, was eine Tür öffnet oder beweist, wer jemand ist."}}'),
  ('category', 'premises', 12, 'physical', NULL,
    '{"en": {"label": "Intrusion, theft or an open door", "hint": "For example a stranger in a closed zone, a lock that does not close, somebody who slips in behind you."}, "nl": {"label": "Indringing, diefstal of een open deur", "hint": "Bijvoorbeeld een onbekende in een afgesloten zone, een slot dat niet sluit, iemand die achter u mee naar binnen glipt."}, "fr": {"label": "Une intrusion, un vol ou une porte ouverte", "hint": "Par exemple un inconnu dans une zone fermée, une serrure qui ne ferme pas, quelqu’un qui se glisse derrière vous."}, "de": {"label": "Eindringen, Diebstahl oder eine offene Tür", "hint": "Zum Beispiel ein Fremder in einem geschlossenen Bereich, ein Schloss, das nicht schließt, jemand, der hinter Ihnen hineinschlüpft."}}'),
  ('category', 'rule-broken', 13, 'personnel', NULL,
    '{"en": {"label": "Somebody acts against the security rules", "hint": "For example a switched-off protection, passwords passed around, private use of confidential data."}, "nl": {"label": "Iemand handelt tegen de veiligheidsregels", "hint": "Bijvoorbeeld een beveiliging die werd uitgezet, wachtwoorden die rondgaan, privégebruik van vertrouwelijke gegevens."}, "fr": {"label": "Quelqu’un agit contre les règles de sécurité", "hint": "Par exemple une protection désactivée, des mots de passe qui circulent, un usage privé de données confidentielles."}, "de": {"label": "Jemand handelt gegen die Sicherheitsregeln", "hint": "Zum Beispiel ein abgeschalteter Schutz, weitergereichte Passwörter, private Nutzung vertraulicher Daten."}}'),
  ('category', 'supplier', 14, 'supplier', NULL,
    '{"en": {"label": "Something at a supplier or partner", "hint": "An incident or weakness elsewhere that can harm us too: for example a supplier that was hacked, or one that lost our data."}, "nl": {"label": "Iets bij een leverancier of partner", "hint": "Een incident of zwakte elders die ook ons kan schaden: bijvoorbeeld een leverancier die gehackt is of onze gegevens kwijtraakte."}, "fr": {"label": "Quelque chose chez un fournisseur ou partenaire", "hint": "Un incident ou une faiblesse ailleurs qui peut nous nuire aussi : par exemple un fournisseur piraté ou qui a perdu nos données."}, "de": {"label": "Etwas bei einem Lieferanten oder Partner", "hint": "Ein Vorfall oder eine Schwäche anderswo, die auch uns schaden kann: zum Beispiel ein gehackter Lieferant oder einer, der unsere Daten verlor."}}'),
  ('qualification', 'not-security', 1, NULL, NULL,
    '{"en": {"label": "Not relevant to security", "hint": "A question, a fault or a complaint without a security side; passed on to whom it concerns."}, "nl": {"label": "Niet relevant voor de veiligheid", "hint": "Een vraag, storing of klacht zonder veiligheidskant; doorgegeven aan wie het aangaat."}, "fr": {"label": "Sans rapport avec la sécurité", "hint": "Une question, une panne ou une plainte sans aspect de sécurité ; transmise à qui de droit."}, "de": {"label": "Nicht sicherheitsrelevant", "hint": "Eine Frage, Störung oder Beschwerde ohne Sicherheitsbezug; an die zuständige Stelle weitergegeben."}}'),
  ('qualification', 'observation', 2, NULL, NULL,
    '{"en": {"label": "Observation", "hint": "Worth knowing and keeping, nothing to do now."}, "nl": {"label": "Waarneming", "hint": "De moeite om te weten en te bewaren, nu niets te doen."}, "fr": {"label": "Observation", "hint": "Bon à savoir et à garder, rien à faire maintenant."}, "de": {"label": "Beobachtung", "hint": "Wissenswert und aufzubewahren, jetzt nichts zu tun."}}'),
  ('qualification', 'improvement', 3, NULL, NULL,
    '{"en": {"label": "Suggested improvement", "hint": "An idea to make things safer; goes to whoever can carry it out."}, "nl": {"label": "Voorstel tot verbetering", "hint": "Een idee om het veiliger te maken; gaat naar wie het kan uitvoeren."}, "fr": {"label": "Suggestion d’amélioration", "hint": "Une idée pour plus de sécurité ; va à qui peut la réaliser."}, "de": {"label": "Verbesserungsvorschlag", "hint": "Eine Idee, die mehr Sicherheit bringt; geht an den, der sie umsetzen kann."}}'),
  ('qualification', 'vulnerability', 4, NULL, 'vulnerable',
    '{"en": {"label": "Vulnerability", "hint": "A weakness that somebody could use and that has to be mended."}, "nl": {"label": "Kwetsbaarheid", "hint": "Een zwakte die iemand kan misbruiken en die hersteld moet worden."}, "fr": {"label": "Vulnérabilité", "hint": "Une faiblesse que quelqu’un pourrait exploiter et qu’il faut corriger."}, "de": {"label": "Schwachstelle", "hint": "Eine Schwäche, die jemand ausnutzen könnte und die behoben werden muss."}}'),
  ('qualification', 'incident', 5, NULL, NULL,
    '{"en": {"label": "Security incident", "hint": "Confidentiality, integrity or availability was harmed, or nearly."}, "nl": {"label": "Veiligheidsincident", "hint": "Vertrouwelijkheid, integriteit of beschikbaarheid werd geschaad, of bijna."}, "fr": {"label": "Incident de sécurité", "hint": "La confidentialité, l’intégrité ou la disponibilité a été atteinte, ou presque."}, "de": {"label": "Sicherheitsvorfall", "hint": "Vertraulichkeit, Integrität oder Verfügbarkeit wurde verletzt, oder beinahe."}}');

-- What the public pages tell: one draft at most, and every version that was published. A version is never changed;
-- making an old one current again writes a new one with its content.
CREATE TABLE report_guide_draft (
  only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
  content jsonb NOT NULL,
  -- The published version it began from; 0 when it began from nothing.
  based_on integer NOT NULL,
  version integer NOT NULL,
  changed_at timestamptz NOT NULL,
  changed_by uuid NOT NULL REFERENCES person
);
CREATE TABLE report_guide_version (
  version integer PRIMARY KEY,
  content jsonb NOT NULL,
  note text NOT NULL,
  published_at timestamptz NOT NULL,
  published_by uuid NOT NULL REFERENCES person,
  published_by_name text NOT NULL,
  -- RFC 9116 section 2.5.5: an address nobody vouches for any more must not stay. Null where none is published.
  security_expires_at timestamptz
);
GRANT SELECT, INSERT, UPDATE, DELETE ON report_guide_draft TO belfry_app;
GRANT SELECT, INSERT ON report_guide_version TO belfry_app;
