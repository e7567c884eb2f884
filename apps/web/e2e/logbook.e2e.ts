// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Role } from '@belfry/contract';
import type { Page } from 'playwright-core';
import { createLogLink, type LogAddress } from '../../server/src/platform/log-link/log-link.ts';
import { openTestLog, type TestLog } from '../../server/test/log.ts';
import { button, focused, inspect, openBrowser, type Visit, visit } from './browser.ts';

const browser = openBrowser();

/** Words that would break a screen that trusts them. */
const hostile = `<img src=x onerror=alert(1)> \u202Etxt.exe\u202C \u001b[2J ${'very'.repeat(60)}`;

interface LogVisit extends Visit {
  readonly log: TestLog;
  /** Sends lines by syslog over TCP, as any device does, and waits until they can be found. */
  send(lines: readonly string[]): Promise<void>;
}

/** A desk with a real log beside it, and somebody at the screen. */
async function visitLog(t: TestContext, roles: Role[]): Promise<LogVisit> {
  let address: LogAddress | null = null;
  const visited = await visit(t, browser(), roles, { log: createLogLink(() => address) });
  const log = await openTestLog(t, { opened: visited.desk });
  address = log.link.address;
  let sent = 0;
  return {
    ...visited,
    log,
    send: async (lines) => {
      const port = log.log.receivers.find(({ transport }) => transport === 'syslog-tcp')?.port;
      const socket = connect(port ?? assert.fail('syslog listens'), '127.0.0.1');
      socket.end(lines.map((line) => `${line}\n`).join(''));
      await once(socket, 'close');
      sent += lines.length;
      await found(log, sent);
    },
  };
}

/** Waits until the index has so many. */
async function found(log: TestLog, wanted: number): Promise<void> {
  const asked = { query: '', streams: ['technical'], sources: null, from: null, until: null };
  for (;;) {
    const answer = await log.link.call('/inside/count', asked);
    if ('status' in answer && (answer.body as { count?: number }).count === wanted) {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const stamp = () => new Date().toISOString();
const line = (severity: number, host: string, app: string, words: string) =>
  `<${8 + severity}>1 ${stamp()} ${host} ${app} 42 - - ${words}`;

async function sayPurpose({ page }: Visit, words: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Purpose' }).fill(words);
  await button(page, 'Use this purpose').click();
}

/** Changes one byte of the words of an entry, where it lies on the disk. */
async function tamper(log: TestLog, words: string): Promise<void> {
  const root = join(log.dataDir, 'log');
  for (const name of await readdir(root)) {
    const segments = join(root, name, 'segments');
    for (const file of await readdir(segments)) {
      const bytes = await readFile(join(segments, file));
      const at = bytes.indexOf(words);
      if (at >= 0) {
        bytes.write('X', at);
        await writeFile(join(segments, file), bytes);
        return;
      }
    }
  }
  assert.fail(`no segment holds "${words}"`);
}

/** What the page hands over is enough for `belfry verify`, away from the server; 3 is intact, and vouched for by nobody. */
async function verifiedOffline(page: Page): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'belfry-proof-'));
  try {
    for (const name of ['Download the line', 'Download the proof']) {
      const [file] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('link', { name }).click(),
      ]);
      await file.saveAs(join(directory, file.suggestedFilename()));
    }
    const shown = await page.getByText('belfry verify').innerText();
    const [, , proof = '', ...rest] = shown.trim().split(/\s+/);
    const command = fileURLToPath(new URL('../../cli/src/main.ts', import.meta.url));
    const { status } = spawnSync(process.execPath, [command, 'verify', join(directory, proof), ...rest]);
    assert.equal(status, 3);
  } finally {
    await rm(directory, { recursive: true });
  }
}

describe('the logbook', () => {
  it('finds an entry that came by syslog, opens it and proves it in the browser', async (t) => {
    const visited = await visitLog(t, ['it_responsible']);
    const { page, refused, send } = visited;
    await send([
      line(4, 'web1', 'sshd', 'Failed password for root from 203.0.113.7 port 2222 ssh2'),
      line(6, 'web1', 'sshd', 'Accepted password for ann from 192.0.2.9 port 2223 ssh2'),
      line(3, 'db1', 'postgres', hostile),
    ]);
    await page.getByRole('link', { name: 'Search the logs' }).first().click();
    await inspect(page, 'logbook-purpose');
    await sayPurpose(visited, 'INC-2026-0001: break-in at web1');
    await page.getByRole('heading', { name: 'Searches to begin with' }).waitFor();
    assert.match(await focused(page), /break-in at web1/, 'the keyboard goes on where the form was');
    await inspect(page, 'logbook-examples');

    // A search that cannot be read is marked at its place, and nothing is asked.
    const query = page.getByRole('searchbox', { name: 'Search', exact: true });
    await query.fill('host:web1 AND (');
    await button(page, 'Search the logs').click();
    await page.getByText('Something is missing beside AND, OR or NOT').waitFor();
    await query.fill('');
    await button(page, 'Search the logs').click();
    await page.getByText('3 of 3 shown').waitFor();
    await page.getByRole('heading', { name: 'Fields' }).waitFor();
    await inspect(page, 'logbook-found');

    await query.fill('"failed password" host:web*');
    await button(page, 'Search the logs').click();
    await page.getByText('1 of 1 shown').waitFor();
    // From the list to the entry by keys alone.
    await page.getByRole('heading', { name: 'Entries' }).click();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.getByText('Verified in this browser').waitFor();
    await page.getByText('Sealed in technical-').waitFor();
    await page.getByText('The search index says the same as the sealed line.').waitFor();
    await page.getByText('What was compared').click();
    await inspect(page, 'logbook-entry');
    await verifiedOffline(page);

    await page.goto(`${visited.desk.address}/log/looks`);
    await page.getByText('INC-2026-0001: break-in at web1').first().waitFor();
    assert.equal(await page.getByText('Nothing was shown').count(), 0, 'no look that nobody asked for');
    await inspect(page, 'logbook-looks');
    assert.deepEqual(refused, []);
  });

  // Danger: an entry that was changed on the disk, shown with a tick beside it.
  it('says loudly that an entry was changed on the disk', async (t) => {
    const visited = await visitLog(t, ['log_owner']);
    const { desk, log, page, send } = visited;
    await send([line(4, 'web1', 'sshd', 'Failed password for root')]);
    await page.goto(`${desk.address}/log?period=all`);
    await sayPurpose(visited, 'Drill');
    await page.locator('a.log-open').click();
    await page.getByText('Verified in this browser').waitFor();
    await tamper(log, 'Failed password');
    await page.reload();
    await page.getByRole('alert').getByText('does not hold').waitFor();
    await inspect(page, 'logbook-failed');
  });

  it('shows what comes in while somebody watches, and takes it out as a bundle', async (t) => {
    const visited = await visitLog(t, ['log_owner']);
    const { desk, page, send } = visited;
    const following = page.waitForResponse(/\/log\/looks\/[^/]+\/tail$/);
    await page.goto(`${desk.address}/log?period=1h&live=yes`);
    await sayPurpose(visited, 'Watching the roll-out');
    await page.getByText('Following what comes in').waitFor();
    await page.getByText('Nothing came in yet').waitFor();
    await following;
    await send([line(6, 'app1', 'roll-out', 'version 7 is up')]);
    await page.getByText('version 7 is up').waitFor();
    await inspect(page, 'logbook-live');
    await button(page, 'Stop following').click();
    await page.getByText('1 of 1 shown').waitFor();
    await button(page, 'Take out as a bundle').click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download the bundle' }).click(),
    ]);
    const bundle = await readFile(await download.path());
    assert.equal(bundle.subarray(0, 2).toString(), 'PK');
  });

  // Danger: a log that stopped takes the desk along.
  it('says that the log does not answer, while the desk works on', async (t) => {
    const visited = await visit(t, browser(), ['log_owner']);
    const { desk, page } = visited;
    await page.goto(`${desk.address}/log?period=1h`);
    await sayPurpose(visited, 'Drill');
    await page.getByText('The logbook does not answer').waitFor();
    await inspect(page, 'logbook-away');
  });
});
