// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import type { Page } from 'playwright-core';
import { setupLink } from '../../server/src/people/index.ts';
import { openTestDesk } from '../../server/test/desk.ts';
import { totpCode } from '../../server/test/visitor.ts';
import { hasValue, inspect, leave, openBrowser, withAuthenticator } from './browser.ts';

const browser = openBrowser();

async function open(t: TestContext, options: Parameters<typeof openTestDesk>[1] = {}) {
  const context = await browser().newContext({ locale: 'en-GB' });
  // First registered, first run: a desk waits for its last live connection before it stops.
  t.after(() => leave(context));
  const desk = await openTestDesk(t, { ...options, listen: true });
  const page = await context.newPage();
  page.setDefaultTimeout(120_000);
  return { desk, context, page };
}

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true });

async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: /Your menu/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'Sign in', exact: true }).waitFor();
}

describe('people in a browser', () => {
  it('a new desk is set up with a passkey, and the passkey opens it again', async (t) => {
    const { desk, context, page } = await open(t, { isNew: true });
    await withAuthenticator(context, page);
    const link = await setupLink(desk.database);
    await page.goto(desk.address + link?.path);
    await page.getByRole('heading', { name: 'Set up this desk' }).waitFor();
    await inspect(page, 'setup');
    await page.getByLabel('Name of the organisation').fill('Stad Example');
    await page.getByLabel('Name', { exact: true }).fill('Ada Lovelace');
    await button(page, 'Continue with a passkey').click();
    // The mail address is missing: the page says so beside the field, and nothing that was written is lost.
    await page.getByText('Some fields need another value').waitFor();
    await hasValue(page.getByLabel('Name of the organisation'), 'Stad Example');
    await page.getByLabel('Mail address', { exact: true }).fill('ada@example.org');
    await button(page, 'Continue with a passkey').click();
    await page.getByRole('heading', { name: 'Today' }).waitFor();
    await signOut(page);
    await button(page, 'Sign in with a passkey').waitFor();
    await inspect(page, 'sign-in');
    await button(page, 'Sign in with a passkey').click();
    await page.getByRole('heading', { name: 'Today' }).waitFor();
    assert.equal(new URL(page.url()).pathname, '/');
    for (const [name, path] of [
      ['account', '/account'],
      ['tokens', '/tokens'],
      ['people', '/people'],
      ['organisation', '/organisation'],
    ] as const) {
      await page.goto(desk.address + path);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.waitForLoadState('networkidle').catch(() => undefined);
      await inspect(page, name);
    }
  });

  it('somebody invited joins with a password, enrols an app, and signs in with a code', async (t) => {
    const { desk, page } = await open(t);
    const boss = await desk.as('administrator');
    const { invitation } = await boss.api.invitePerson({
      body: { name: 'Bea Handler', email: 'bea@example.org', roles: ['handler'] },
    });
    await page.goto(invitation.link ?? assert.fail('a first invitation shows its link'));
    await page.getByRole('heading', { name: /Join the incident desk/ }).waitFor();
    await inspect(page, 'invitation');
    await button(page, 'Use a password instead').click();
    await page.getByLabel('New password').fill('password1234');
    await button(page, 'Continue with a password').click();
    await page.getByText('This is among the first passwords that are tried', { exact: true }).waitFor();
    await page.getByLabel('New password').fill('drie torens en een brug');
    await button(page, 'Continue with a password').click();
    await page.getByRole('heading', { name: /second factor/ }).waitFor();
    await page.goto(`${desk.address}/people`);
    await page.getByRole('heading', { name: /One more step/ }).waitFor();
    await button(page, 'Set up an authenticator app').click();
    const secret = ((await page.locator('.totp-secret').textContent()) ?? '').replaceAll(' ', '');
    await inspect(page, 'enrolment');
    await page.getByLabel('Six digits of the app').fill(totpCode(secret, new Date()));
    await button(page, 'Confirm the app').click();
    await page.getByRole('heading', { name: 'Recovery codes' }).waitFor();
    await inspect(page, 'recovery-codes');
    const codes = await page.locator('.recovery-codes code').allTextContents();
    assert.equal(codes.length, 10);
    await page.getByLabel('I keep these codes in a safe place').check();
    await button(page, 'Continue').click();
    await page.getByRole('heading', { name: 'Today' }).waitFor();
    await signOut(page);
    await page.goto(`${desk.address}/people`);
    await page.getByRole('heading', { name: 'Sign in', exact: true }).waitFor();
    await page.getByLabel('Mail address').fill('Bea@example.org');
    await page.getByLabel('Password', { exact: true }).fill('drie torens en een brug');
    await button(page, 'Continue').click();
    await page.getByLabel('Code', { exact: true }).fill(codes[0] ?? '');
    await inspect(page, 'sign-in-code');
    await button(page, 'Sign in').click();
    // Back where the person wanted to be.
    await page.getByRole('heading', { name: 'People', exact: true }).waitFor();
    await page.getByRole('link', { name: 'Bea Handler' }).click();
    await page.getByRole('heading', { name: 'Bea Handler' }).waitFor();
    await inspect(page, 'person');
  });
});
