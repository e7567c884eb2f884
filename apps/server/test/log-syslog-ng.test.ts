// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startSyslog } from '../src/log/receive/syslog/syslog.ts';
import {
  aDirectory,
  certificateVariables,
  loggen,
  makeCertificates,
  noSyslogNg,
  numbered,
  startSyslogNg,
  writeLines,
} from './log-clients.ts';
import { eventually, openStreamHouse, startReceivers } from './log-streams.ts';

const skip = noSyslogNg;

test('syslog-ng sends with syslog() and network(), by TCP, UDP and TLS', { skip }, async (t) => {
  const directory = await aDirectory(t);
  const files = await makeCertificates(directory);
  const tls = `tls(ca-file("${files.ca}") cert-file("${files.clientCert}") key-file("${files.clientKey}")
    peer-verify(required-trusted))`;
  for (const [protocol, driver, options] of [
    ['syslog-tcp', 'syslog', 'transport(tcp)'],
    ['syslog-tcp', 'network', 'transport(tcp)'],
    ['syslog-udp', 'network', 'transport(udp)'],
    ['syslog-udp', 'syslog', 'transport(udp)'],
    ['syslog-tls', 'syslog', `transport(tls) ${tls}`],
    ['syslog-tls', 'network', `transport(tls) ${tls}`],
  ] as const) {
    await t.test(`${driver}() ${protocol}`, async (t) => {
      const log = openStreamHouse(certificateVariables(files));
      const ports = await startReceivers(t, log, startSyslog);
      const directory = await aDirectory(t);
      await writeLines(directory, 0, 200, ' é');
      const { printed } = await startSyslogNg(
        t,
        directory,
        `${driver}("127.0.0.1" port(${ports.get(protocol)}) ${options})`,
      );
      await eventually(() => numbered(log.texts()).seen.size === 200, `200 lines (${printed()})`);
      assert.equal(log.entries.length, 200);
      assert.match(log.texts()[0] ?? '', /^<\d+>(1 )?.*app.*line 0 ends é\n?$/);
      if (protocol === 'syslog-tls') {
        assert.equal(log.certificates.at(-1)?.subject, 'CN=web01.example.org');
      }
    });
  }
});

test('loggen sends by UDP, TCP and TLS, in both formats, and every message comes', { skip }, async (t) => {
  const files = await makeCertificates(await aDirectory(t));
  for (const [name, protocol, options] of [
    ['TCP', 'syslog-tcp', ['-i', '-S']],
    ['TCP, RFC 5424 with counts', 'syslog-tcp', ['-i', '-S', '-P']],
    ['TLS', 'syslog-tls', ['-U']],
    ['TLS, RFC 5424 with counts', 'syslog-tls', ['-U', '-P']],
    ['UDP', 'syslog-udp', ['-i', '-D']],
  ] as const) {
    await t.test(name, async (t) => {
      const { BELFRY_LOG_CERT_FILE = '', BELFRY_LOG_KEY_FILE = '' } = certificateVariables(files);
      const log = openStreamHouse({ BELFRY_LOG_CERT_FILE, BELFRY_LOG_KEY_FILE });
      const ports = await startReceivers(t, log, startSyslog);
      const printed = await loggen([
        ...[...options, '--rate=5000', '--number=5000', '--size=300', '--interval=30'],
        ...['127.0.0.1', String(ports.get(protocol))],
      ]);
      const sent = Number(/count\s*=\s*(\d+)/.exec(printed)?.[1] ?? 0);
      assert.ok(sent >= 5_000, printed);
      const sequence = () => log.texts().map((text) => Number(/seq: (\d+),/.exec(text)?.[1]));
      if (protocol === 'syslog-tls') {
        // loggen leaves its session tickets unread and may reset the connection at its end; the log process sends
        // none. What comes is whole and in order.
        await eventually(() => log.entries.length > 100);
      } else await eventually(() => log.entries.length === sent, `all ${sent} messages`);
      assert.deepEqual(
        sequence(),
        Array.from({ length: log.entries.length }, (_, index) => index),
      );
      assert.equal(log.refused.size, 0);
    });
  }
});
