// SPDX-License-Identifier: Apache-2.0
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import type { TestDesk } from '../../server/test/desk.ts';
import { button, inspect, openBrowser, twoVariants, visit } from './browser.ts';

const browser = openBrowser();

async function openIncident(desk: TestDesk, page: Page): Promise<void> {
  const { api } = await desk.as('it_responsible');
  const police = {
    name: 'Example Police',
    country: 'BE',
    channels: [],
    languages: ['nl'],
    formLink: '',
    notes: '',
  };
  await api.addAuthority({ body: { ...police, kinds: ['police'] } });
  const { reference } = await api.declareIncident({ body: { title: 'Servers held to ransom' } });
  await api.confirmIncident({ params: { reference }, body: {} });
  await page.goto(`${desk.address}/incidents/${reference}`);
}

/** Hours from now, as it is typed in the zone of the desk under test. */
function typedAt(hours: number): string {
  return new Date(Date.now() + hours * 3_600_000).toISOString().slice(0, 16);
}

describe('referrals', () => {
  // Danger: facts go to the police and nobody signed for it, or nobody can show what was handed over to whom.
  it('somebody signs with a passkey that it goes to the police, and who took it stands there', async (t) => {
    const { desk, page } = await visit(t, browser(), ['it_responsible']);
    await openIncident(desk, page);
    const panel = page.getByRole('region', { name: 'Police', exact: true });
    await panel.getByRole('button', { name: 'Decide about the police' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Continue' }).click();
    await dialog.getByText('Write the reason').waitFor();
    await dialog.getByRole('combobox', { name: 'Goes to' }).fill('Example');
    await page.getByRole('option', { name: 'Example Police' }).click();
    await dialog.getByRole('textbox', { name: 'Why' }).fill('A ransom was asked.');
    await inspect(page, 'referral-decide', twoVariants);
    await dialog.getByRole('button', { name: 'Continue' }).click();
    await dialog.getByText('Example Police').waitFor();
    await button(page, 'Confirm with your passkey').click();
    await panel.getByText('Nothing was handed over yet.').waitFor();
    await panel.getByRole('button', { name: 'Record the hand-over' }).click();
    await dialog.getByLabel('When', { exact: true }).fill(typedAt(-1));
    await dialog.getByLabel('Where', { exact: true }).fill('Station of Ghent');
    await dialog.getByLabel('To whom').fill('Inspector Peeters');
    await dialog.getByLabel('Number of the official report').fill('GE.36.L1.1');
    await inspect(page, 'referral-hand-over', twoVariants);
    await dialog.getByRole('button', { name: 'Record the hand-over' }).click();
    await panel.getByText('Handed over to Inspector Peeters, Station of Ghent').waitFor();
    await panel.getByText('GE.36.L1.1').waitFor();
  });

  // Danger: help goes on looking after its purpose or its time, because nobody can end it.
  it('help is asked for a purpose and a time, consented to with a passkey, and the consent revoked', async (t) => {
    const { desk, page } = await visit(t, browser(), ['it_responsible']);
    await openIncident(desk, page);
    const panel = page.getByRole('region', { name: 'Help from a CSIRT' });
    await panel.getByRole('button', { name: 'Ask for help' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Ask for help' }).click();
    await dialog.getByText('Say what the help is for').waitFor();
    await dialog.getByLabel('What the help is for').fill('To find how they came in');
    await dialog.getByLabel('What may be looked at').fill('Logs of the mail server');
    await dialog.getByLabel('Systems it reaches').fill('mail-1');
    await dialog.getByLabel('From', { exact: true }).fill(typedAt(-24));
    await dialog.getByLabel('Until', { exact: true }).fill(typedAt(72));
    await inspect(page, 'assistance-ask', twoVariants);
    await dialog.getByRole('button', { name: 'Ask for help' }).click();
    await panel.getByText('waits for consent').waitFor();
    await panel.getByRole('button', { name: 'Consent' }).click();
    await dialog.getByText('Logs of the mail server').waitFor();
    await inspect(page, 'assistance-grant', twoVariants);
    await button(page, 'Confirm with your passkey').click();
    await panel.getByText('consent in force').waitFor();
    await panel.getByRole('button', { name: 'Revoke' }).click();
    await dialog.getByText('The consent ends at once.').waitFor();
    await dialog.getByRole('textbox', { name: 'Why' }).fill('The cause is found.');
    await dialog.getByRole('button', { name: 'Revoke' }).click();
    await panel.getByText('revoked', { exact: true }).waitFor();
    await panel.getByText('The cause is found.').waitFor();
    await inspect(page, 'assistance-revoked', twoVariants);
  });
});
