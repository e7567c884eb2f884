// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { totpCode } from '../../../server/test/visitor.ts';
import { carryPasskey, look, type World } from './world.ts';

export const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true });
export const dialog = (page: Page) => page.getByRole('dialog');
const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name });

/** The first person opens the one-time link, names the organisation and makes a passkey. */
export async function setUpOrganisation(world: World, page: Page): Promise<void> {
  await carryPasskey(page);
  await page.goto(world.setupLink);
  await heading(page, 'Set up this desk').waitFor();
  await page.getByRole('textbox', { name: 'Name of the organisation' }).fill('Stad Sint-Voorbeeld');
  await page.getByRole('textbox', { name: 'Mail address of the helpdesk' }).fill('helpdesk@example.org');
  await page.getByRole('textbox', { name: 'Telephone number of the helpdesk' }).fill('+32 9 000 00 00');
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Ada Admin');
  await page.getByRole('textbox', { name: 'Mail address', exact: true }).fill('ada@example.org');
  await look(page, '01-setup');
  await button(page, 'Continue with a passkey').click();
  await heading(page, 'Today').waitFor();
  await look(page, '02-today-empty');
}

/** Invites somebody. @returns the link, as it is shown to be handed over */
export async function invite(world: World, page: Page, name: string, role: string): Promise<string> {
  await page.goto(`${world.address}/people`);
  await button(page, 'Invite somebody').click();
  const asked = dialog(page);
  await asked.getByRole('textbox', { name: 'Name', exact: true }).fill(name);
  await asked.getByRole('textbox', { name: 'Mail address' }).fill(mailOf(name));
  await asked.getByRole('checkbox', { name: role, exact: true }).check();
  await asked.getByRole('button', { name: 'Invite somebody' }).click();
  await page.getByRole('dialog', { name: `The invitation for ${name}` }).waitFor();
  const link = (await dialog(page).getByRole('code').textContent()) ?? '';
  assert.match(link, /^http/);
  await look(page, `03-invitation-${role.toLowerCase().replaceAll(' ', '-')}`);
  await asked.getByRole('button', { name: 'Close', exact: true }).last().click();
  await dialog(page).waitFor({ state: 'detached' });
  return link;
}

export const mailOf = (name: string): string => `${name.toLowerCase().replaceAll(' ', '.')}@example.org`;

/** Joins with a passkey: nothing to type. */
export async function joinWithPasskey(page: Page, link: string): Promise<void> {
  await carryPasskey(page);
  await page.goto(link);
  await heading(page, /^Join the incident desk of Stad Sint-Voorbeeld/).waitFor();
  await button(page, 'Continue with a passkey').click();
  await heading(page, 'Today').waitFor();
}

/** Joins with a password, sets up an authenticator app, keeps the recovery codes. */
export async function joinWithPassword(page: Page, link: string, password: string): Promise<void> {
  await page.goto(link);
  await button(page, 'Use a password instead').click();
  await page.getByRole('textbox', { name: 'New password' }).fill(password);
  await look(page, '04-join');
  await button(page, 'Continue with a password').click();
  await heading(page, /second factor/).waitFor();
  await button(page, 'Set up an authenticator app').click();
  const typed = page.getByText('Or type this key:');
  const secret = ((await typed.textContent()) ?? '').replace('Or type this key:', '').replaceAll(' ', '');
  await page.getByRole('textbox', { name: 'Six digits of the app' }).fill(totpCode(secret, new Date()));
  await look(page, '05-second-factor');
  await button(page, 'Confirm the app').click();
  await page.getByRole('heading', { name: 'Recovery codes' }).waitFor();
  assert.equal(await page.getByRole('listitem').count(), 10);
  assert.ok(await button(page, 'Continue').isDisabled(), 'Codes are kept before one goes on');
  await page.getByRole('checkbox', { name: 'I keep these codes in a safe place' }).check();
  await button(page, 'Continue').click();
  await heading(page, 'Today').waitFor();
}
