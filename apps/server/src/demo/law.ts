// SPDX-License-Identifier: Apache-2.0
// What the law asked of the sample organisation, and what its people did about it.
import type { Notification } from '@belfry/contract';
import { takeUpShippedAuthorities } from '../authorities/index.ts';
import type { Database } from '../platform/database/database.ts';
import { limitPagesPeople } from '../processes/limit-pages-people.ts';
import { limitsPass } from '../processes/obligations-follow-facts.ts';
import { proveForDemonstration } from '../reassertions/index.ts';
import type { Thread } from './acts.ts';
import type { Cast } from './cast.ts';
import { answersOfDijkvest, wordsToCustomers, writtenFields } from './law-words.ts';
import { startedAt } from './past.ts';
import { type PersonKey, sampleOrganisation } from './people.ts';
import { durationOf } from './scenario.ts';
import type { Turn } from './watch.ts';

interface LawParts {
  readonly cast: Cast;
  readonly database: Database;
  readonly threads: ReadonlyMap<string, Thread>;
  readonly now: Date;
}

const PROFILE_DAYS_AGO = [733, 372, 9];
const AUTHORITIES_DAYS_AGO = 732;
const ROSTER_DAYS_AGO = 120;
const REPORTED_DAYS_AGO = 25;
/** After the day each of these, what closed meanwhile is looked over. */
const LOOKED_OVER_DAYS_AGO = [540, 360, 180, 60, 13];
const MINUTE_MS = 60_000;
const PHISHING = 'invoice-wave';

/** What happens to the house under the law, beside its stories. */
export function turnsOfLaw(parts: LawParts): Turn[] {
  const at = (daysAgo: number, time: string) =>
    startedAt({ daysAgo, at: time }, parts.now, sampleOrganisation.timeZone);
  return [
    ...PROFILE_DAYS_AGO.map((daysAgo) => ({ at: at(daysAgo, '11:00'), act: () => answerProfile(parts) })),
    { at: at(AUTHORITIES_DAYS_AGO, '11:30'), act: () => verifyAuthorities(parts) },
    { at: at(ROSTER_DAYS_AGO, '09:30'), act: () => addRoster(parts) },
    ...LOOKED_OVER_DAYS_AGO.map((daysAgo) => ({ at: at(daysAgo, '16:00'), act: () => lookOver(parts) })),
    { at: at(REPORTED_DAYS_AGO, '09:00'), act: () => reportToManagement(parts) },
    ...turnsOfPhishing(parts),
  ];
}

/** One phishing wave: a breach told in time, an early warning that waits too long, customers told. */
function turnsOfPhishing(parts: LawParts): Turn[] {
  const began = parts.threads.get(PHISHING)?.startedAt;
  if (began === undefined) throw new Error(`There is no story "${PHISHING}"`);
  const turn = (after: string, act: (at: Date) => Promise<unknown>): Turn => {
    const at = new Date(began.getTime() + durationOf(after));
    return { at, act: () => act(at) };
  };
  return [
    turn('1d 2h', (at) => findBreach(parts, at)),
    turn('1d 20h', () => draft(parts, 'amara', 'gdpr', 'authority')),
    turn('2d 4h', (at) => file(parts, at)),
    turn('3d 1h', (at) => hear(parts, at)),
    turn('3d 3h', (at) => tellCustomers(parts, at)),
    turn('4d 1h', (at) => findSignificant(parts, at)),
    turn('4d 3h', () => draft(parts, 'ilse', 'nis2-be', 'early_warning')),
    turn('4d 13h 2m', () => ring(parts)),
    turn('4d 13h 15m', () => answerCalls(parts, 'Ontwerp ligt klaar, wacht op goedkeuring door Marleen')),
    turn('4d 22h 40m', () => ring(parts)),
    turn('4d 22h 52m', () => answerCalls(parts, 'Marleen is onderweg; Koen is gebeld')),
    turn('5d 1h 1m', () => ring(parts)),
    turn('5d 1h 14m', () => answerCalls(parts, 'Te laat: Marleen en Koen waren niet te bereiken')),
    { at: new Date(parts.now.getTime() - 190 * MINUTE_MS), act: () => ring(parts) },
    {
      at: new Date(parts.now.getTime() - 180 * MINUTE_MS),
      act: () => answerCalls(parts, 'Blijft open tot Marleen het ontwerp goedkeurt'),
    },
  ];
}

async function answerProfile({ cast }: LawParts): Promise<void> {
  const ilse = await cast.as('ilse');
  const { version } = await ilse.readProfile();
  const reason =
    version === null ? 'Eerste keer, samen met de jurist' : 'Jaarlijks nagekeken: er is niets veranderd';
  await ilse.saveProfile({ body: { answers: answersOfDijkvest, reason, seen: version?.id ?? null } });
}

/** The book comes with the product, as at every start; somebody here looks at the lines they need. */
async function verifyAuthorities({ cast, database }: LawParts): Promise<void> {
  await takeUpShippedAuthorities(database);
  const amara = await cast.as('amara');
  const { items } = await amara.listAuthorities({ query: { country: 'BE' } });
  for (const { code, formLink, id, version } of items) {
    if (code?.endsWith('apd-gba')) {
      await amara.changeAuthority({
        params: { id },
        body: { formLink: formLink || 'https://formulier.gba.example/datalek', version },
      });
    }
    if (code?.endsWith('ccb')) {
      await amara.changeAuthority({ params: { id }, body: { isVerified: true, version } });
    }
  }
}

async function addRoster({ cast }: LawParts): Promise<void> {
  const ilse = await cast.as('ilse');
  const people = (['sofie', 'tariq', 'wout'] as const).map((who) => cast.id(who) as never);
  const startsOn = new Date(Date.parse((await ilse.readProfile()).version?.recordedAt ?? ''))
    .toISOString()
    .slice(0, 10);
  const rotation = { people, handoverAt: '09:00', everyDays: 7, startsOn };
  await ilse.addRoster({ body: { name: 'Wacht ICT', timeZone: sampleOrganisation.timeZone, rotation } });
}

/** What is over and was never more than an incident of the house gets its signed "no", each with its reason. */
async function lookOver({ cast }: LawParts): Promise<void> {
  const amara = await cast.as('amara');
  const { items } = await amara.listIncidents({ query: { limit: 200 } });
  for (const { reference, status } of items) {
    if (status !== 'closed' && status !== 'resolved') continue;
    const params = { reference };
    const { regimes } = await amara.readAssessment({ params });
    for (const { outcomes, regime } of regimes) {
      for (const { decision, isAwaited, outcome } of outcomes) {
        if (decision !== null || !isAwaited) continue;
        await amara.decideOutcome({
          params,
          body: { regime, outcome, isSo: false, reason: reasonOf(regime) },
        });
      }
    }
  }
}

const reasonOf = (regime: string) =>
  regime === 'gdpr'
    ? 'Geen persoonsgegevens verloren, gewijzigd of gezien door wie ze niet mocht zien; nagegaan in het dossier.'
    : 'Geen ernstige verstoring van de dienst en geen schade bij anderen; nagegaan in het dossier.';

async function reportToManagement({ cast, now }: LawParts): Promise<void> {
  const marleen = await cast.as('marleen');
  const recipients = (['marleen', 'koen'] as const).map((who) => cast.id(who) as never);
  await marleen.addReportSchedule({ body: { every: 'quarter', language: 'nl', recipients } });
  const day = (daysAgo: number) => new Date(now.getTime() - daysAgo * 86_400_000).toISOString().slice(0, 10);
  await marleen.makeManagementReport({
    body: { firstDay: day(REPORTED_DAYS_AGO + 90), lastDay: day(REPORTED_DAYS_AGO + 1), language: 'nl' },
  });
}

function incidentOf({ threads }: LawParts): { reference: string } {
  const reference = threads.get(PHISHING)?.incident ?? null;
  if (reference === null) throw new Error(`"${PHISHING}" has no incident yet`);
  return { reference };
}

type Answers = Record<string, boolean | number>;
async function answer({ cast }: LawParts, who: PersonKey, params: { reference: string }, answers: Answers) {
  const api = await cast.as(who);
  const told = Object.entries(answers).map(([question, value]) => ({
    question,
    value,
    isEstimate: typeof value === 'number',
  }));
  await api.answerAssessment({ params, body: { answers: told } });
}

async function findBreach(parts: LawParts, at: Date): Promise<void> {
  const params = incidentOf(parts);
  const amara = await parts.cast.as('amara');
  await answer(parts, 'amara', params, {
    'inc.personal_data_breached': true,
    'inc.hits_data_of_controllers': false,
    'inc.risk_to_people': true,
    'inc.personal_data_unintelligible': false,
  });
  await amara.setLegalMoment({
    params: { ...params, moment: 'awareness_of_breach' },
    body: { at: new Date(at.getTime() - 40 * 60_000).toISOString() },
  });
  for (const outcome of ['breach', 'risk']) {
    await amara.decideOutcome({
      params,
      body: {
        regime: 'gdpr',
        outcome,
        isSo: true,
        reason: 'In de geopende postbus stonden facturen met naam, adres en rekeningnummer van klanten.',
      },
    });
  }
}

/** Begins the form, writes what the facts do not give, and proposes it. */
async function draft(parts: LawParts, who: PersonKey, regimeId: string, stageId: string): Promise<void> {
  const api = await parts.cast.as(who);
  let form: Notification = await api.beginNotification({
    params: incidentOf(parts),
    body: { regimeId, stageId },
  });
  const params = { reference: form.reference };
  const asked = form.sections.flatMap(({ fields }) => fields).map(({ id }) => id);
  const fields = Object.fromEntries(
    Object.entries(writtenFields).filter(([id]) => {
      const stands = form.content[id]?.value ?? null;
      return asked.includes(id) && (stands === null || stands === '');
    }),
  );
  form = await api.changeNotification({ params, body: { version: form.version, fields } });
  await api.proposeNotification({ params, body: { version: form.version } });
}

async function openForm(parts: LawParts, stageId: string): Promise<Notification> {
  const amara = await parts.cast.as('amara');
  const { items } = await amara.listIncidentNotifications({ params: incidentOf(parts) });
  const line = items.find((one) => one.stageId === stageId);
  if (line === undefined) throw new Error(`No notification of ${stageId} was begun`);
  return amara.readNotification({ params: { reference: line.reference } });
}

async function file(parts: LawParts, at: Date): Promise<void> {
  const { digest, reference } = await openForm(parts, 'authority');
  const params = { reference };
  const reassertionId = await prove(parts, 'marleen', 'notification.approve', reference, digest);
  await (await parts.cast.as('marleen')).approveNotification({ params, body: { digest, reassertionId } });
  await (await parts.cast.as('amara')).submitNotification({
    params,
    body: {
      way: 'portal',
      at: new Date(at.getTime()).toISOString(),
      note: 'Ingevuld op het formulier van de GBA',
    },
  });
}

async function hear(parts: LawParts, at: Date): Promise<void> {
  const { authority, reference } = await openForm(parts, 'authority');
  await (await parts.cast.as('amara')).recordAuthorityMessage({
    params: incidentOf(parts),
    body: {
      kind: 'acknowledgement',
      notification: reference,
      authority: authority?.id ?? null,
      text: 'Wij hebben uw melding goed ontvangen en behandelen ze onder het vermelde nummer.',
      receivedAt: at.toISOString(),
      reference: 'DL-2026-04417',
    },
  });
}

async function tellCustomers(parts: LawParts, at: Date): Promise<void> {
  const jeroen = await parts.cast.as('jeroen');
  const begun = await jeroen.beginAnnouncement({
    params: incidentOf(parts),
    body: { audience: 'clients', languages: ['nl', 'fr'] },
  });
  const params = { reference: begun.reference };
  const written = await jeroen.changeAnnouncement({
    params,
    body: { texts: wordsToCustomers, way: 'elsewhere', version: begun.version },
  });
  const { digest } = await jeroen.proposeAnnouncement({ params, body: { version: written.version } });
  const reassertionId = await prove(parts, 'marleen', 'announcement.approve', begun.reference, digest);
  await (await parts.cast.as('marleen')).approveAnnouncement({ params, body: { digest, reassertionId } });
  await jeroen.tellElsewhere({
    params,
    body: {
      how: 'Brief en bericht in de klantenzone',
      whom: '412 klanten met een factuur in de postbus',
      at: at.toISOString(),
    },
  });
}

async function findSignificant(parts: LawParts, at: Date): Promise<void> {
  const params = incidentOf(parts);
  await answer(parts, 'sofie', params, {
    'inc.severe_disruption': false,
    'inc.serious_financial_loss': false,
    'inc.considerable_damage_to_others': true,
    'inc.hits_annex_service': true,
    'inc.cia_compromised': true,
    'inc.is_suspected_malicious': true,
    'inc.malicious_access': true,
    'inc.service_recipients_likely_affected': true,
  });
  const ilse = await parts.cast.as('ilse');
  await ilse.setLegalMoment({
    params: { ...params, moment: 'awareness_of_significance' },
    body: { at: at.toISOString() },
  });
  await ilse.decideOutcome({
    params,
    body: {
      regime: 'nis2-be',
      outcome: 'significant',
      isSo: true,
      reason: 'Klanten kregen valse facturen uit onze naam en leden schade.',
    },
  });
}

/** Rings for the limits that are near or missed. */
async function ring({ database }: LawParts): Promise<void> {
  for (const work of [
    limitsPass({ database }),
    limitPagesPeople({ database, wakeAlerts: () => undefined }),
  ]) {
    while (await work.doBatch());
  }
}

async function answerCalls({ cast }: LawParts, note: string): Promise<void> {
  const ilse = await cast.as('ilse');
  for (const { id, kind } of (await ilse.listAlerts()).items) {
    if (kind === 'limit') {
      await ilse.acknowledgeAlert({ params: { alert: id }, body: { note } });
    }
  }
}

async function prove(
  { cast, database }: LawParts,
  who: PersonKey,
  act: 'notification.approve' | 'announcement.approve',
  subject: string,
  digest: string,
): Promise<string> {
  return proveForDemonstration(database, await cast.actor(who), { act, subject, digest });
}
