// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import type { TestContext } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { aMailServer, type TakenMail } from '../../../server/test/mail-server.ts';
import { aDataDirectory, startServerProcess } from '../../../server/test/process.ts';

/** Where pictures of the main steps go, when somebody wants to look at them. */
const picturesDir = process.env['BELFRY_PICTURES'];
const PHONE_WIDTH = 320;
const PATIENCE_MS = 240_000;
const DRAWN_MS = 60;

/** A desk in a process of its own, a mail server beside it, and everybody who looks at it in a browser. */
export interface World {
  readonly address: string;
  readonly setupLink: string;
  readonly mails: readonly TakenMail[];
  /** What a browser complained about, whoever sat before it: errors, refused content, foreign addresses. */
  readonly complaints: string[];
  /** Pictures of every page as it stands, for whoever looks into a failure. */
  takePictures(name: string): Promise<void>;
  /** A browser of somebody, with nothing in it yet. */
  arrive(who: string, options?: BrowserContextOptions): Promise<Page>;
}

export async function openWorld(t: TestContext, browser: Browser): Promise<World> {
  const leaving: (() => Promise<unknown>)[] = [];
  // First registered, first run: browsers go, then the server, then the mail server and the directory it used.
  t.after(async () => {
    for (const leave of leaving.toReversed()) {
      await leave();
    }
  });
  const mail = await aMailServer(t);
  const server = await startServerProcess(await aDataDirectory(t), { BELFRY_SMTP_URL: mail.url });
  leaving.push(() => {
    server.process.kill('SIGTERM');
    return server.ended;
  });
  const setupLink = await until(() => /once, at (http\S+)/.exec(server.output())?.[1], 'the setup link');
  const complaints: string[] = [];
  const pages: { who: string; page: Page }[] = [];
  const takePictures = async (name: string) => {
    for (const { who, page } of pages.filter((one) => !one.page.isClosed())) {
      await takePicture(page, `${name}-${who}`);
    }
  };
  const arrive = async (who: string, options: BrowserContextOptions = {}) => {
    const context = await browser.newContext({
      locale: 'en-GB',
      timezoneId: 'Europe/Brussels',
      reducedMotion: 'reduce',
      ...options,
    });
    leaving.push(() => context.close());
    const page = await context.newPage();
    pages.push({ who, page });
    page.setDefaultTimeout(PATIENCE_MS);
    watch(page, new URL(server.address).host, (complaint) => complaints.push(`${who}: ${complaint}`));
    return page;
  };
  return { address: server.address, setupLink, mails: mail.taken, complaints, takePictures, arrive };
}

/** Content of a stranger must not run, fetch or open anything: whatever the page does beyond our desk is told. */
function watch(page: Page, host: string, complain: (complaint: string) => void): void {
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') {
      complain(`${message.type()} ${message.text()} (${message.location().url})`);
    }
  });
  page.on('pageerror', (error) => complain(`failure ${error.message}`));
  page.on('dialog', (dialog) => {
    complain(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.host !== host && !['data:', 'blob:'].includes(url.protocol)) {
      complain(`asked ${url.origin}`);
    }
  });
  page.on('response', (response) => {
    if (response.status() >= 500) {
      complain(`${response.status()} ${response.url()}`);
    }
  });
  page.context().on('page', (opened) => complain(`opened ${opened.url()}`));
}

/** An authenticator inside the browser that unlocks itself, as a phone does for its owner. */
export async function carryPasskey(page: Page): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
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

export async function until<T>(
  ask: () => T | undefined | Promise<T | undefined>,
  what: string,
): Promise<NonNullable<T>> {
  for (const endAt = performance.now() + PATIENCE_MS; performance.now() < endAt; await delay(50)) {
    const found = await ask();
    if (found !== undefined && found !== null && found !== false) {
      return found;
    }
  }
  assert.fail(`Waited in vain: ${what}`);
}

/** Nothing is wider than the page, at the width it has and on a phone; a picture of both for who wants to look. */
export async function look(page: Page, name: string): Promise<void> {
  const size = page.viewportSize() ?? { width: 1280, height: 800 };
  await fits(page, name, size.width);
  if (size.width !== PHONE_WIDTH) {
    await page.setViewportSize({ width: PHONE_WIDTH, height: 640 });
    await fits(page, name, PHONE_WIDTH);
    await page.setViewportSize(size);
  }
}

async function fits(page: Page, name: string, width: number): Promise<void> {
  // A page without script never says that it is drawn.
  await page.waitForTimeout(DRAWN_MS);
  await takePicture(page, `${name}-${width}`);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  assert.ok(overflow <= 0, `${name} at ${width} scrolls sideways by ${overflow}`);
}

async function takePicture(page: Page, name: string): Promise<void> {
  if (picturesDir !== undefined) {
    mkdirSync(picturesDir, { recursive: true });
    await page.screenshot({ path: `${picturesDir}/${name}.png`, fullPage: true });
  }
}
