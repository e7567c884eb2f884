// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import type { Role } from '@belfry/contract';
import type { Browser, Page } from 'playwright-core';
import type { TestDesk } from '../../server/test/desk.ts';
import { button, leave, withAuthenticator } from './browser.ts';

/** Somebody else, in a browser of their own, who joined with a passkey. */
export async function somebodyElse(
  t: TestContext,
  desk: TestDesk,
  from: Browser,
  roles: Role[],
): Promise<Page> {
  const context = await from.newContext({ locale: 'en-GB', reducedMotion: 'reduce' });
  t.after(() => leave(context));
  const page = await context.newPage();
  page.setDefaultTimeout(120_000);
  await withAuthenticator(context, page);
  const { api } = await desk.as('administrator');
  const { invitation } = await api.invitePerson({
    body: { name: 'Daan DPO', email: 'daan@example.org', roles },
  });
  await page.goto(invitation.link ?? assert.fail('a first invitation shows its link'));
  await button(page, 'Continue with a passkey').click();
  await page.getByRole('heading', { name: 'Today' }).waitFor();
  return page;
}

/** Fills every field that is still missing, as somebody does who goes down the list. */
export async function fillMissing(page: Page): Promise<void> {
  const missing = page.locator('.notification-missing a');
  await page.locator('.notification-missing, .notice-done').first().waitFor();
  for (let tries = 0; (await missing.count()) > 0; tries += 1) {
    assert.ok(tries < 40, `still missing: ${await missing.allTextContents()}`);
    await page.locator('.notification-missing').evaluate((list) => list.setAttribute('open', ''));
    await missing.first().click();
    const field = page.locator(':focus');
    const [type, list] = [await field.getAttribute('type'), await field.getAttribute('aria-haspopup')];
    if (type === 'radio' || type === 'checkbox') {
      await field.press('Space');
    } else if (type === 'datetime-local') {
      await field.fill('2026-11-20T10:00');
    } else if (list === 'listbox') {
      await field.press('ArrowDown');
      await field.press('ArrowDown');
      await field.press('Enter');
    } else if ((await field.getAttribute('inputmode')) === 'decimal') {
      await field.fill('400');
    } else {
      const isMail = /mail address/.test((await missing.first().textContent()) ?? '');
      await field.fill(isMail ? 'bea@example.org' : 'Written by Bea');
    }
    await page.getByText('Everything is saved').waitFor();
  }
}
