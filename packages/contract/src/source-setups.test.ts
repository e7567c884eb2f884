// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { LogTransport } from './log.ts';
import { canSetUp, type SetupFacts, sourceSetups } from './source-setups.ts';

const plain: SetupFacts = {
  url: 'http://desk.example.org:8080',
  host: 'desk.example.org',
  ports: new Map<LogTransport, number>([
    ['syslog-tcp', 5514],
    ['relp', 2514],
  ]),
  token: 'belfry-log-secret',
};
const safe: SetupFacts = {
  ...plain,
  url: 'https://desk.example.org',
  ports: new Map<LogTransport, number>([
    ['syslog-tls', 6514],
    ['relp-tls', 2514],
  ]),
};

describe('sourceSetups', () => {
  it('name the address and the token, and leave nothing unsaid', () => {
    for (const facts of [plain, safe]) {
      for (const setup of sourceSetups.filter((one) => canSetUp(one, facts))) {
        const text = setup.text(facts);
        assert.match(text, /desk\.example\.org/, setup.id);
        assert.doesNotMatch(text, /undefined|NaN|\[object/, setup.id);
        assert.equal(text.includes(facts.token), setup.knownBy === 'token', setup.id);
      }
    }
  });

  it('in YAML are indented as YAML wants', () => {
    for (const setup of sourceSetups.filter(({ form }) => form === 'yaml')) {
      for (const facts of [plain, safe]) {
        for (const line of setup.text(facts).split('\n')) {
          assert.match(line, /^( {2})*(- )?([\w./*'{[]|$)/, `${setup.id}: ${line}`);
        }
      }
    }
  });

  it('give Fluent Bit the directory without which it does not start on a queue on disk', () => {
    const text = sourceSetups.find(({ id }) => id === 'fluent-bit')?.text(plain) ?? '';
    assert.match(text, /^service:\n(?: {2}.*\n)*? {2}storage\.path: \//m);
  });

  it('offer no port that does not listen', () => {
    const nothing = { ...plain, ports: new Map<LogTransport, number>() };
    for (const setup of sourceSetups) assert.equal(canSetUp(setup, nothing), setup.needs === null, setup.id);
  });

  it('take the port of HTTPS where none stands in the address', () => {
    const textOf = (id: string) => sourceSetups.find((one) => one.id === id)?.text(safe) ?? '';
    assert.match(textOf('journald'), /@desk\.example\.org:443\/ingest\/journal\n/);
    assert.match(textOf('filebeat'), /https:\/\/desk\.example\.org:443\/ingest\/elastic"/);
    assert.match(textOf('syslog-ng'), /port\(6514\) transport\("tls"\)/);
  });
});
