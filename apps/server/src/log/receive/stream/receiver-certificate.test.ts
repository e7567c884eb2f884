// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import tls from 'node:tls';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import {
  aDirectory,
  certificateVariables,
  makeCertificates,
  type TestCertificates,
} from '../../../../test/log-clients.ts';
import { connect, eventually, openStreamHouse, startReceivers } from '../../../../test/log-streams.ts';
import { startSyslog } from '../syslog/syslog.ts';

async function secure(t: TestContext, port: number, options: tls.ConnectionOptions = {}) {
  const socket = tls.connect({ port, host: '127.0.0.1', rejectUnauthorized: false, ...options });
  t.after(() => socket.destroy());
  await new Promise<void>((resolve, reject) => {
    socket.once('secureConnect', resolve);
    socket.once('error', reject);
  });
  socket.on('error', () => undefined);
  return socket;
}

async function identity({ clientCert, clientKey }: TestCertificates) {
  return { cert: await readFile(clientCert), key: await readFile(clientKey) };
}

test('a renewed certificate serves without a restart, and a broken one changes nothing', async (t) => {
  const directory = await aDirectory(t);
  const other = path.join(directory, 'other');
  await mkdir(other);
  const [first, second] = [await makeCertificates(directory), await makeCertificates(other)];
  const log = openStreamHouse({
    BELFRY_LOG_CERT_FILE: first.cert,
    BELFRY_LOG_KEY_FILE: first.key,
  });
  const ports = await startReceivers(t, log, startSyslog, { certificateLookMs: 10 });
  const port = ports.get('syslog-tls') ?? 0;
  const shown = async () => (await secure(t, port)).getPeerCertificate().fingerprint256;
  const before = await shown();
  await copyFile(second.key, first.key);
  await copyFile(second.cert, first.cert);
  await eventually(async () => (await shown()) !== before);
  const after = await shown();
  await writeFile(first.cert, 'no certificate');
  await eventually(async () => (await shown()) === after);
});

test('where authorities are named, who shows no certificate of theirs is refused and counted', async (t) => {
  const directory = await aDirectory(t);
  const files = await makeCertificates(directory);
  const log = openStreamHouse(certificateVariables(files));
  const ports = await startReceivers(t, log, startSyslog);
  const port = ports.get('syslog-tls') ?? 0;
  const stranger = tls.connect({ port, host: '127.0.0.1', rejectUnauthorized: false });
  stranger.on('error', () => undefined);
  stranger.write('<1>nobody\n');
  await eventually(() => (log.refused.get('syslog-tls tls_handshake') ?? 0) === 1);
  const plain = await connect(t, port);
  plain.socket.write('<1>not TLS at all\n');
  await plain.closed;
  await eventually(() => (log.refused.get('syslog-tls tls_handshake') ?? 0) === 2);
  const known = await secure(t, port, await identity(files));
  known.write('<1>known\n');
  await eventually(() => log.texts().includes('<1>known'));
  assert.equal(log.entries.length, 1);
});

test('a name in a certificate that nobody vouches for is not believed; its fingerprint is', async (t) => {
  const files = await makeCertificates(await aDirectory(t));
  const log = openStreamHouse({ BELFRY_LOG_CERT_FILE: files.cert, BELFRY_LOG_KEY_FILE: files.key });
  const ports = await startReceivers(t, log, startSyslog);
  const sender = await secure(t, ports.get('syslog-tls') ?? 0, await identity(files));
  sender.write('<1>x\n');
  await eventually(() => log.entries.length === 1);
  assert.deepEqual(log.certificates.at(-1), { fingerprint256: files.clientFingerprint, subject: '' });
});

test('a sender that only writes loses nothing at its goodbye: the log process sends no session tickets', async (t) => {
  const { cert, key } = await makeCertificates(await aDirectory(t));
  const program = `
    const tls = require('node:tls');
    const { readFileSync: read } = require('node:fs');
    const server = tls.createServer({ cert: read(process.argv[1]), key: read(process.argv[2]) }, (socket) => socket.end('x'));
    server.listen(0, '127.0.0.1', () => {
      const socket = tls.connect({ port: server.address().port, rejectUnauthorized: false });
      let tickets = 0;
      socket.on('session', () => { tickets += 1; });
      socket.resume().on('close', () => { process.stdout.write(String(tickets)); server.close(); });
    });`;
  const ticketsWith = async (...flags: string[]) =>
    (await promisify(execFile)(process.execPath, [...flags, '-e', program, cert, key])).stdout;
  const file = fileURLToPath(new URL('./openssl.cnf', import.meta.url));
  assert.equal(await ticketsWith(`--openssl-config=${file}`), '0');
  // Without it there are some: the count means something.
  assert.notEqual(await ticketsWith(), '0');
});
