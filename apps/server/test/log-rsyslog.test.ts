// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { appendFile, readdir, stat } from 'node:fs/promises';
import { test } from 'node:test';
import { startRelp } from '../src/log/receive/relp/relp.ts';
import { startSyslog } from '../src/log/receive/syslog/syslog.ts';
import { Duplicates } from '../src/log/sealing/duplicates.ts';
import {
  aDirectory,
  certificateVariables,
  makeCertificates,
  noRsyslog,
  numbered,
  startRsyslog,
  writeLines,
} from './log-clients.ts';
import { eventually, openStreamHouse, type StreamHouse, startReceivers } from './log-streams.ts';

const skip = noRsyslog;
const relp = 'module(load="omrelp")';

/** Waits for all lines and says what stands in the way. */
async function allCome(log: StreamHouse, count: number, printed: () => string): Promise<void> {
  try {
    await eventually(() => numbered(log.texts()).seen.size === count);
  } catch (error) {
    const { seen } = numbered(log.texts());
    const facts = JSON.stringify([...log.refused]);
    throw new Error(`${seen.size} of ${count} lines came; refused ${facts}; rsyslog says: ${printed()}`, {
      cause: error,
    });
  }
}

/** Entries in the order of their receipt that are not pointed out as sent again. */
function notSentAgain(log: StreamHouse): number {
  const duplicates = new Duplicates();
  const firsts = log.entries.map(({ batch: { origin }, raw }, seq) =>
    duplicates.firstOf({ seq, origin, raw }, seq),
  );
  return firsts.filter((first) => first === null).length;
}

const target = (port: number | undefined) => `target="127.0.0.1" port="${port}"`;
const patient = 'action.resumeRetryCount="-1" action.resumeInterval="1"';

test('rsyslog sends by UDP, and by TCP in both framings', { skip }, async (t) => {
  for (const [name, protocol, options] of [
    ['UDP', 'syslog-udp', 'protocol="udp"'],
    ['TCP with lines', 'syslog-tcp', 'protocol="tcp"'],
    ['TCP with counts', 'syslog-tcp', 'protocol="tcp" TCP_Framing="octet-counted"'],
    [
      'TCP with counts and RFC 5424',
      'syslog-tcp',
      'protocol="tcp" TCP_Framing="octet-counted" template="RSYSLOG_SyslogProtocol23Format"',
    ],
  ] as const) {
    await t.test(name, async (t) => {
      const log = openStreamHouse();
      const ports = await startReceivers(t, log, startSyslog);
      const directory = await aDirectory(t);
      await writeLines(directory, 0, 200, ' é');
      const action = `action(type="omfwd" ${target(ports.get(protocol))} ${options} ${patient})`;
      const { printed } = await startRsyslog(t, directory, { action });
      await allCome(log, 200, printed);
      assert.equal(log.entries.length, 200);
      assert.match(log.texts()[0] ?? '', /^<133>.* app.*line 0 ends é$/);
    });
  }
});

test('rsyslog sends by TLS with both of its drivers, known by its certificate', { skip }, async (t) => {
  const directory = await aDirectory(t);
  const files = await makeCertificates(directory);
  for (const driver of ['gtls', 'ossl']) {
    await t.test(driver, async (t) => {
      const log = openStreamHouse(certificateVariables(files));
      const ports = await startReceivers(t, log, startSyslog);
      const directory = await aDirectory(t);
      await writeLines(directory, 0, 2_000);
      const before = `global(DefaultNetstreamDriver="${driver}" DefaultNetstreamDriverCAFile="${files.ca}"
        DefaultNetstreamDriverCertFile="${files.clientCert}" DefaultNetstreamDriverKeyFile="${files.clientKey}")`;
      const action = `action(type="omfwd" ${target(ports.get('syslog-tls'))} protocol="tcp" ${patient}
        StreamDriver="${driver}" StreamDriverMode="1" StreamDriverAuthMode="x509/name"
        StreamDriverPermittedPeers="belfry.example.org" TCP_Framing="octet-counted")`;
      const { printed } = await startRsyslog(t, directory, { action, before });
      await allCome(log, 2_000, printed);
      assert.deepEqual(log.certificates.at(-1), {
        fingerprint256: files.clientFingerprint,
        subject: 'CN=web01.example.org',
      });
    });
  }
});

test('rsyslog sends by RELP, whole lines of 128 KiB too', { skip }, async (t) => {
  const log = openStreamHouse();
  const ports = await startReceivers(t, log, startRelp);
  const directory = await aDirectory(t);
  await writeLines(directory, 0, 5_000);
  await writeLines(directory, 5_000, 3, 'x'.repeat(131_000));
  const action = `action(type="omrelp" ${target(ports.get('relp'))} ${patient})`;
  const { printed, stop } = await startRsyslog(t, directory, { action, before: relp });
  await allCome(log, 5_003, printed);
  assert.deepEqual([log.entries.length, numbered(log.texts()).twice], [5_003, 0]);
  assert.ok((log.entries.at(-1)?.raw.length ?? 0) > 131_000);
  await stop();
  assert.equal(log.refused.size, 0);
});

test('rsyslog sends by RELP in TLS, with both libraries', { skip }, async (t) => {
  const directory = await aDirectory(t);
  const files = await makeCertificates(directory);
  for (const library of ['gnutls', 'openssl']) {
    await t.test(library, async (t) => {
      const log = openStreamHouse({ ...certificateVariables(files), BELFRY_RELP_TLS: 'true' });
      const ports = await startReceivers(t, log, startRelp);
      const directory = await aDirectory(t);
      await writeLines(directory, 0, 2_000);
      const before = `module(load="omrelp" tls.tlslib="${library}")`;
      const action = `action(type="omrelp" ${target(ports.get('relp-tls'))} ${patient} tls="on"
        tls.cacert="${files.ca}" tls.mycert="${files.clientCert}" tls.myprivkey="${files.clientKey}"
        tls.authmode="name" tls.permittedpeer=["belfry.example.org"])`;
      const { printed } = await startRsyslog(t, directory, { action, before });
      await allCome(log, 2_000, printed);
      assert.equal(log.certificates.at(-1)?.subject, 'CN=web01.example.org');
    });
  }
});

test('a connection dropped without an answer makes rsyslog send again: nothing is lost', {
  skip,
}, async (t) => {
  const log = openStreamHouse();
  const ports = await startReceivers(t, log, startRelp, { sweepMs: 50, answerMsMax: 300 });
  const directory = await aDirectory(t);
  await writeLines(directory, 0, 1_000);
  const release = log.hold();
  const action = `action(type="omrelp" ${target(ports.get('relp'))} ${patient})`;
  const { printed } = await startRsyslog(t, directory, { action, before: relp });
  await eventually(() => (log.refused.get('relp not_durable') ?? 0) > 0);
  release();
  await allCome(log, 1_000, printed);
  // Every drop sends one window again: 128 by default.
  assert.ok(numbered(log.texts()).twice <= 128 * (log.refused.get('relp not_durable') ?? 0));
  assert.equal(notSentAgain(log), 1_000);
});

test('equal lines without a time count as often as rsyslog read them, when a dropped connection has it send them again', {
  skip,
}, async (t) => {
  const log = openStreamHouse();
  const ports = await startReceivers(t, log, startRelp, { sweepMs: 50, answerMsMax: 300 });
  const directory = await aDirectory(t);
  const guesses = 40;
  await appendFile(`${directory}/in.log`, 'Failed password for root\n'.repeat(guesses));
  const release = log.hold();
  const before = `${relp}\ntemplate(name="bare" type="string" string="%msg%")`;
  const action = `action(type="omrelp" ${target(ports.get('relp'))} template="bare" ${patient})`;
  await startRsyslog(t, directory, { action, before });
  await eventually(() => (log.refused.get('relp not_durable') ?? 0) > 0);
  release();
  await appendFile(`${directory}/in.log`, 'the last line\n');
  await eventually(() => log.texts().some((text) => text.includes('the last line')));
  assert.ok(log.entries.length > guesses + 1, 'nothing was sent again');
  assert.equal(notSentAgain(log), guesses + 1);
});

test('answers that come late are waited for by rsyslog', { skip }, async (t) => {
  const log = openStreamHouse();
  const ports = await startReceivers(t, log, startRelp);
  const directory = await aDirectory(t);
  await writeLines(directory, 0, 1_000);
  const release = log.hold();
  const action = `action(type="omrelp" ${target(ports.get('relp'))} ${patient})`;
  const { printed } = await startRsyslog(t, directory, { action, before: relp });
  await eventually(() => log.certificates.length > 0);
  setTimeout(release, 3_000);
  await allCome(log, 1_000, printed);
  assert.equal(numbered(log.texts()).twice, 0);
});

test('a receiver that stops and starts again in the middle of RELP loses nothing', { skip }, async (t) => {
  const log = openStreamHouse();
  let receivers = await startRelp(log.house);
  t.after(() => Promise.all(receivers.map((receiver) => receiver.stop())));
  const port = receivers[0]?.port ?? 0;
  const again = openStreamHouse({ BELFRY_RELP_PORT: String(port) });
  const directory = await aDirectory(t);
  await writeLines(directory, 0, 20_000);
  const action = `action(type="omrelp" ${target(port)} ${patient} windowsize="1000")`;
  const { printed } = await startRsyslog(t, directory, { action, before: relp });
  await eventually(() => log.entries.length > 500);
  await Promise.all(receivers.map((receiver) => receiver.stop()));
  const before = log.entries.length;
  assert.ok(before < 20_000, 'everything came before the stop');
  receivers = await startRelp(again.house);
  const both = () => numbered([...log.texts(), ...again.texts()]);
  await eventually(() => both().seen.size === 20_000, `all lines (${printed()})`);
  assert.ok(both().twice <= 1_000);
});

test('what rsyslog kept on disk while we were away comes after its restart', { skip }, async (t) => {
  const port = await freePort();
  const log = openStreamHouse({ BELFRY_RELP_PORT: String(port) });
  const directory = await aDirectory(t);
  await writeLines(directory, 0, 3_000);
  const action = `action(type="omrelp" ${target(port)} ${patient} queue.type="LinkedList" queue.filename="out"
    queue.size="10000" queue.highwatermark="200" queue.lowwatermark="100" queue.saveonshutdown="on" queue.timeoutshutdown="1000")`;
  const first = await startRsyslog(t, directory, { action, before: relp });
  // A line takes some 400 bytes there: what is in memory is written at the stop.
  await eventually(async () => (await queueBytes(directory)) > 1_000_000, 'a queue on disk');
  await first.stop();
  await startReceivers(t, log, startRelp);
  const { printed } = await startRsyslog(t, directory, { action, before: relp });
  await allCome(log, 3_000, printed);
});

async function queueBytes(directory: string): Promise<number> {
  const names = (await readdir(`${directory}/work`)).filter((name) => name.startsWith('out'));
  const sizes = await Promise.all(names.map(async (name) => (await stat(`${directory}/work/${name}`)).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}

async function freePort(): Promise<number> {
  const receivers = await startRelp(openStreamHouse().house);
  const port = receivers[0]?.port ?? 0;
  await Promise.all(receivers.map((receiver) => receiver.stop()));
  return port;
}
