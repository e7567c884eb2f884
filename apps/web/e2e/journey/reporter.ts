// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { wordsOf } from '../../../server/src/report-page/words.ts';
import { contentOf, type Telling } from './mails.ts';
import { look, type World } from './world.ts';

const locales = { en: 'en-GB', nl: 'nl-BE', fr: 'fr-BE', de: 'de-DE' } as const;

export interface Receipt {
  readonly reference: string;
  readonly digits: string;
}

/** Somebody with a phone or a desk, in their own language. */
export async function arriveAsReporter(world: World, who: string, telling: Telling): Promise<Page> {
  return await world.arrive(who, {
    locale: locales[telling.language],
    javaScriptEnabled: telling.withScript,
    viewport: telling.onPhone ? { width: 320, height: 640 } : { width: 1280, height: 800 },
  });
}

/** From the first page to the receipt, one question after the other, the mail attached. */
export async function report(world: World, page: Page, telling: Telling, name: string): Promise<Receipt> {
  const w = wordsOf(telling.language);
  const press = (id: Parameters<typeof w>[0]) =>
    page.getByRole('button', { name: w(id), exact: true }).click();
  const asked = (id: Parameters<typeof w>[0]) =>
    page.getByRole('heading', { level: 1, name: w(id), exact: true }).waitFor();
  await page.goto(`${world.address}/report`);
  assert.equal(await page.getAttribute('html', 'lang'), telling.language);
  await press('start.button');
  await asked('kind.title');
  await page.getByRole('radio', { name: w(`kind.${telling.kind}`) }).check();
  await press('page.continue');
  await page.getByRole('textbox', { name: w('happened.title') }).fill(telling.happened);
  await press('page.continue');
  await asked('about.title');
  await press('page.continue');
  await asked('ongoing.title');
  await page.getByRole('radio', { name: w(`ongoing.${telling.ongoing}`) }).check();
  await press('page.continue');
  await asked('noticed.title');
  await noticed(page, telling, w);
  await press('page.continue');
  await asked('files.title');
  await page
    .getByLabel(w('files.choose'))
    .setInputFiles({ name: telling.mail, mimeType: 'message/rfc822', buffer: contentOf(telling) });
  await press('page.continue');
  await asked('reach.title');
  await sayWhoYouAre(page, telling, w);
  await press('page.continue');
  await asked('check.title');
  await page.getByText(telling.happened).waitFor();
  await page.getByText(telling.mail).waitFor();
  await look(page, `${name}-1-check`);
  await press('check.send');
  // A test is as quick as a robot: it is asked once more.
  const again = page.getByRole('heading', { name: w('confirm.title') });
  await again.or(page.getByRole('heading', { level: 1, name: w('sent.title'), exact: true })).waitFor();
  if (await again.isVisible()) {
    await press('confirm.button');
  }
  await asked('sent.title');
  await look(page, `${name}-2-sent`);
  const digits = (await page.getByRole('status').first().textContent()) ?? '';
  assert.match(digits, /^\d{4} \d{4} \d{4} \d{4}$/);
  const reference = /REP-\d{4}-\d{4}/.exec((await page.getByRole('main').textContent()) ?? '')?.[0];
  assert.ok(reference, 'The reference stands on the last page');
  assert.deepEqual(await page.context().cookies(), []);
  return { reference, digits };
}

async function noticed(page: Page, telling: Telling, w: ReturnType<typeof wordsOf>): Promise<void> {
  if (telling.ongoing === 'unknown') {
    await page.getByRole('checkbox', { name: w('noticed.unknown') }).check();
    return;
  }
  await page.getByRole('textbox', { name: w('noticed.day') }).fill('1');
  await page.getByRole('textbox', { name: w('noticed.month') }).fill('2');
  await page.getByRole('textbox', { name: w('noticed.year') }).fill('2026');
  await page.getByRole('textbox', { name: w('noticed.time') }).fill('9:30');
}

async function sayWhoYouAre(page: Page, telling: Telling, w: ReturnType<typeof wordsOf>): Promise<void> {
  if (telling.reporter === null) {
    await page.getByRole('radio', { name: w('reach.anonymous') }).check();
    return;
  }
  await page.getByRole('radio', { name: w('reach.named') }).check();
  await page.getByRole('textbox', { name: w('reach.name') }).fill(telling.reporter.name);
  await page.getByRole('textbox', { name: w('reach.email') }).fill(telling.reporter.email);
}

/** Comes back with the receipt, typed by hand; the page of the report opens. */
export async function comeBack(
  world: World,
  page: Page,
  telling: Telling,
  { digits, reference }: Receipt,
): Promise<void> {
  const w = wordsOf(telling.language);
  await page.goto(`${world.address}/report`);
  await page.getByRole('link', { name: w('start.back.link') }).click();
  await page.getByRole('textbox', { name: w('back.receipt') }).fill(digits);
  await page.getByRole('button', { name: w('back.open') }).click();
  await page.getByRole('heading', { level: 1, name: w('mine.title', { reference }) }).waitFor();
}

/** Writes to the desk from the page of the report. */
export async function answer(page: Page, telling: Telling, text: string): Promise<void> {
  const w = wordsOf(telling.language);
  await page.getByRole('textbox', { name: w('mine.write.label') }).fill(text);
  await page.getByRole('button', { name: w('mine.write.send') }).click();
  await page.getByText(w('mine.said.message')).waitFor();
}
