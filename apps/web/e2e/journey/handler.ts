// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { button, dialog } from './people.ts';
import type { World } from './world.ts';

export const region = (page: Page, name: string | RegExp) => page.getByRole('region', { name });

export async function openIncident(world: World, page: Page, reference: string): Promise<void> {
  await page.goto(`${world.address}/incidents/${reference}`);
  await page.getByRole('heading', { level: 2, name: 'Timeline' }).waitFor();
  await page.getByText(/shown, that is all/).waitFor();
}

async function choose(page: Page, label: string, option: string): Promise<void> {
  await dialog(page).getByRole('combobox', { name: label }).click();
  await page.getByRole('option', { name: option, exact: true }).click();
}

async function sent(page: Page, verb: string): Promise<void> {
  await dialog(page).getByRole('button', { name: verb, exact: true }).click();
  await dialog(page).waitFor({ state: 'detached' });
}

/** The word beside the reference says where the incident stands. */
export async function stands(page: Page, status: string): Promise<void> {
  await page.getByRole('main').locator('header').getByText(status, { exact: true }).first().waitFor();
}

export async function confirm(page: Page, severity: string): Promise<void> {
  await button(page, 'Confirm incident').click();
  await choose(page, 'Severity', severity);
  await sent(page, 'Confirm incident');
  await stands(page, 'Confirmed');
}

export async function classify(page: Page, rsitClass: string, type: string): Promise<void> {
  await button(page, 'Change the facts').click();
  await choose(page, 'Class', rsitClass);
  await choose(page, 'Type', type);
  await choose(page, 'Personal data', 'No');
  await sent(page, 'Save the facts');
  await region(page, 'Facts').getByText(`${rsitClass} → ${type}`).waitFor();
}

export async function takeTheLead(page: Page, name: string): Promise<void> {
  await button(page, 'Take the lead').click();
  await region(page, 'Participants')
    .getByRole('listitem')
    .filter({ hasText: `${name} · Lead` })
    .waitFor();
}

export async function addTask(page: Page, task: string, owner: string): Promise<void> {
  await button(page, 'Add a task').click();
  await dialog(page).getByRole('textbox', { name: 'What to do' }).fill(task);
  await choose(page, 'Responsible: who does it', owner);
  await sent(page, 'Add a task');
  await page.getByRole('rowheader', { name: task }).waitFor();
}

export async function doTask(page: Page, task: string): Promise<void> {
  await button(page, new RegExp(`^Mark as done ?: ${task}$`)).click();
  await button(page, new RegExp(`^Open again ?: ${task}$`)).waitFor();
}

export async function note(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Write a note' }).fill(text);
  await button(page, 'Write it down').click();
  await page.getByRole('article').filter({ hasText: text }).waitFor();
}

export async function resolve(page: Page, whatWasDone: string): Promise<void> {
  await button(page, 'Resolve incident').click();
  await dialog(page).getByRole('textbox', { name: 'What was done' }).fill(whatWasDone);
  await sent(page, 'Resolve incident');
  await stands(page, 'Resolved');
}

/** Adds a sentence to the words prepared for a reporter, and sends them. */
export async function sendFeedback(
  page: Page,
  wanted: { report: string; occasion: string; sentence: string },
): Promise<void> {
  const line = region(page, 'Feedback to reporters')
    .getByRole('listitem')
    .filter({ hasText: wanted.report })
    .filter({ hasText: wanted.occasion });
  await line.getByRole('button', { name: 'Send feedback' }).click();
  const words = dialog(page).getByRole('textbox');
  await words.fill(`${await words.inputValue()}\n\n${wanted.sentence}`);
  await sent(page, 'Send feedback');
  await line.getByText('sent', { exact: true }).waitFor();
}

export async function close(
  page: Page,
  wanted: { cause: string; lessons: string; measure: string; owner: string },
): Promise<void> {
  await button(page, 'Close incident').click();
  await choose(page, 'Root cause', wanted.cause);
  await dialog(page).getByRole('textbox', { name: 'What was learned' }).fill(wanted.lessons);
  await button(page, 'Add a measure').click();
  await dialog(page).getByRole('textbox', { name: 'Measure 1', exact: true }).fill(wanted.measure);
  await choose(page, 'Who sees to it', wanted.owner);
  await dialog(page).getByLabel('Due on').fill('2027-03-01');
  await sent(page, 'Close incident');
  await stands(page, 'Closed');
}

export async function mergeInto(page: Page, other: string): Promise<void> {
  await button(page, 'Merge into another').click();
  await dialog(page).getByRole('textbox', { name: 'Find the incident to merge into' }).fill(other);
  await dialog(page).getByRole('radio', { name: other }).check();
  await sent(page, 'Merge incident');
  await stands(page, 'Merged');
}

/** The kinds of the entries of the record, in their order. */
export async function record(world: World, page: Page, reference: string): Promise<string[]> {
  await openIncident(world, page, reference);
  const kinds = await region(page, 'Timeline').getByRole('heading', { level: 3 }).allTextContents();
  return kinds.map((kind) => kind.trim());
}

/** Every step stands on the record, in this order; others may stand between. */
export function tellsInOrder(kinds: readonly string[], wanted: readonly string[]): void {
  let from = 0;
  for (const kind of wanted) {
    const at = kinds.findIndex((one, index) => index >= from && one.startsWith(kind));
    assert.notEqual(at, -1, `"${kind}" stands on the record after ${from} entries: ${kinds.join(' | ')}`);
    from = at + 1;
  }
}
