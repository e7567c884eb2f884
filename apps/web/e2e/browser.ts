// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, type TestContext } from 'node:test';
import type { Role } from '@belfry/contract';
import { type Browser, type BrowserContext, chromium, type Locator, type Page } from 'playwright-core';
import { ensureWeb } from '../../../tools/launch-setup.mjs';
import { openTestDesk, type TestDesk, type TestDeskOptions } from '../../server/test/desk.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** Where pictures of every screen go, when somebody wants to look at them. */
const picturesDir = process.env['BELFRY_PICTURES'];
const executablePath = process.env['BELFRY_CHROMIUM'] ?? '/usr/bin/chromium';
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

let browser: Browser | undefined;
// Registered while this file loads, ahead of every test: files that share a process share its Chromium too.
before(async () => {
  // However the file is run: screens of an earlier build prove nothing about the sources beside them.
  await ensureWeb();
  browser = await chromium.launch({ executablePath, args: flags });
});
after(() => browser?.close());

/** The Chromium of this process, with the web application as its sources are now. */
export function openBrowser(): () => Browser {
  return () => {
    assert.ok(browser, 'The browser starts before the tests');
    return browser;
  };
}

export interface Visit {
  readonly desk: TestDesk;
  readonly page: Page;
  /** What the content security policy refused; a page that is ours is refused nothing. */
  readonly refused: string[];
}

/** A hook that fails keeps those after it from running: a desk left open would hold up the whole process. */
export const leave = (context: BrowserContext): Promise<void> => context.close().catch(() => undefined);

/** A whole desk, and a page in which somebody with these roles has joined it by invitation and passkey. */
export async function visit(
  t: TestContext,
  browser: Browser,
  roles: Role[],
  options: TestDeskOptions = {},
): Promise<Visit> {
  const context = await browser.newContext({
    locale: 'en-GB',
    viewport: { width: 1280, height: 900 },
    reducedMotion: 'reduce',
  });
  // First registered, first run: a desk waits for its last live connection before it stops.
  t.after(() => leave(context));
  const desk = await openTestDesk(t, { ...options, listen: true });
  const page = await context.newPage();
  page.setDefaultTimeout(120_000);
  const refused = await collectRefusals(context, page);
  await withAuthenticator(context, page);
  const boss = await desk.as('administrator');
  const { invitation } = await boss.api.invitePerson({
    body: { name: 'Bea Handler', email: 'bea@example.org', roles },
  });
  await page.goto(invitation.link ?? assert.fail('a first invitation shows its link'));
  await page.getByRole('button', { name: 'Continue with a passkey' }).click();
  await page.getByRole('heading', { name: 'Today' }).waitFor();
  return { desk, page, refused };
}

async function collectRefusals(context: BrowserContext, page: Page): Promise<string[]> {
  const refused: string[] = [];
  await context.exposeFunction('tellRefusal', (text: string) => void refused.push(text));
  await context.addInitScript(() => {
    const { tellRefusal } = window as unknown as { tellRefusal(text: string): void };
    document.addEventListener('securitypolicyviolation', (event) => {
      tellRefusal(`${event.violatedDirective} ${event.sourceFile ?? ''} ${event.sample}`);
    });
  });
  page.on('pageerror', (error) => refused.push(error.message));
  return refused;
}

/** An authenticator inside the browser that unlocks itself, as a phone does for its owner. */
export async function withAuthenticator(context: BrowserContext, page: Page): Promise<void> {
  const devtools = await context.newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}

type Variant = readonly [scheme: 'light' | 'dark', width: number];
const everyVariant: readonly Variant[] = [
  ['light', 1280],
  ['dark', 1280],
  ['light', 320],
];
/** Every rule of axe's that looks at colours. */
const colourRules: readonly string[] = ['color-contrast', 'link-in-text-block'];
/** For what opens above a screen that was looked at in every variant already. */
export const twoVariants: readonly Variant[] = [
  ['light', 1280],
  ['dark', 320],
];

// Through the debugger, so that the page keeps its Content-Security-Policy and Trusted Types.
export async function loadAxe(page: Page): Promise<void> {
  await page.evaluate(axe);
  // What changes colour or place does so at once: a picture taken in between tells nothing. The policy of the page lets
  // a sheet that was constructed through.
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(
      '*, ::before, ::after { transition: none !important; animation-duration: 0s !important; animation-delay: 0s !important; }',
    );
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  });
}

/** Keeps a picture for who wants to look, and finds no sideways scroll. */
export async function fits(page: Page, name: string, look: string): Promise<void> {
  if (picturesDir !== undefined) {
    mkdirSync(picturesDir, { recursive: true });
    await page.screenshot({ path: `${picturesDir}/${name}-${look}.png`, fullPage: true });
  }
  // On a busy machine the new width takes a moment to be laid out.
  await page
    .waitForFunction(() => document.documentElement.scrollWidth <= window.innerWidth, null, {
      timeout: 30_000,
    })
    .catch(() => undefined);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  assert.ok(overflow <= 0, `${name} ${look} scrolls sideways by ${overflow}`);
}

/** No violation axe knows, in both themes and at phone width; no sideways scroll. */
export async function inspect(
  page: Page,
  name: string,
  variants: readonly Variant[] = everyVariant,
): Promise<void> {
  await loadAxe(page);
  const widthsSeen = new Set<number>();
  for (const [scheme, width] of variants) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height: 900 });
    await settled(page, scheme);
    await fits(page, name, `${scheme}-${width}`);
    // The same elements in the other scheme differ in nothing but their colours.
    const found = await lastingViolations(page, widthsSeen.has(width) ? colourRules : []);
    assert.deepEqual(found, [], `${name} ${scheme} ${width}`);
    widthsSeen.add(width);
  }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await page.setViewportSize({ width: 1280, height: 900 });
}

/** Colours are those of the scheme asked for, and nothing that opened is still fading in. */
async function settled(page: Page, scheme: 'light' | 'dark'): Promise<void> {
  await page.waitForFunction(
    (wanted) =>
      // Public pages know no scheme of their own: the style sheet follows the browser.
      [wanted as string, null].includes(document.documentElement.getAttribute('data-mantine-color-scheme')) &&
      document
        .getAnimations()
        .every(
          (one) =>
            one.playState !== 'running' ||
            one.effect?.getComputedTiming().iterations === Number.POSITIVE_INFINITY,
        ),
    scheme,
  );
  // Two frames: what the width or the scheme made the screen draw anew stands.
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
  );
}

/** What axe still finds a moment later: a picture taken in the middle of a change of colours is no violation. */
export async function lastingViolations(page: Page, rules: readonly string[] = []): Promise<string[]> {
  let found: string[] = [];
  for (let look = 0; look < 3; look += 1) {
    found = await violations(page, rules);
    if (found.length === 0) {
      break;
    }
    await page.waitForTimeout(1_000);
  }
  return found;
}

/** @param rules to ask; every one that is on by itself when none is given */
async function violations(page: Page, rules: readonly string[]): Promise<string[]> {
  return await page.evaluate(async (values) => {
    interface Axe {
      run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
    }
    const runOnly = values.length === 0 ? {} : { runOnly: { type: 'rule', values } };
    const options = { resultTypes: ['violations'], ...runOnly };
    const found = await (window as unknown as { axe: Axe }).axe.run(options);
    return found.violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`,
    );
  }, rules);
}

/** What a field holds in the end: a screen that waits for an answer shows the field first. */
export async function hasValue(field: Locator, wanted: string): Promise<void> {
  for (let look = 0; look < 600 && (await field.inputValue()) !== wanted; look += 1) {
    await field.page().waitForTimeout(100);
  }
  assert.equal(await field.inputValue(), wanted);
}

export const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });

/** What has the focus, as somebody who hears the page is told. */
export async function focused(page: Page): Promise<string> {
  return await page.evaluate(() => document.activeElement?.textContent?.trim().slice(0, 200) ?? '');
}

/** This minute as a field of the organisation's time takes it, whatever the time zone of the browser. */
export const minuteInBrussels = (): string =>
  Temporal.Now.zonedDateTimeISO('Europe/Brussels').toPlainDateTime().toString().slice(0, 16);
