// SPDX-License-Identifier: Apache-2.0
import type { Decision, FindingDecision } from '@belfry/contract';
import type { Cast } from './cast.ts';
import type { PersonKey } from './people.ts';
import { day, minutes, type Start } from './scenario.ts';

/** A finding of the story, with what it takes to decide on it. */
export interface Told {
  readonly cast: Cast;
  readonly reference: string;
  /** The report it became by its level. */
  readonly report: string | null;
  /** So many days from the moment of the decision. */
  readonly inDays: (days: number) => string;
}

/** Hits of a shipped rule, and what somebody made of them a while later. */
export interface Watched {
  readonly start: Start;
  /** Title of the rule. */
  readonly rule: string;
  readonly key: readonly (readonly [field: string, value: string])[];
  /** Hits, one number for each hour from the start on. */
  readonly hits: readonly number[];
  readonly sequel?: { readonly afterMinutes: number; readonly act: (told: Told) => Promise<unknown> };
}

const decide =
  (by: PersonKey, decision: FindingDecision) =>
  async ({ cast, reference }: Told) =>
    (await cast.as(by)).decideFindings({ body: { references: [reference], decision } });

const triage =
  (by: PersonKey, decision: Decision) =>
  async ({ cast, report }: Told) =>
    (await cast.as(by)).decideReports({ body: { references: [report ?? ''], decision } });

const benign = (by: PersonKey, afterMinutes: number, reason: string) => ({
  afterMinutes,
  act: decide(by, { verb: 'dismiss', verdict: 'benign', reason }),
});

const adminWork = 'Administrator rights were used outside of office hours';
const switchSignIn = 'A sign-in to network equipment failed';
const host = (name: string) => ['host', `${name}.dijkvest.example`] as const;
const vpn = [host('vpn1'), ['user', 'wout.peeters']] as const;
const backup = [host('bak1'), ['user', 'svc-backup']] as const;
const cabinet = [host('sw-gent-02')];

/** The bell rings at night; who answers says so, and triage says in the morning what it was. */
async function answered({ cast, report }: Told): Promise<void> {
  const ilse = await cast.as('ilse');
  const alert = (await ilse.listAlerts()).items.find((one) => one.report === report);
  await ilse.acknowledgeAlert({
    params: { alert: alert?.id ?? '' },
    body: { note: 'Ik bel Wout: dit moet de hersteltest van bak1 zijn' },
  });
  await ilse.decideReports({
    body: {
      references: [report ?? ''],
      decision: { verb: 'decline', reason: 'test', note: 'Hersteltest, aangekondigd door Wout' },
    },
  });
}

/** What the rules told over the last weeks, oldest first; what came of it says how good they are. */
export const watched: readonly Watched[] = [
  {
    start: day(88, '09:12'),
    rule: 'A scheduled task was created on a Windows machine',
    key: [host('file1'), ['TaskName', '\\Dijkvest\\Nachtkopie']],
    hits: [1],
    sequel: benign('wout', 180, 'Nieuwe nachtkopie, zie de wijziging van maandag'),
  },
  {
    start: day(82, '07:50'),
    rule: 'An account was locked out',
    key: [['TargetUserName', 'bram.dewit']],
    hits: [1],
  },
  {
    start: day(74, '21:40'),
    rule: adminWork,
    key: vpn,
    hits: [4],
    sequel: benign('wout', 700, 'Patchavond'),
  },
  {
    start: day(67, '21:35'),
    rule: adminWork,
    key: vpn,
    hits: [3],
    sequel: benign('wout', 700, 'Patchavond'),
  },
  {
    start: day(60, '21:50'),
    rule: adminWork,
    key: vpn,
    hits: [2, 3],
    sequel: benign('wout', 700, 'Patchavond'),
  },
  {
    start: day(52, '10:20'),
    rule: 'An account was created',
    key: [host('dc1'), ['target_user', 'lotte.smeets']],
    hits: [1],
    sequel: benign('sofie', 90, 'Nieuwe collega, aangevraagd door personeel'),
  },
  {
    start: day(45, '13:05'),
    rule: switchSignIn,
    key: cabinet,
    hits: [6, 2],
    sequel: {
      afterMinutes: 200,
      act: decide('wout', {
        verb: 'dismiss',
        verdict: 'false_positive',
        reason: 'De bewaking vraagt zelf toestanden op en wordt geteld als aanmelding',
      }),
    },
  },
  {
    start: day(41, '08:10'),
    rule: 'An account was locked out',
    key: [['TargetUserName', 'noor.maes']],
    hits: [1],
  },
  {
    start: day(32, '08:30'),
    rule: 'Somebody became administrator in Windows',
    key: [host('dc1'), ['TargetUserName', 'Administrators'], ['MemberName', 'CN=Wout Peeters,OU=IT']],
    hits: [1],
    sequel: {
      afterMinutes: 75,
      act: triage('noor', { verb: 'decline', reason: 'no_incident', note: 'Afgesproken met Ilse' }),
    },
  },
  {
    start: day(26, '06:15'),
    rule: 'A backup failed',
    key: [host('file1'), ['program', 'borgmatic']],
    hits: [1, 1],
    sequel: benign('wout', 120, 'Schijf vol, opgeruimd; de kopie van de middag is goed'),
  },
  {
    start: day(20, '11:00'),
    rule: switchSignIn,
    key: cabinet,
    hits: [9],
    sequel: {
      afterMinutes: 45,
      act: async ({ cast, inDays, reference }) =>
        (await cast.as('wout')).suppressKey({
          params: { reference },
          body: {
            verdict: 'false_positive',
            reason: 'Opnieuw de bewaking; de leverancier past ze aan bij het onderhoud van volgende maand',
            expiresAt: inDays(45),
          },
        }),
    },
  },
  { start: day(17, '11:00'), rule: switchSignIn, key: cabinet, hits: [8] },
  {
    start: day(14, '02:20'),
    rule: adminWork,
    key: backup,
    hits: [7],
    sequel: {
      afterMinutes: 420,
      act: async ({ cast, inDays, reference }) =>
        (await cast.as('wout')).suppressByFilter({
          params: { reference },
          body: {
            fields: ['host', 'user'],
            verdict: 'benign',
            reason: 'De reservekopie werkt elke nacht met deze rechten',
            expiresAt: inDays(90),
          },
        }),
    },
  },
  { start: day(10, '11:00'), rule: switchSignIn, key: cabinet, hits: [11] },
  {
    start: day(9, '03:12'),
    rule: 'Backups are deleted and files change in masses: this looks like ransomware',
    key: [host('file1')],
    hits: [1],
    sequel: { afterMinutes: 14, act: answered },
  },
  {
    start: day(4, '14:00'),
    rule: 'A critical file of a system was changed',
    key: [host('web2')],
    hits: [2],
    sequel: {
      afterMinutes: 50,
      act: decide('sofie', { verb: 'report', note: 'Niemand van het klantenloket weet hiervan' }),
    },
  },
  { start: day(2, '19:00'), rule: 'A machine no longer keeps its clock', key: [host('pomp7')], hits: [3] },
  {
    start: day(1, '01:05'),
    rule: 'A disk is full',
    key: [host('log-bak1')],
    hits: [1, 2, 2, 4, 0, 6, 5, 9],
  },
  {
    start: day(1, '08:20'),
    rule: 'An account was created',
    key: [host('dc1'), ['target_user', 'onderhoud2']],
    hits: [1],
  },
  {
    start: minutes(95),
    rule: 'A service that runs from an odd place was installed',
    key: [host('pc-0533'), ['ServiceName', 'updsvc']],
    hits: [1],
  },
];
