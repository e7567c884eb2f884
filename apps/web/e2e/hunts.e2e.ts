// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import type { Page } from 'playwright-core';
import { createLogLink } from '../../server/src/platform/log-link/log-link.ts';
import { failedLogin } from '../../server/test/detection.ts';
import { insertRule } from '../../server/test/findings.ts';
import { loginRule } from '../../server/test/hunts.ts';
import { testLogConfiguration } from '../../server/test/log.ts';
import { type LogChild, startLogChild } from '../../server/test/log-child.ts';
import { button, hasValue, inspect, openBrowser, type Visit, visit } from './browser.ts';

const browser = openBrowser();

interface HuntVisit extends Visit {
  /** Starts the log process: a real one, that can be killed. */
  start(): Promise<void>;
  kill(): Promise<void>;
  send(lines: readonly string[]): Promise<void>;
}

async function visitHunts(t: TestContext): Promise<HuntVisit> {
  let log: LogChild | null = null;
  const link = createLogLink(() => (log === null ? null : { port: log.httpPort, secret: log.secret }));
  const visited = await visit(t, browser(), ['it_responsible'], { log: link });
  const dataDir = await mkdtemp(join(tmpdir(), 'belfry-hunts-'));
  const configuration = testLogConfiguration(dataDir, { clickhouseUrl: 'http://127.0.0.1:9' });
  const kill = async () => {
    const running = log;
    log = null;
    running?.process.kill('SIGKILL');
    await running?.ended;
  };
  visited.desk.closeFirst(async () => {
    await kill();
    await rm(dataDir, { recursive: true, force: true, maxRetries: 10 });
  });
  return {
    ...visited,
    kill,
    start: async () => {
      log = await startLogChild(configuration, visited.desk.application);
    },
    send: async (lines) => {
      const socket = connect(log?.portOf('syslog-tcp') ?? assert.fail('the log runs'), '127.0.0.1');
      socket.end(lines.map((line) => `${line}\n`).join(''));
      await once(socket, 'close');
      // On disk once the process says so; what is not sealed yet, a hunt waits for.
      for (;;) {
        const answer = await link.call('/inside/metrics', null);
        const text = 'status' in answer ? String(answer.body) : '';
        const entries = /^belfry_log_journal_entries (\d+)$/m.exec(text)?.[1];
        if (Number(entries ?? 0) >= lines.length) return;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    },
  };
}

async function tryIt(page: Page, purpose: string): Promise<void> {
  await page.getByRole('textbox', { name: 'What it is for' }).fill(purpose);
  await button(page, 'Try it').click();
}

describe('hunts', () => {
  it('try what is being written, wait for the log process, and lead to entries and to a rule', async (t) => {
    const { desk, kill, page, refused, send, start } = await visitHunts(t);
    await start();
    const lines = [1, 2, 3].map((port) => failedLogin({ ip: '192.0.2.1', port }));
    await send([...lines, failedLogin({ ip: '192.0.2.2', host: '<b>host', port: 4 })]);
    await kill();
    await page.goto(`${desk.address}/detection/rules/new`);
    await page.locator('#rule-text').fill(loginRule);
    // One thread less that reads it at once: on a busy machine two may take longer than either is given.
    await page.getByText('Nothing is wrong').waitFor();
    await button(page, 'Try it').click();
    await page.getByText('Say what it is for').waitFor();
    await tryIt(page, 'Is it worth a rule?');
    await page.getByText('The log process does not answer').waitFor();
    await inspect(page, 'hunt-in-editor-waits');
    await start();
    await page.getByText('4 hits, 2 different keys.').waitFor();
    await inspect(page, 'hunt-in-editor-done');
    page.on('dialog', (dialog) => void dialog.accept());
    await page.getByRole('link', { name: 'Open this hunt' }).click();
    await page.getByRole('heading', { level: 1, name: 'Hunt: Failed login' }).waitFor();
    await page.getByText('The first 3 entries').click();
    await inspect(page, 'hunt-done');
    await page.getByRole('link', { name: /^Entry 0 of technical/ }).click();
    await page.getByText('Failed password for root from 192.0.2.1').first().waitFor();
    const [look] = await desk.query<{ purpose: string }>('SELECT purpose FROM log_look');
    assert.equal(look?.purpose, 'Hunt: Failed login');
    await page.goBack();
    await page.getByRole('link', { name: 'Make it a rule' }).click();
    await page.getByRole('heading', { level: 1, name: 'Write a rule' }).waitFor();
    await hasValue(page.locator('#rule-text'), loginRule);
    await button(page, 'Add the rule').click();
    await page.getByRole('heading', { level: 1, name: 'Failed login' }).waitFor();
    assert.deepEqual(await desk.query('SELECT * FROM finding'), []);
    assert.deepEqual(refused, []);
  });

  it('are listed, cancelled, empty or failed, and say so', async (t) => {
    const { desk, page, refused, start } = await visitHunts(t);
    const rule = await insertRule(desk, { title: 'Log cleared' });
    await page.goto(`${desk.address}/detection/rules/${rule}`);
    await page.getByRole('heading', { name: 'Try on the logbook' }).waitFor();
    await tryIt(page, 'Did anybody?');
    await page.getByText('The log process does not answer').waitFor();
    await page.getByRole('link', { name: 'Open this hunt' }).click();
    await inspect(page, 'hunt-waits');
    await button(page, 'Cancel the hunt').click();
    await page.getByText('Cancelled by Bea Handler').waitFor();
    await inspect(page, 'hunt-cancelled');

    await start();
    await page.goto(`${desk.address}/detection/rules/${rule}`);
    await tryIt(page, 'Did anybody, then?');
    await page.getByText('The rule held for nothing').waitFor();
    await page.getByRole('link', { name: 'Open this hunt' }).click();
    await page.getByRole('link', { name: 'Switch this rule on or off' }).waitFor();
    await inspect(page, 'hunt-empty');

    await desk.query(
      `UPDATE hunt SET state = 'failed', problem = 'stuck', hit_count = 7 WHERE state = 'done'`,
    );
    await page.reload();
    await page.getByText('One entry took the rule longer than a minute').waitFor();
    await inspect(page, 'hunt-failed');
    await page.getByRole('link', { name: 'All hunts' }).click();
    await page.getByRole('heading', { level: 1, name: 'Hunts' }).waitFor();
    await page.getByRole('link', { name: 'Log cleared' }).first().waitFor();
    await inspect(page, 'hunts');
    await page.goto(`${desk.address}/detection/hunts?by=others`);
    await page.getByText('No hunt matches').waitFor();
    assert.deepEqual(refused, []);
  });
});
