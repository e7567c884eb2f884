// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { Read } from './normal-form.ts';
import { readEntry } from './read-entry.ts';

const folder = join(import.meta.dirname, '../../../../../../shared/data');
const isMissing = !existsSync(folder) && 'the folder of real logs is absent';

const receivedUs = Date.parse('2026-11-22T12:00:00Z') * 1000;
const linesOf = (path: string) => readFileSync(join(folder, path), 'utf8').split('\n').filter(Boolean);
const read = (line: string): Read =>
  readEntry(Buffer.from(line), { transport: 'ndjson', receivedUs, timeZone: 'UTC' });
const share = (reads: readonly Read[], is: (read: Read) => boolean) => reads.filter(is).length / reads.length;

describe('real lines', { skip: isMissing }, () => {
  it('of a Linux server under attack say each failed and accepted login, with its user and address', () => {
    const lines = linesOf('elastic-examples/suspicious_login_auth.log');
    const reads = lines.map(read);
    assert.ok(reads.every(({ format, parse }) => format === 'rfc3164' && parse === 'ok'));
    assert.ok(
      reads.every(({ fields }) => fields.time !== null && fields.host !== null && fields.app !== null),
    );
    const logins = (word: string) =>
      lines.filter((line) => new RegExp(`sshd\\[\\d+\\]: ${word} \\w+ for`).test(line));
    const found = (status: string) =>
      reads.filter(({ fields }) => fields.attributes['method'] !== undefined && fields.status === status);
    assert.equal(found('success').length, logins('Accepted').length);
    const repeated = lines.filter((line) => /message repeated .* Failed/.test(line)).length;
    assert.equal(found('failure').length, logins('Failed').length + repeated);
    assert.ok(found('success').every(({ fields }) => fields.user !== null && fields.srcIp !== null));
    assert.ok(share(reads, ({ fields }) => fields.eventClass !== null) > 0.85);
  });

  it('of a web server are read whole', () => {
    const lines = linesOf('elastic-examples/apache_access_combined.log');
    const reads = lines.map(read);
    assert.ok(reads.every(({ format, parse }) => format === 'access-log' && parse === 'ok'));
    assert.ok(reads.every(({ fields }) => fields.httpStatus !== null && fields.url !== null));
    const nameless = lines.filter((line) => line.endsWith('"-"')).length;
    assert.equal(reads.filter(({ fields }) => fields.userAgent === null).length, nameless);
  });

  it('of Windows are known for what they are, with id, channel, host and time', () => {
    for (const path of globSync('security-datasets/atomic/windows/**/*.json', { cwd: folder })) {
      const reads = linesOf(path).map(read);
      assert.ok(
        reads.every(({ format, parse }) => format === 'windows' && parse === 'ok'),
        path,
      );
      assert.ok(
        reads.every(({ fields }) => fields.msgid !== null && fields.channel !== null && fields.host !== null),
        path,
      );
      assert.ok(
        reads.every(({ fields }) => fields.time !== null),
        path,
      );
      assert.ok(share(reads, ({ fields }) => fields.eventClass !== null) > 0.8, path);
    }
  });

  it('of evtx_dump are known for what they are', () => {
    const paths = globSync('sigma-regression/regression_data/**/*.json', { cwd: folder });
    assert.ok(paths.length > 50);
    for (const path of paths) {
      const text = readFileSync(join(folder, path), 'utf8').trim();
      const { format, fields } = read(text);
      // Some files hold several events one after the other: together they are no JSON.
      if (format === 'text') continue;
      assert.deepEqual(
        [format, fields.msgid === null, fields.time === null],
        ['windows', false, false],
        path,
      );
    }
  });

  it('of audit, cloud and network tools in JSON are read with their host and time', () => {
    for (const path of globSync('security-datasets/compound/**/*.json', { cwd: folder })) {
      for (const one of linesOf(path).map(read)) {
        assert.ok(['windows', 'auditd', 'json'].includes(one.format) && one.parse === 'ok', path);
        assert.ok(one.fields.time !== null, path);
      }
    }
  });
});
