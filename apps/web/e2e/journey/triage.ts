// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { dialog } from './people.ts';
import { until, type World } from './world.ts';

// Everything in this file is done with the keyboard.

export const queue = (page: Page) => page.getByRole('table', { name: 'Reports that wait for an answer' });
export const rowOf = (page: Page, reference: string) =>
  queue(page).getByRole('row').filter({ hasText: reference });

/** The accessible name of what has the focus, near enough: its label, or its words. */
async function nameOfFocused(page: Page): Promise<string> {
  return await page.evaluate(() => {
    const at = document.activeElement;
    if (!(at instanceof HTMLElement) || at === document.body) {
      return '';
    }
    const labels = at instanceof HTMLInputElement || at instanceof HTMLTextAreaElement ? at.labels : null;
    const label = at.getAttribute('aria-label') ?? labels?.[0]?.textContent ?? at.textContent ?? '';
    return label.trim().replaceAll(/\s+/g, ' ');
  });
}

const STEPS_MAX = 80;

/** Tab, until what is meant has the focus. */
export async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  const seen: string[] = [];
  for (let step = 0; step < STEPS_MAX; step += 1) {
    const found = await nameOfFocused(page);
    seen.push(found);
    if (typeof name === 'string' ? found === name : name.test(found)) {
      return;
    }
    await page.keyboard.press('Tab');
  }
  assert.fail(`No Tab stops at ${name}: ${[...new Set(seen)].join(' | ')}`);
}

/** Opens the list under the focus and goes down to an option. */
export async function pick(page: Page, option: string): Promise<void> {
  await page.keyboard.press('ArrowDown');
  await until(async () => (await page.getByRole('option').count()) > 0 || undefined, 'the options');
  for (let step = 0; step < STEPS_MAX; step += 1) {
    const at = await page.evaluate(() => {
      const id = document.activeElement?.getAttribute('aria-activedescendant');
      return id == null ? '' : (document.getElementById(id)?.textContent ?? '');
    });
    if (at.trim() === option) {
      await page.keyboard.press('Enter');
      await page.getByRole('option', { name: option }).waitFor({ state: 'hidden' });
      return;
    }
    await page.keyboard.press('ArrowDown');
  }
  assert.fail(`There is no option "${option}"`);
}

export async function enterTriage(world: World, page: Page): Promise<void> {
  await page.goto(`${world.address}/triage`);
  await queue(page).waitFor();
}

/** Goes through the queue with J until the report is the current one. */
export async function walkTo(page: Page, reference: string): Promise<void> {
  await rowOf(page, reference).waitFor();
  for (let step = 0; step < STEPS_MAX; step += 1) {
    if ((await rowOf(page, reference).locator('[aria-current="true"]').count()) === 1) {
      await page.getByRole('article', { name: reference }).getByText('SHA-256').first().waitFor();
      return;
    }
    await page.keyboard.press(step < STEPS_MAX / 2 ? 'j' : 'k');
    await page.waitForTimeout(30);
  }
  assert.fail(`J does not come to ${reference}`);
}

/** What was decided, in place; and the next report has the focus. */
async function isDone(page: Page, words: string | RegExp): Promise<void> {
  await dialog(page).waitFor({ state: 'detached' });
  await page.getByRole('status').filter({ hasText: words }).waitFor();
  await page.waitForFunction(() => document.activeElement?.closest('table') != null);
}

export interface AcceptWishes {
  readonly title: string;
  readonly isRestricted?: boolean;
}

/** Accepts the current report as a new incident. @returns its reference */
export async function acceptAsNew(page: Page, reference: string, wishes: AcceptWishes): Promise<string> {
  await page.keyboard.press('1');
  await page.getByRole('dialog', { name: 'Accept a report' }).waitFor();
  await tabTo(page, 'Title of the incident');
  await page.keyboard.press('Control+a');
  await page.keyboard.type(wishes.title);
  if (wishes.isRestricted === true) {
    await tabTo(page, /^Restrict it to its participants/);
    await page.keyboard.press('Space');
  }
  await tabTo(page, 'Declare the incident');
  await page.keyboard.press('Enter');
  await isDone(page, `Accepted ${reference} into`);
  const words = (await page.getByRole('status').filter({ hasText: 'Accepted' }).textContent()) ?? '';
  const incident = /INC-\d{4}-\d{4}/.exec(words)?.[0];
  assert.ok(incident, 'The incident is named and linked');
  return incident;
}

/** The search answers below its box; what merely looks alike stands above it. */
async function isFound(page: Page, reference: string): Promise<void> {
  await dialog(page).getByRole('group', { name: 'Found' }).getByRole('radio', { name: reference }).waitFor();
}

/** Attaches the current report to an incident that exists, found by its reference. */
export async function acceptInto(page: Page, reference: string, incident: string): Promise<void> {
  await page.keyboard.press('1');
  await page.getByRole('dialog', { name: 'Accept a report' }).waitFor();
  await tabTo(page, /^A new incident$/);
  await page.keyboard.press('ArrowDown');
  await tabTo(page, 'Find an incident by words or reference');
  await page.keyboard.type(incident);
  await isFound(page, incident);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await dialog(page).getByText(`Into ${incident}.`).waitFor();
  await tabTo(page, 'Attach to the incident');
  await page.keyboard.press('Enter');
  await isDone(page, `Accepted ${reference} into`);
}

export async function markDuplicateOf(page: Page, reference: string, other: string): Promise<void> {
  await page.keyboard.press('2');
  await page.getByRole('dialog', { name: 'Mark as a duplicate' }).waitFor();
  assert.equal(
    await dialog(page).getByRole('radio', { checked: true }).count(),
    0,
    'Nothing is chosen beforehand',
  );
  await tabTo(page, 'Find the report it repeats');
  await page.keyboard.type(other);
  await isFound(page, other);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await dialog(page).getByText(`Duplicate of ${other}.`).waitFor();
  await tabTo(page, 'Mark as duplicate');
  await page.keyboard.press('Enter');
  await isDone(page, `Marked ${reference} as a duplicate.`);
}

export async function decline(page: Page, reference: string, reason: string, note: string): Promise<void> {
  await page.keyboard.press('3');
  await page.getByRole('dialog', { name: 'Decline a report' }).waitFor();
  await tabTo(page, 'Reason');
  await pick(page, reason);
  await tabTo(page, 'In words (optional)');
  await page.keyboard.type(note);
  await tabTo(page, 'Decline the report');
  await page.keyboard.press('Enter');
  await isDone(page, `Declined ${reference}.`);
}

export async function ask(page: Page, reference: string, question: string): Promise<void> {
  await page.keyboard.press('4');
  await page.getByRole('dialog', { name: 'Ask the reporter' }).waitFor();
  await tabTo(page, 'Your question');
  await page.keyboard.type(question);
  await tabTo(page, 'Send the question');
  await page.keyboard.press('Enter');
  await isDone(page, `Asked the reporter of ${reference}.`);
}

export async function snooze(page: Page, reference: string, comesBack: string): Promise<void> {
  await page.keyboard.press('h');
  await page.getByRole('dialog', { name: 'Snooze a report' }).waitFor();
  await tabTo(page, 'It comes back');
  await pick(page, comesBack);
  await tabTo(page, 'Snooze the report');
  await page.keyboard.press('Enter');
  await isDone(page, `Snoozed ${reference}.`);
}

export async function undo(page: Page, reference: string): Promise<void> {
  await page.keyboard.press('z');
  await page
    .getByRole('status')
    .filter({ hasText: `Took the decision on ${reference} back` })
    .waitFor();
  await rowOf(page, reference).waitFor();
}

/** On a phone the report takes the place of the queue; what was decided stays. */
export async function isStillSaidOnPhone(page: Page, words: string): Promise<void> {
  const size = page.viewportSize() ?? { width: 1280, height: 800 };
  await page.setViewportSize({ width: 320, height: 640 });
  await queue(page).waitFor({ state: 'hidden' });
  await page.getByRole('status').filter({ hasText: words }).waitFor();
  await page.setViewportSize(size);
  await queue(page).waitFor();
}

/** Shows what others did meanwhile. */
export async function showWhatIsNew(page: Page): Promise<void> {
  const words = /new changes? to reports/;
  await page.getByRole('button', { name: words }).waitFor();
  await tabTo(page, words);
  await page.keyboard.press('Enter');
}
