// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import type { Page } from 'playwright-core';
import { openBrowser } from './browser.ts';
import * as incident from './journey/handler.ts';
import { areMailsAtHand, mailsDir, tellings } from './journey/mails.ts';
import * as people from './journey/people.ts';
import * as reporter from './journey/reporter.ts';
import * as restricted from './journey/restricted.ts';
import * as triage from './journey/triage.ts';
import { look, openWorld, until, type World } from './journey/world.ts';

const browser = openBrowser();
const PATIENCE = {
  timeout: 1_500_000,
  skip: areMailsAtHand ? false : `The mails are not at hand in ${mailsDir}`,
};

type Told = Record<keyof typeof tellings, reporter.Receipt>;

interface Staff {
  readonly ada: Page;
  readonly hilde: Page;
  readonly hans: Page;
  readonly olga: Page;
}

interface Accepted {
  readonly prize: string;
  readonly prizeAgain: string;
  readonly parcel: string;
  readonly takenOver: string;
}

describe('the whole journey', () => {
  // One story on purpose: what a chapter leaves behind is what the next one finds, as on a real desk.
  it('from an empty directory to a closed incident, on real mails', PATIENCE, async (t) => {
    const world = await openWorld(t, browser());
    const tell = async <T>(chapter: string, happen: () => Promise<T>): Promise<T> => {
      const startedAt = performance.now();
      const outcome = await happen().catch(async (error: unknown) => {
        await world.takePictures('99-stopped');
        throw error;
      });
      t.diagnostic(`${chapter} (${((performance.now() - startedAt) / 1_000).toFixed(1)} s)`);
      assert.deepEqual(world.complaints, [], chapter);
      return outcome;
    };
    const staff = await tell('the desk is set up and people join', () => peopleJoin(world));
    const told = await tell('ten mails are reported', () => tenAreTold(world, t));
    const asked = await tell('the anonymous one is asked and answers', () =>
      askTheAnonymous(world, staff, told),
    );
    const accepted = await tell('triage by keyboard', () => triageTheRest(world, staff.hilde, told, asked));
    await tell('two incidents become one', () => merge(world, staff.hans, accepted));
    await tell('one is worked to its end', () => work(world, staff.hans, told, accepted.parcel));
    await tell('reporters hear of it in their language', () => hearOfIt(world, told));
    await tell('a critical one rings', () => ring(world, staff, accepted.takenOver));
    await tell('a restricted one stays unseen', () =>
      restricted.staysUnseen(world, { insider: staff.hans, outsider: staff.ada }, told.insider.reference),
    );
    await tell('the mails come back bit for bit', () => restricted.comesBackWhole(world, staff.hilde, told));
  });
});

async function peopleJoin(world: World): Promise<Staff> {
  const [ada, hilde, hans, olga] = [
    await world.arrive('Ada'),
    await world.arrive('Hilde'),
    await world.arrive('Hans'),
    await world.arrive('Olga'),
  ];
  await people.setUpOrganisation(world, ada);
  const toHelpdesk = await people.invite(world, ada, 'Hilde Helpdesk', 'Helpdesk');
  const toHandler = await people.invite(world, ada, 'Hans Handler', 'Handler');
  const toManagement = await people.invite(world, ada, 'Olga Baas', 'Organisation responsible');
  await people.joinWithPassword(hilde, toHelpdesk, 'drie torens en een brug');
  await people.joinWithPasskey(hans, toHandler);
  await people.joinWithPasskey(olga, toManagement);
  return { ada, hilde, hans, olga };
}

async function tenAreTold(world: World, t: TestContext): Promise<Told> {
  const told: Partial<Told> = {};
  for (const [name, telling] of Object.entries(tellings)) {
    const page = await reporter.arriveAsReporter(world, name, telling);
    const receipt = await reporter.report(world, page, telling, `10-${name}`);
    told[name as keyof Told] = receipt;
    await page.context().close();
    t.diagnostic(`${receipt.reference} ${telling.language} ${telling.mail}`);
  }
  return told as Told;
}

/** Asked in triage, answered with the receipt on a phone; the answer shows up in triage by itself. */
async function askTheAnonymous(world: World, { hilde }: Staff, told: Told): Promise<string> {
  const { surprise } = told;
  await triage.enterTriage(world, hilde);
  await look(hilde, '20-triage');
  await triage.walkTo(hilde, surprise.reference);
  await look(hilde, '21-triage-report');
  await triage.ask(hilde, surprise.reference, 'Avez-vous cliqué sur un lien ?');
  const page = await reporter.arriveAsReporter(world, 'the anonymous', tellings.surprise);
  await reporter.comeBack(world, page, tellings.surprise, surprise);
  await page.getByText('Avez-vous cliqué sur un lien ?').waitFor();
  await look(page, '22-asked');
  await reporter.answer(page, tellings.surprise, 'Oui, et j’ai donné mon mot de passe.');
  await look(page, '23-answered');
  await page.context().close();
  await triage.showWhatIsNew(hilde);
  await triage.rowOf(hilde, surprise.reference).getByText('1 message from the reporter').waitFor();
  await triage.walkTo(hilde, surprise.reference);
  await hilde.getByText('Oui, et j’ai donné mon mot de passe.').waitFor();
  await look(hilde, '24-answer-in-triage');
  return surprise.reference;
}

async function triageTheRest(world: World, page: Page, told: Told, asked: string): Promise<Accepted> {
  await triage.enterTriage(world, page);
  const at = async (which: keyof Told) => {
    await triage.walkTo(page, told[which].reference);
    return told[which].reference;
  };
  const accept = async (which: keyof Told, title: string) =>
    await triage.acceptAsNew(page, await at(which), { title });
  const prize = await accept('prize', 'Mails that promise a prize');
  const prizeAgain = await accept('prizeAgain', 'A prize from a tool shop');
  const parcel = await accept('parcel', 'Passwords given away to a false parcel service');
  await triage.walkTo(page, asked);
  await triage.acceptInto(page, asked, parcel);
  await triage.markDuplicateOf(page, await at('surpriseAgain'), asked);
  await triage.decline(page, await at('renewal'), 'Not about security', 'Advertising, nothing was clicked');
  await triage.snooze(page, await at('renewalAgain'), 'in three days');
  await triage.decline(page, await at('survey'), 'Spam', 'Too soon');
  await triage.undo(page, told.survey.reference);
  await triage.isStillSaidOnPhone(page, 'Took the decision');
  await look(page, '25-undone');
  const takenOver = await accept('takenOver', 'A mailbox is read by others');
  await look(page, '26-triaged');
  // What is left: the undone one and the one for the handler. The snoozed one is away.
  await triage.enterTriage(world, page);
  assert.equal(await triage.queue(page).getByRole('row').count(), 1 + 2);
  await triage.rowOf(page, told.survey.reference).waitFor();
  await triage.rowOf(page, told.insider.reference).waitFor();
  return { prize, prizeAgain, parcel, takenOver };
}

async function merge(world: World, page: Page, { prize, prizeAgain }: Accepted): Promise<void> {
  await incident.openIncident(world, page, prizeAgain);
  await incident.mergeInto(page, prize);
  await look(page, '30-merged');
  await page.getByRole('link', { name: prize }).first().click();
  await page.getByRole('heading', { level: 1, name: 'Mails that promise a prize' }).waitFor();
  await page.getByText('Merged into this one:').waitFor();
  incident.tellsInOrder(await incident.record(world, page, prize), [
    'Incident declared',
    'Another incident merged into this one',
  ]);
  incident.tellsInOrder(await incident.record(world, page, prizeAgain), [
    'Incident declared',
    'Incident merged into another',
  ]);
}

async function work(world: World, page: Page, told: Told, reference: string): Promise<void> {
  await incident.openIncident(world, page, reference);
  await incident.takeTheLead(page, 'Hans Handler');
  await incident.confirm(page, 'Important');
  await incident.classify(page, 'Fraud', 'Phishing');
  for (const task of ['Reset both passwords', 'Block the sender']) {
    await incident.addTask(page, task, 'Hans Handler');
  }
  await incident.doTask(page, 'Reset both passwords');
  await incident.note(page, 'The page that asked for the password is gone since noon.');
  await look(page, '40-incident-confirmed');
  const parcel = told.parcel.reference;
  await incident.sendFeedback(page, {
    report: parcel,
    occasion: 'incident confirmed',
    sentence: 'Uw paswoord is intussen vernieuwd.',
  });
  await incident.resolve(page, 'Passwords renewed, sender blocked, colleagues warned');
  for (const [report, sentence] of [
    [parcel, 'Bedankt, Piet.'],
    [told.surprise.reference, 'Votre mot de passe ne sert plus à rien aux voleurs.'],
  ] as const) {
    await incident.sendFeedback(page, { report, occasion: 'incident resolved', sentence });
  }
  await look(page, '41-incident-resolved');
  await incident.close(page, {
    cause: 'Human error',
    lessons: 'A password that is asked for by mail is always a trap',
    measure: 'Passkeys for everybody',
    owner: 'Hans Handler',
  });
  await look(page, '42-incident-closed');
  const kinds = await incident.record(world, page, reference);
  incident.tellsInOrder(kinds, [
    'Report received',
    'Incident declared',
    'Report attached',
    'Report attached',
    'Part given',
    'Incident confirmed',
    'Feedback prepared',
    'Facts changed',
    'Task added',
    'Task added',
    'Task changed',
    'Note',
    'Feedback sent',
    'Incident resolved',
    'Feedback prepared',
    'Feedback sent',
    'Incident closed',
    'Measure added',
  ]);
}

/** The named one by mail, the anonymous one on the page behind the receipt. */
async function hearOfIt(world: World, told: Told): Promise<void> {
  const piet = tellings.parcel.reporter.email;
  const toPiet = () => world.mails.filter((mail) => mail.to.includes(piet));
  await until(() => toPiet().length >= 2 || undefined, `two mails to ${piet}`);
  assert.ok(toPiet().every(({ content }) => content.includes(told.parcel.reference)));
  assert.ok(toPiet().some(({ content }) => content.includes('Bedankt, Piet.')));
  for (const which of ['parcel', 'surprise'] as const) {
    const page = await reporter.arriveAsReporter(world, `${which} again`, tellings[which]);
    await reporter.comeBack(world, page, tellings[which], told[which]);
    const said =
      which === 'parcel' ? 'Bedankt, Piet.' : 'Votre mot de passe ne sert plus à rien aux voleurs.';
    await page.getByText(said).waitFor();
    await look(page, `50-heard-${which}`);
    await page.context().close();
  }
}

/** Somebody of the management sits on another screen: the alert comes to them, and a mail with it. */
async function ring(world: World, { hans, olga }: Staff, reference: string): Promise<void> {
  await olga.goto(`${world.address}/tasks`);
  await olga.getByRole('heading', { level: 1, name: 'Tasks' }).waitFor();
  const bar = olga.getByRole('region', { name: 'What is critical and waits for an answer' });
  assert.equal(await bar.count(), 0);
  await incident.openIncident(world, hans, reference);
  await incident.confirm(hans, 'Critical');
  await bar.getByRole('alert').filter({ hasText: reference }).waitFor();
  await look(olga, '60-alert');
  const mail = await until(
    () =>
      world.mails.find(
        ({ content, to }) =>
          to.includes('olga.baas@example.org') && content.includes(`Critical incident ${reference}`),
      ),
    'the mail to the organisation responsible',
  );
  assert.match(mail.content, /Subject: \[TLP:AMBER\]/);
  await bar.getByRole('button', { name: 'I have it' }).click();
  await bar.waitFor({ state: 'detached' });
  const kinds = await incident.record(world, hans, reference);
  incident.tellsInOrder(kinds, ['Incident confirmed', 'Alert raised', 'Alert sent', 'Alert acknowledged']);
  await incident.region(hans, 'Who was called').getByText('Olga Baas', { exact: true }).waitFor();
  await look(hans, '61-acknowledged');
}
