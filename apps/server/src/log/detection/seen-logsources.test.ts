// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Route } from '@belfry/sigma';
import { SeenLogsources } from './seen-logsources.ts';

const sshd: Route = {
  product: 'linux',
  services: ['syslog', 'sshd'],
  categories: ['authentication'],
  aliases: [],
};
const java: Route = {
  product: 'linux',
  alsoProducts: ['jvm'],
  services: [],
  categories: ['application'],
  aliases: [],
};
const at = Date.UTC(2026, 10, 21, 23, 59, 59);

describe('SeenLogsources', () => {
  // Danger: coverage says that a rule could see nothing, because it names less, or other, than an event tells.
  it('counts an event under every log source a rule may name for it', () => {
    const seen = new SeenLogsources();
    seen.add(sshd, at);
    seen.add(sshd, at);
    seen.add(sshd, at + 1_000);
    seen.add(java, at);
    const counts = seen.take();
    const countOf = (day: string, ...[product, category, service]: [string, string, string]) =>
      counts.find(
        (each) =>
          each.day === day &&
          each.product === product &&
          each.category === category &&
          each.service === service,
      )?.count;
    assert.equal(countOf('2026-11-21', 'linux', '', 'sshd'), 2);
    assert.equal(countOf('2026-11-22', 'linux', '', 'sshd'), 1);
    assert.equal(countOf('2026-11-21', '', 'authentication', ''), 2);
    assert.equal(countOf('2026-11-21', 'linux', '', ''), 3);
    assert.equal(countOf('2026-11-21', 'jvm', 'application', ''), 1);
    assert.equal(countOf('2026-11-21', '', '', ''), undefined);
    assert.deepEqual(seen.take(), [], 'what was taken is not told again');
  });

  // Danger: a source that sends ever new origins fills the memory of the log process.
  it('keeps so many log sources and no more, and says how much it left out', () => {
    const seen = new SeenLogsources(2);
    for (let at = 0; at < 5; at += 1) seen.add({ ...sshd, services: [`s${at}`] }, 0);
    assert.equal(seen.leftOut, 3);
    seen.take();
    seen.add(java, 0);
    assert.equal(seen.leftOut, 3);
  });
});
