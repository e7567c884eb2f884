// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, it } from 'node:test';
import { ConfigurationFailure, configurationKeys, readConfiguration } from './configuration.ts';

const read = (args: string[], environment: Record<string, string> = {}) =>
  readConfiguration({ args, environment, workingDir: '/srv/belfry' });

function problemsOf(args: string[], environment: Record<string, string> = {}): readonly string[] {
  try {
    read(args, environment);
  } catch (error) {
    if (error instanceof ConfigurationFailure) return error.problems;
    throw error;
  }
  return [];
}

describe('readConfiguration()', () => {
  it('readConfiguration() listens on loopback only until told otherwise', () => {
    assert.deepEqual(read([]), {
      dataDir: '/srv/belfry/data',
      host: '127.0.0.1',
      port: 8080,
      roles: ['desk', 'log'],
      isDemo: false,
      publicUrl: null,
      trustProxy: [],
      databaseUrl: null,
      smtpUrl: null,
      mailFrom: null,
      smtpListenPort: 2525,
      ruleFolders: [],
      smtpCertificate: null,
      syslogPort: 5514,
      syslogTlsPort: 6514,
      relpPort: 2514,
      relpTls: false,
      logCertificate: null,
      logClientCaFile: null,
      logOrigin: null,
      timestampUrls: [],
      timestampCaFile: null,
      witnesses: [],
      timeServers: [],
      outgoingPrivateHosts: [],
      clickhouseUrl: null,
      dkim: null,
      logLevel: 'info',
      oidc: null,
    });
  });

  it('readConfiguration() takes an option over a variable and a variable over the default', () => {
    const environment = {
      BELFRY_PORT: '9000',
      BELFRY_HOST: '0.0.0.0',
      BELFRY_PUBLIC_URL: 'https://desk.example.org/',
    };
    const configuration = read(
      ['--port', '0', '--data', '/var/lib/bel fry', '--roles', 'desk', '--demo'],
      environment,
    );
    assert.equal(configuration.port, 0);
    assert.equal(configuration.host, '0.0.0.0');
    assert.equal(configuration.dataDir, '/var/lib/bel fry');
    assert.deepEqual(configuration.roles, ['desk']);
    assert.equal(configuration.isDemo, true);
    assert.equal(configuration.publicUrl, 'https://desk.example.org');
  });

  it('readConfiguration() lists every problem at once', () => {
    const problems = problemsOf(['--port', '65536', '--roles', 'desk,chef', '--host', 'a b'], {
      BELFRY_LOG_LEVEL: 'loud',
      BELFRY_PUBLIC_URL: 'desk.example.org',
      BELFRY_TRUST_PROXY: '10.0.0.0/8,true',
      BELFRY_OIDC_ISSUER: 'https://id.example.org',
    });
    const named = [
      '--host',
      '--port',
      '--roles',
      'BELFRY_LOG_LEVEL',
      'BELFRY_PUBLIC_URL',
      'BELFRY_TRUST_PROXY',
      'BELFRY_OIDC_CLIENT_ID',
    ];
    assert.equal(problems.length, named.length, problems.join('\n'));
    for (const name of named)
      assert.ok(
        problems.some((problem) => problem.includes(name)),
        name,
      );
  });

  // A mistyped name would be a protection that silently is not there.
  it('readConfiguration() refuses an unknown variable and an unknown option', () => {
    assert.match(
      problemsOf([], { BELFRY_TRUSTED_PROXY: 'off' }).join(),
      /BELFRY_TRUSTED_PROXY: no such setting/,
    );
    assert.match(problemsOf(['--prot', '1']).join(), /--prot/);
    assert.match(problemsOf(['serve']).join(), /serve/);
  });
});

describe('readConfiguration() and secrets', () => {
  // Startup messages end in log systems that many people read.
  it('readConfiguration() never shows a secret in a message', () => {
    const problems = problemsOf([], {
      BELFRY_DATABASE_URL: 'mysql://u:hunter2@h/d',
      BELFRY_SMTP_URL: 'hunter2',
    });
    assert.equal(problems.length, 2);
    assert.ok(!problems.join().includes('hunter2'));
  });

  it('readConfiguration() reads a secret from a file', () => {
    const directory = mkdtempSync(path.join(os.tmpdir(), 'belfry-configuration-'));
    const file = path.join(directory, 'secret');
    writeFileSync(file, 's3cret\n');
    const environment = { BELFRY_OIDC_ISSUER: 'https://id.example.org', BELFRY_OIDC_CLIENT_ID: 'belfry' };
    const { oidc } = read([], { ...environment, BELFRY_OIDC_CLIENT_SECRET_FILE: file });
    assert.equal(oidc?.clientSecret, 's3cret');
    const missing = { ...environment, BELFRY_OIDC_CLIENT_SECRET_FILE: path.join(directory, 'nothing') };
    assert.match(problemsOf([], missing).join(), /BELFRY_OIDC_CLIENT_SECRET_FILE/);
    rmSync(directory, { recursive: true });
  });
});

describe('configurationKeys', () => {
  it('readConfiguration() takes a DKIM key whole, and only one that others accept', (t) => {
    const directory = mkdtempSync(path.join(os.tmpdir(), 'belfry-dkim-'));
    t.after(() => rmSync(directory, { recursive: true, force: true }));
    const file = path.join(directory, 'dkim.pem');
    const environment = { BELFRY_DKIM_DOMAIN: 'example.org', BELFRY_DKIM_SELECTOR: 'belfry' };
    const whole = () => read([], { ...environment, BELFRY_DKIM_KEY_FILE: file });
    assert.throws(() => read([], environment), /BELFRY_DKIM_KEY_FILE belong together/);
    assert.throws(whole, /ENOENT/);
    writeFileSync(file, 'no key at all');
    assert.throws(whole, /BELFRY_DKIM_KEY_FILE/);
    const keep = (bits: number) => {
      const { privateKey } = generateKeyPairSync('rsa', { modulusLength: bits });
      writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }));
    };
    keep(512);
    assert.throws(whole, /no RSA key of 1024 bits/);
    keep(2_048);
    assert.equal(whole().dkim?.keySelector, 'belfry');
  });

  it('configurationKeys describe every key in a sentence', () => {
    for (const key of configurationKeys) assert.match(key.description, /^[A-Z].*\.$/, key.name);
  });
});
