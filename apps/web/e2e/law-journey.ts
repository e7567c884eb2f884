// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import type {
  Announcement,
  AnswerValue,
  AuthorityKind,
  FieldValue,
  FormField,
  Notification,
  Obligation,
} from '@belfry/contract';
import { type MomentName, profileQuestionsOf, regimes } from '@belfry/regimes';
import type { Page } from 'playwright-core';
import type { Somebody, TestDesk } from '../../server/test/desk.ts';
import { aProof } from '../../server/test/reassertion.ts';

/** Every question of the profile answered with no, so that a journey says only what it is. */
export const nobody: Readonly<Record<string, AnswerValue>> = Object.fromEntries(
  profileQuestionsOf(regimes).map(({ answer, choices = [], id }) => {
    const none = choices.find((choice) => choice === 'none');
    const idle: Record<typeof answer, AnswerValue> = {
      yes_no: false,
      count: 0,
      choice: none ?? null,
      choices: none === undefined ? null : [none],
    };
    return [id, idle[answer]];
  }),
);

interface LawClock {
  now(): Date;
  moveTo(instant: string | Date): void;
}

export interface LawJourney {
  readonly reference: string;
  readonly api: Somebody['api'];
  /** Moves the clock of the desk and of the browser. */
  at(instant: string): Promise<void>;
  answer(answers: Readonly<Record<string, AnswerValue>>): Promise<void>;
  moment(name: MomentName, at: string): Promise<void>;
  decide(outcome: string, isSo?: boolean): Promise<void>;
  /** Drafted by one, approved by another, filed now. */
  file(regimeId: string, stageId: string): Promise<Notification>;
  /** People are told outside of the desk, which is written down now. */
  tell(audience: Audience, stage: string): Promise<void>;
  owed(stage: string, occurrence?: number): Promise<Obligation>;
}

type Audience = Announcement['audience'];

const own = { occurrence: 'occurred', detection: 'detected', awareness: 'aware' } as const;

/** An incident of an organisation that is such, and what people do about it over HTTP. */
export async function aLawJourney(
  desk: TestDesk,
  page: Page,
  clock: LawClock,
  { profile, title }: { profile: Readonly<Record<string, AnswerValue>>; title: string },
): Promise<LawJourney> {
  const boss = await desk.as('it_responsible');
  const seen = (await boss.api.readProfile()).version?.id ?? null;
  await boss.api.saveProfile({ body: { answers: { ...nobody, ...profile }, seen } });
  const { api } = await desk.as('dpo');
  const { reference } = await api.declareIncident({ body: { title } });
  await api.confirmIncident({ params: { reference }, body: {} });
  return await aJourneyOf(desk, page, clock, reference);
}

/** What people do about an incident over HTTP. */
export async function aJourneyOf(
  desk: TestDesk,
  page: Page,
  clock: LawClock,
  reference: string,
): Promise<LawJourney> {
  const author = await desk.as('dpo');
  const { api } = author;
  const params = { reference };
  const owed = async (stage: string, occurrence = 1) => {
    const { items } = await api.listIncidentObligations({ params });
    const found = items.find(
      (one) => `${one.regime}.${one.stage}` === stage && one.occurrence === occurrence,
    );
    return found ?? assert.fail(`No ${stage} among ${items.map((one) => `${one.regime}.${one.stage}`)}`);
  };
  return {
    reference,
    api,
    owed,
    at: async (instant) => {
      clock.moveTo(instant);
      await page.clock.setFixedTime(clock.now());
    },
    answer: async (answers) => {
      const told = Object.entries(answers).map(([question, value]) => ({ question, value }));
      await api.answerAssessment({ params, body: { answers: told } });
    },
    moment: async (name, at) => {
      if (name in own) {
        const moment = own[name as keyof typeof own];
        await api.setMoment({ params: { reference, moment }, body: { at, reason: 'As the log says' } });
      } else {
        const moment = name as Exclude<MomentName, keyof typeof own>;
        await api.setLegalMoment({ params: { reference, moment }, body: { at } });
      }
    },
    decide: async (name, isSo = true) => {
      const [regime = '', outcome = ''] = name.split('.');
      const reason = 'As the rule and the lawyer read it';
      await api.decideOutcome({ params, body: { regime, outcome, isSo, reason } });
    },
    file: async (regimeId, stageId) => {
      const begun = await api.beginNotification({ params, body: { regimeId, stageId } });
      return await approvedAndFiled(desk, author, clock, begun);
    },
    tell: async (audience, stage) => {
      const { id } = await owed(stage);
      const begun = await api.beginAnnouncement({ params, body: { audience, obligation: id } });
      await approvedAndTold(desk, author, clock, begun);
    },
  };
}

/** An authority that takes what a regime asks, by mail and in its portal. */
export async function anAuthority(desk: TestDesk, regimeId: string, kind: AuthorityKind): Promise<void> {
  const { api } = await desk.as('it_responsible');
  const { id } = await api.addAuthority({
    body: {
      name: `Authority of ${regimeId}`,
      country: 'BE',
      kinds: [kind],
      channels: [{ kind: 'mail', value: `${regimeId}@authority.example.org` }],
      languages: ['en'],
      formLink: `https://authority.example.org/${regimeId}`,
      notes: '',
    },
  });
  await api.chooseAuthority({ body: { regimeId, authorityId: id } });
}

async function approvedAndFiled(
  desk: TestDesk,
  author: Somebody,
  clock: LawClock,
  begun: Notification,
): Promise<Notification> {
  const params = { reference: begun.reference };
  const { digest, version } = await filled(author, begun);
  await author.api.proposeNotification({ params, body: { version } });
  const approver = await desk.as('organisation_responsible');
  const purpose = { act: 'notification.approve', subject: begun.reference, digest } as const;
  const reassertionId = await aProof(desk, approver.id, purpose, clock.now());
  await approver.api.approveNotification({ params, body: { digest, reassertionId } });
  const at = clock.now().toISOString();
  return await approver.api.submitNotification({ params, body: { way: 'portal', at, reference: 'REF-1' } });
}

/** Words of ours in every language it is written in, approved by another, told outside of the desk now. */
async function approvedAndTold(
  desk: TestDesk,
  { api }: Somebody,
  clock: LawClock,
  begun: Announcement,
): Promise<void> {
  const params = { reference: begun.reference };
  const words = { subject: 'What happened', text: 'It is so, and this is what you can do.' };
  const texts = Object.fromEntries(Object.keys(begun.texts).map((language) => [language, words]));
  const { version } = await api.changeAnnouncement({
    params,
    body: { texts, way: 'elsewhere', version: begun.version },
  });
  const { digest } = await api.proposeAnnouncement({ params, body: { version } });
  const approver = await desk.as('organisation_responsible');
  const purpose = { act: 'announcement.approve', subject: begun.reference, digest } as const;
  const reassertionId = await aProof(desk, approver.id, purpose, clock.now());
  await approver.api.approveAnnouncement({ params, body: { digest, reassertionId } });
  const at = clock.now().toISOString();
  const body = { how: 'By telephone, from the list', whom: 'Everybody on it', at };
  await approver.api.tellElsewhere({ params, body });
}

/** Opens a place, signing in again where the clock went past the session. */
export async function look(page: Page, address: string): Promise<void> {
  await page.goto(address);
  const again = page.getByRole('button', { name: 'Sign in with a passkey' });
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  if (!(await again.isVisible())) return;
  await again.click();
  await again.waitFor({ state: 'hidden' });
  await page.goto(address);
}

const FILLINGS_MAX = 6;

/** Fills what is missing until nothing is: an answer may make another field asked. */
async function filled({ api }: Somebody, begun: Notification): Promise<Notification> {
  let notification = begun;
  for (let times = 0; notification.problems.length > 0; times += 1) {
    assert.ok(times < FILLINGS_MAX, `still wrong: ${JSON.stringify(notification.problems)}`);
    const fields = notification.sections.flatMap((section) => section.fields);
    const wrong = new Set(notification.problems.map(({ field }) => field));
    const written = fields
      .filter(({ id }) => wrong.has(id))
      .map((field) => [field.id, { value: some(field) }]);
    notification = await api.changeNotification({
      params: { reference: notification.reference },
      body: { version: notification.version, fields: Object.fromEntries(written) },
    });
  }
  return notification;
}

/** Some value that a field takes. */
function some({ choices, type }: FormField): FieldValue {
  const [first = assert.fail(`${type} without choices`)] = [...choices.map(({ value }) => value), ''];
  const values: Record<FormField['type'], FieldValue> = {
    text: 'Written by somebody',
    long_text: 'Written by somebody, at length',
    yes_no: false,
    choice: first,
    choices: [first],
    count: 1,
    amount_eur_thousands: 1,
    percent: 1,
    instant: '2026-11-20T10:00:00Z',
    duration: '00:02:30',
    countries: ['BE'],
    lei: '5493001KJTIIGC8Y1R12',
    mail: 'somebody@example.org',
    phone: '+32 9 000 00 00',
  };
  return values[type];
}
