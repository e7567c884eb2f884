// SPDX-License-Identifier: Apache-2.0
import { asLanguage, type Language, type LogAlarmKind } from '@belfry/contract';
import type { Letter } from '../platform/mail/index.ts';

interface Words {
  readonly kinds: Readonly<Record<LogAlarmKind, string>>;
  readonly subject: (kind: string) => string;
  readonly again: string;
  readonly over: (kind: string) => string;
  readonly body: (kind: string, about: string, since: string, found: string, link: string) => string;
  readonly overBody: (kind: string, about: string, since: string, until: string, link: string) => string;
}

const words: Readonly<Record<Language, Words>> = {
  en: {
    kinds: {
      no_checkpoint: 'Entries are not being sealed',
      disk: 'The disk is filling up',
      source_silent: 'A source has gone silent',
      clock: 'The clock is wrong or jumped',
      signing_key: 'The signing key is missing or exposed',
      index_behind: 'The search index is falling behind',
      detection_behind: 'Detection is falling behind',
      verification_failed: 'A verification found altered entries',
      time_stamp: 'No time-stamping authority answers',
      witness: 'A witness does not answer',
      receiver: 'A receiver cannot listen',
      log_stopped: 'The log process has stopped',
      rollback: 'A log holds less than was signed',
    },
    subject: (kind) => `Logbook alarm: ${kind}`,
    again: 'Nobody has taken it yet',
    over: (kind) => `Logbook alarm over: ${kind}`,
    body: (kind, about, since, found, link) =>
      `${kind}.\n\nAbout: ${about}\nSince: ${since}\n${found}\nOpen the page, see what to do, and say that you have it:\n${link}\n\nUntil somebody does, this message comes again.`,
    overBody: (kind, about, since, until, link) =>
      `This is over: ${kind}.\n\nAbout: ${about}\nFrom: ${since}\nUntil: ${until}\n\n${link}`,
  },
  nl: {
    kinds: {
      no_checkpoint: 'Regels worden niet verzegeld',
      disk: 'De schijf raakt vol',
      source_silent: 'Een bron zwijgt',
      clock: 'De klok loopt verkeerd of versprong',
      signing_key: 'De ondertekensleutel ontbreekt of ligt open',
      index_behind: 'De zoekindex raakt achterop',
      detection_behind: 'De detectie raakt achterop',
      verification_failed: 'Een controle vond gewijzigde regels',
      time_stamp: 'Geen enkele tijdstempelautoriteit antwoordt',
      witness: 'Een getuige antwoordt niet',
      receiver: 'Een ontvanger kan niet luisteren',
      log_stopped: 'Het logproces is gestopt',
      rollback: 'Een log bevat minder dan ondertekend werd',
    },
    subject: (kind) => `Alarm van het logboek: ${kind}`,
    again: 'Nog niemand heeft het opgenomen',
    over: (kind) => `Alarm van het logboek voorbij: ${kind}`,
    body: (kind, about, since, found, link) =>
      `${kind}.\n\nOver: ${about}\nSinds: ${since}\n${found}\nOpen de pagina, lees wat te doen is en zeg dat u het opneemt:\n${link}\n\nZolang niemand dat doet, komt dit bericht terug.`,
    overBody: (kind, about, since, until, link) =>
      `Dit is voorbij: ${kind}.\n\nOver: ${about}\nVan: ${since}\nTot: ${until}\n\n${link}`,
  },
  fr: {
    kinds: {
      no_checkpoint: 'Les entrées ne sont plus scellées',
      disk: 'Le disque se remplit',
      source_silent: 'Une source s’est tue',
      clock: 'L’horloge est fausse ou a sauté',
      signing_key: 'La clé de signature manque ou est exposée',
      index_behind: 'L’index de recherche prend du retard',
      detection_behind: 'La détection prend du retard',
      verification_failed: 'Une vérification a trouvé des entrées modifiées',
      time_stamp: 'Aucune autorité d’horodatage ne répond',
      witness: 'Un témoin ne répond pas',
      receiver: 'Un récepteur ne peut pas écouter',
      log_stopped: 'Le processus du journal s’est arrêté',
      rollback: 'Un journal contient moins que ce qui a été signé',
    },
    subject: (kind) => `Alarme du journal : ${kind}`,
    again: 'Personne ne s’en est encore chargé',
    over: (kind) => `Alarme du journal terminée : ${kind}`,
    body: (kind, about, since, found, link) =>
      `${kind}.\n\nConcerne : ${about}\nDepuis : ${since}\n${found}\nOuvrez la page, voyez que faire et dites que vous vous en chargez :\n${link}\n\nTant que personne ne le fait, ce message revient.`,
    overBody: (kind, about, since, until, link) =>
      `C’est terminé : ${kind}.\n\nConcerne : ${about}\nDu : ${since}\nAu : ${until}\n\n${link}`,
  },
  de: {
    kinds: {
      no_checkpoint: 'Einträge werden nicht versiegelt',
      disk: 'Die Festplatte läuft voll',
      source_silent: 'Eine Quelle ist verstummt',
      clock: 'Die Uhr geht falsch oder ist gesprungen',
      signing_key: 'Der Signaturschlüssel fehlt oder liegt offen',
      index_behind: 'Der Suchindex gerät in Rückstand',
      detection_behind: 'Die Erkennung gerät in Rückstand',
      verification_failed: 'Eine Prüfung fand veränderte Einträge',
      time_stamp: 'Keine Zeitstempelstelle antwortet',
      witness: 'Ein Zeuge antwortet nicht',
      receiver: 'Ein Empfänger kann nicht lauschen',
      log_stopped: 'Der Log-Prozess ist stehen geblieben',
      rollback: 'Ein Log enthält weniger, als signiert wurde',
    },
    subject: (kind) => `Alarm des Logbuchs: ${kind}`,
    again: 'Noch hat sich niemand gemeldet',
    over: (kind) => `Alarm des Logbuchs vorbei: ${kind}`,
    body: (kind, about, since, found, link) =>
      `${kind}.\n\nBetrifft: ${about}\nSeit: ${since}\n${found}\nÖffnen Sie die Seite, lesen Sie, was zu tun ist, und sagen Sie, dass Sie es übernehmen:\n${link}\n\nBis das jemand tut, kommt diese Nachricht wieder.`,
    overBody: (kind, about, since, until, link) =>
      `Das ist vorbei: ${kind}.\n\nBetrifft: ${about}\nVon: ${since}\nBis: ${until}\n\n${link}`,
  },
};

/** An alarm as people are told of it. */
export interface ToldAlarm {
  readonly kind: LogAlarmKind;
  readonly name: string;
  readonly facts: Readonly<Record<string, string | number>>;
  readonly raisedAt: Date;
  readonly clearedAt: Date | null;
  /** How often it was told before. */
  readonly toldCount: number;
}

/** What was found, one line each; the name stands above already. */
function linesOf(facts: ToldAlarm['facts']): string {
  return Object.entries(facts)
    .filter(([name]) => name !== 'name' && !name.endsWith('Ms'))
    .map(([name, value]) => `${name}: ${value}\n`)
    .join('');
}

export function letterOf(
  person: { readonly email: string; readonly language: string },
  alarm: ToldAlarm,
  publicUrl: string,
): Letter {
  const language = asLanguage(person.language);
  const say = words[language];
  const kind = say.kinds[alarm.kind];
  const link = `${publicUrl}/log/health`;
  const since = alarm.raisedAt.toISOString();
  const envelope = { to: person.email, language, purpose: 'alert' } as const;
  if (alarm.clearedAt !== null) {
    const text = say.overBody(kind, alarm.name, since, alarm.clearedAt.toISOString(), link);
    return { ...envelope, subject: say.over(kind), text };
  }
  const again = alarm.toldCount === 0 ? '' : `${say.again} (${alarm.toldCount}): `;
  const text = say.body(kind, alarm.name, since, linesOf(alarm.facts), link);
  return { ...envelope, subject: `${again}${say.subject(kind)}`, text };
}
