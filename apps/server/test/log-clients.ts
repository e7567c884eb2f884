// SPDX-License-Identifier: Apache-2.0
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { runs } from './run-program.ts';

const run = promisify(execFile);
const MODULES = '/usr/lib/x86_64-linux-gnu/rsyslog';
const SYSLOG_NG = path.resolve(fileURLToPath(import.meta.url), '../../../../.cache/syslog-ng');
const LIBRARIES = path.join(SYSLOG_NG, 'usr/lib/syslog-ng');

/** `npm test` installs Debian's rsyslog and unpacks its syslog-ng where it can; elsewhere these tests are skipped. */
export const noRsyslog =
  existsSync('/usr/sbin/rsyslogd') &&
  ['omrelp', 'lmnsd_gtls', 'lmnsd_ossl'].every((name) => existsSync(`${MODULES}/${name}.so`))
    ? false
    : 'rsyslog with relp, gnutls and openssl is not installed';
export const noSyslogNg = existsSync(path.join(SYSLOG_NG, 'usr/sbin/syslog-ng'))
  ? false
  : 'syslog-ng is not unpacked';

const JOURNAL_UPLOAD = '/lib/systemd/systemd-journal-upload';
const JOURNAL_REMOTE = '/lib/systemd/systemd-journal-remote';
export const noJournalUpload =
  existsSync(JOURNAL_UPLOAD) && existsSync(JOURNAL_REMOTE)
    ? false
    : 'systemd-journal-remote is not installed';

export async function aDirectory(t: TestContext): Promise<string> {
  const directory = await mkdtemp(path.join(tmpdir(), 'belfry-sender-'));
  t.after(() => rm(directory, { recursive: true, force: true, maxRetries: 10 }));
  return directory;
}

export interface RunningClient {
  /** What it printed. */
  printed(): string;
  stop(): Promise<void>;
}

/**
 * Starts a real rsyslogd on a directory of its own, never the service of the machine. It reads `in.log` there.
 * @param action the action, as an operator writes it
 */
export async function startRsyslog(
  t: TestContext,
  directory: string,
  { action, before = '' }: { readonly action: string; readonly before?: string },
): Promise<RunningClient> {
  const file = path.join(directory, 'rsyslog.conf');
  const input = path.join(directory, 'in.log');
  await mkdir(path.join(directory, 'work'), { recursive: true });
  if (!existsSync(input)) await writeFile(input, '');
  await writeFile(
    file,
    `global(workDirectory="${directory}/work" maxMessageSize="256k")
${before}
module(load="imfile")
input(type="imfile" file="${input}" tag="app:" ruleset="out")
ruleset(name="out") {
  ${action}
}
`,
  );
  const pid = path.join(directory, 'rsyslog.pid');
  await rm(pid, { force: true });
  return keepRunning(t, spawn('/usr/sbin/rsyslogd', ['-n', '-f', file, '-i', pid]));
}

/** Starts a real syslog-ng that reads `in.log` of the directory and sends it to the destination that is given. */
export async function startSyslogNg(
  t: TestContext,
  directory: string,
  destination: string,
): Promise<RunningClient> {
  const file = path.join(directory, 'syslog-ng.conf');
  await writeFile(
    file,
    `@version: 3.35
options { log-msg-size(262144); stats-freq(0); };
source s_in { file("${directory}/in.log" flags(no-parse) follow-freq(0.1) program-override("app") read-old-records(yes)); };
destination d_out { ${destination}; };
log { source(s_in); destination(d_out); };
`,
  );
  const at = (name: string) => path.join(directory, name);
  const child = spawn(
    path.join(SYSLOG_NG, 'usr/sbin/syslog-ng'),
    [
      ...['--foreground', '--stderr', '--no-caps', '--cfgfile', file],
      ...['--persist-file', at('persist'), '--pidfile', at('pid'), '--control', at('ctl')],
      ...['--module-path', path.join(LIBRARIES, '3.38')],
    ],
    { env: { ...process.env, LD_LIBRARY_PATH: LIBRARIES, SYSLOGNG_PREFIX: path.join(SYSLOG_NG, 'usr') } },
  );
  return keepRunning(t, child);
}

/** Uploads a journal of one entry with the real client, never the journal of the machine. */
export async function uploadJournal(
  directory: string,
  url: string,
  message: string,
): ReturnType<typeof runs> {
  const machine = '0123456789abcdef0123456789abcdef';
  const exported = path.join(directory, 'journal.export');
  const made = path.join(directory, 'made.journal');
  await writeFile(
    exported,
    `__CURSOR=s=${machine};i=1;b=${machine};m=1;t=1;x=1
__REALTIME_TIMESTAMP=1800000000000000
__MONOTONIC_TIMESTAMP=1
_BOOT_ID=${machine}
_MACHINE_ID=${machine}
MESSAGE=${message}

`,
  );
  await runs(JOURNAL_REMOTE, ['--output', made, exported]);
  const state = path.join(directory, 'journal.state');
  return runs(JOURNAL_UPLOAD, [`--url=${url}`, `--save-state=${state}`, `--file=${made}`, '--follow=no']);
}

/** Runs syslog-ng's generator of load to its end. @returns what it printed */
export async function loggen(args: readonly string[]): Promise<string> {
  const { stderr, stdout } = await run(path.join(SYSLOG_NG, 'usr/bin/loggen'), args, {
    env: {
      ...process.env,
      LD_LIBRARY_PATH: LIBRARIES,
      SYSLOGNG_PREFIX: path.join(SYSLOG_NG, 'usr'),
    },
  });
  return `${stdout}${stderr}`;
}

function keepRunning(t: TestContext, child: ChildProcess): RunningClient {
  const printed: string[] = [];
  child.stdout?.on('data', (chunk) => printed.push(String(chunk)));
  child.stderr?.on('data', (chunk) => printed.push(String(chunk)));
  child.on('error', (error) => printed.push(String(error)));
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const stop = async () => {
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
    await ended;
    clearTimeout(timer);
  };
  t.after(stop);
  return { printed: () => printed.join(''), stop };
}

export interface TestCertificates {
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
  /** Of a sender called `web01.example.org`. */
  readonly clientCert: string;
  readonly clientKey: string;
  readonly clientFingerprint: string;
}

/** An authority with a certificate for `belfry.example.org` (and 127.0.0.1) and one for a sender. */
export async function makeCertificates(directory: string): Promise<TestCertificates> {
  const at = (name: string) => path.join(directory, name);
  const openssl = (...args: string[]) => run('openssl', args, { cwd: directory });
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  await openssl(
    ...['req', '-x509', ...newKey, '-days', '2', '-keyout', at('ca.key'), '-out', at('ca.pem')],
    ...['-subj', '/CN=Test authority'],
  );
  for (const [name, subject] of [
    ['server', 'belfry.example.org'],
    ['client', 'web01.example.org'],
  ] as const) {
    await openssl(
      ...['req', ...newKey, '-keyout', at(`${name}.key`), '-out', at(`${name}.csr`)],
      ...['-subj', `/CN=${subject}`],
    );
    await writeFile(at(`${name}.ext`), `subjectAltName=DNS:${subject},IP:127.0.0.1\n`);
    await openssl(
      ...['x509', '-req', '-in', at(`${name}.csr`), '-CA', at('ca.pem'), '-CAkey', at('ca.key')],
      ...['-CAcreateserial', '-days', '2', '-extfile', at(`${name}.ext`), '-out', at(`${name}.pem`)],
    );
  }
  const { stdout } = await run('openssl', [
    ...['x509', '-in', at('client.pem'), '-noout', '-fingerprint', '-sha256'],
  ]);
  return {
    ca: at('ca.pem'),
    cert: at('server.pem'),
    key: at('server.key'),
    clientCert: at('client.pem'),
    clientKey: at('client.key'),
    clientFingerprint: stdout.trim().split('=')[1] ?? '',
  };
}

export function certificateVariables({ ca, cert, key }: TestCertificates): Record<string, string> {
  return { BELFRY_LOG_CERT_FILE: cert, BELFRY_LOG_KEY_FILE: key, BELFRY_LOG_CLIENT_CA_FILE: ca };
}

/** Appends numbered lines to what a client reads. */
export async function writeLines(directory: string, from: number, count: number, tail = ''): Promise<void> {
  const lines = Array.from({ length: count }, (_, index) => `line ${from + index} ends${tail}\n`);
  const file = path.join(directory, 'in.log');
  const before = await readFile(file, 'utf8').catch(() => '');
  await writeFile(file, before + lines.join(''));
}

/** Which numbered lines came, and how many came more than once. */
export function numbered(texts: readonly string[]): { readonly seen: Set<number>; readonly twice: number } {
  const seen = new Set<number>();
  let twice = 0;
  for (const text of texts) {
    const number = Number(/line (\d+) ends/.exec(text)?.[1] ?? Number.NaN);
    if (Number.isNaN(number)) continue;
    if (seen.has(number)) twice += 1;
    seen.add(number);
  }
  return { seen, twice };
}
