// SPDX-License-Identifier: Apache-2.0
import { existsSync, statSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import path from 'node:path';
import { askServer } from '../log/index.ts';
import { systemClock } from '../platform/clock/clock.ts';
import type { Configuration } from '../platform/configuration/configuration.ts';
import { type Finding, note, ok, problem } from './doctor-finding.ts';

const JOURNAL_BYTES_MAX = 1024 ** 3;
const ANSWER_MS_MAX = 3_000;
/** Beyond this the clock is wrong for a record: seconds decide which event came first. */
const OFFSET_MS_MAX = 1_000;

/** Looks at what the log stands on, from outside of its process. */
export async function examineLog(configuration: Configuration): Promise<Finding[]> {
  if (!configuration.roles.includes('log')) return [ok('log', 'this server runs none (BELFRY_ROLES)')];
  const { dataDir, timeServers, timestampUrls } = configuration;
  return [
    await examineLogKeys(dataDir),
    await examineJournal(dataDir),
    examineIndex(dataDir),
    ...(await Promise.all(examinePorts(configuration))),
    ...(timeServers.length === 0 ? [noTimeServers] : await Promise.all(timeServers.map(examineTimeServer))),
    ...(await Promise.all(timestampUrls.map(examineAuthority))),
  ];
}

const noTimeServers = note(
  'time servers',
  'BELFRY_TIME_SERVERS is not set, so the log cannot say what its clock is worth',
  'Name two or more servers of time that your organisation approved',
);

async function examineLogKeys(dataDir: string): Promise<Finding> {
  const subject = 'log keys';
  const logs = await readdir(path.join(dataDir, 'log')).catch(() => []);
  const key = path.join(dataDir, 'keys', 'log-signing.key');
  if (!existsSync(key)) {
    return logs.length === 0
      ? ok(subject, 'none yet: made at the first start with the log')
      : problem(subject, `"${key}" is missing, so nothing can be sealed`, 'Put it back from a backup');
  }
  try {
    const file = await readFile(path.join(dataDir, 'keys', 'log-keys.json'), 'utf8');
    const { logs: known = {} } = JSON.parse(file) as { logs?: Record<string, unknown> };
    const unknown = logs.filter((log) => /^[a-z]+-\d{4}$/.test(log) && known[log] === undefined);
    if (unknown.length === 0) return ok(subject, `of ${Object.keys(known).length} logs`);
    return problem(subject, `log-keys.json has no key of ${unknown.join(', ')}`, 'Put it back from a backup');
  } catch (error) {
    if (logs.length === 0) return ok(subject, 'no log yet');
    const text = error instanceof Error ? error.message : String(error);
    return problem(subject, `cannot read log-keys.json: ${text}`, 'Put it back from a backup');
  }
}

async function examineJournal(dataDir: string): Promise<Finding> {
  const directory = path.join(dataDir, 'journal');
  const files = (await readdir(directory).catch(() => [])).filter((name) => name.endsWith('.wal'));
  let size = 0;
  for (const name of files)
    size += statSync(path.join(directory, name), { throwIfNoEntry: false })?.size ?? 0;
  const text = `${files.length} files, ${(size / 1024 ** 2).toFixed(0)} MiB`;
  return size < JOURNAL_BYTES_MAX
    ? ok('log journal', text)
    : problem('log journal', `${text} wait to be sealed`, 'Look for the alarm that says why sealing waits');
}

function examineIndex(dataDir: string): Finding {
  return existsSync(path.join(dataDir, 'index'))
    ? ok('log index', 'present')
    : note(
        'log index',
        'there is none yet',
        'It is made at the start; "belfry reindex" builds it from the logs',
      );
}

function examinePorts(configuration: Configuration): Promise<Finding>[] {
  const { logCertificate, relpPort, syslogPort, syslogTlsPort } = configuration;
  // Without a certificate this port is closed on purpose: nothing is amiss.
  const tlsPort = logCertificate === null ? null : syslogTlsPort;
  const ports = { syslog: syslogPort, 'syslog with TLS': tlsPort, RELP: relpPort };
  return Object.entries(ports).flatMap(([name, port]) =>
    port === null || port === 0 ? [] : [examinePort(`${name} receiver`, port)],
  );
}

async function examinePort(subject: string, port: number): Promise<Finding> {
  const socket = connect({ host: '127.0.0.1', port, timeout: ANSWER_MS_MAX });
  const isOpen = await new Promise<boolean>((resolve) => {
    socket.once('connect', () => resolve(true));
    socket.once('timeout', () => resolve(false));
    socket.once('error', () => resolve(false));
  });
  socket.destroy();
  return isOpen
    ? ok(subject, `port ${port} answers`)
    : note(subject, `nobody listens on port ${port}`, 'Start the server; its log says when it cannot listen');
}

async function examineTimeServer(server: string): Promise<Finding> {
  const clocks = { nowMs: () => systemClock.now().getTime(), monotonicNs: () => process.hrtime.bigint() };
  const { failure, offsetMs } = await askServer(
    server,
    clocks,
    ANSWER_MS_MAX,
    AbortSignal.timeout(ANSWER_MS_MAX),
  );
  const subject = `time server ${server}`;
  if (offsetMs === null) {
    return problem(
      subject,
      `no time from it (${failure})`,
      'Check its name, and that UDP port 123 is let out',
    );
  }
  const text = `this clock is ${Math.abs(offsetMs).toFixed(0)} ms ${offsetMs > 0 ? 'behind' : 'ahead'}`;
  return Math.abs(offsetMs) <= OFFSET_MS_MAX
    ? ok(subject, text)
    : problem(subject, text, 'Let the system set its clock, with chrony for example');
}

/** Any answer will do: a question that is none gets a refusal. */
async function examineAuthority(url: string): Promise<Finding> {
  const subject = 'time-stamping authority';
  try {
    await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(ANSWER_MS_MAX) });
    return ok(subject, `${url} answers`);
  } catch (error) {
    const why = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    return problem(subject, `${url} does not answer: ${why}`, 'Check the address, and that it is let out');
  }
}
