// SPDX-License-Identifier: Apache-2.0
// biome-ignore-all lint/style/noProcessEnv: runs before anything of Belfry does
// Sets up what is missing: packages, then the web application. Cheap when nothing is missing: a warm start has 3 s in all.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const inRoot = (...parts) => path.join(root, ...parts);
const isWindows = process.platform === 'win32';
export const pinnedNode = inRoot('node_modules', 'node', 'bin', isWindows ? 'node.exe' : 'node');

const cacheDir = inRoot('.cache');
const installStamp = inRoot('node_modules', '.belfry-installed');
const webStamp = path.join(cacheDir, 'web-build.json');
const WEB_SOURCES = [
  'apps/web',
  'packages/contract',
  'packages/ledger',
  'packages/regimes',
  'package-lock.json',
  'tsconfig.base.json',
];
const OLD_ASSET_MS = 86_400_000;
const NOT_SOURCES = new Set(['node_modules', 'dist', 'e2e', '.cache']);

export function say(text) {
  process.stderr.write(`${text}\n`);
}

export async function ensureInstalled() {
  if (isInstalled()) return;
  await withLock(async () => {
    if (isInstalled()) return;
    say('Installing packages; this takes about a minute and happens once ...');
    const npm = process.env.npm_execpath;
    const args = ['ci', '--no-audit', '--no-fund', '--include=dev'];
    const isScript = npm !== undefined && /npm-cli\.c?js$/.test(npm);
    const [command, ...rest] = isScript ? [process.execPath, npm, ...args] : ['npm', ...args];
    await runQuietly(command, rest, { shell: isWindows && !isScript });
    if (!existsSync(pinnedNode)) {
      throw new Error(
        'Cannot find the pinned Node: package "node" was installed without its install script: run "npm rebuild node --ignore-scripts=false" and start again',
      );
    }
    writeFileSync(installStamp, lockDigest());
  });
}

function lockDigest() {
  const lock = readFileSync(inRoot('package-lock.json'));
  return createHash('sha256').update(lock).update(`${process.platform}-${process.arch}`).digest('hex');
}

function isInstalled() {
  if (!existsSync(pinnedNode)) return false;
  const digest = lockDigest();
  if (existsSync(installStamp) && readFileSync(installStamp, 'utf8') === digest) return true;
  // Somebody who ran npm by hand has everything too: npm keeps its own account of what it installed.
  if (!matchesNpmsAccount()) return false;
  writeFileSync(installStamp, digest);
  return true;
}

function matchesNpmsAccount() {
  const account = inRoot('node_modules', '.package-lock.json');
  if (!existsSync(account)) return false;
  const wanted = JSON.parse(readFileSync(inRoot('package-lock.json'), 'utf8')).packages;
  const present = JSON.parse(readFileSync(account, 'utf8')).packages;
  return Object.entries(wanted).every(([name, entry]) => {
    if (!name.includes('node_modules/') || entry.link) return true;
    const found = present[name];
    if (found === undefined)
      return entry.optional === true || entry.devOptional === true || entry.peer === true;
    return found.version === entry.version;
  });
}

export async function ensureWeb() {
  if (!existsSync(inRoot('apps/web/index.html'))) return;
  if (isWebFresh()) return;
  await withLock(async () => {
    if (isWebFresh()) return;
    say('Building the web application ...');
    const { look, digest } = { look: webLook(), digest: webDigest() };
    const vite = inRoot('node_modules', 'vite', 'bin', 'vite.js');
    // A page that is open, and a test that runs, still ask for the parts of the build they began with.
    const args = [vite, 'build', '--logLevel', 'warn', '--emptyOutDir', 'false'];
    await runQuietly(pinnedNode, args, { cwd: inRoot('apps/web') });
    dropOldAssets();
    writeFileSync(webStamp, JSON.stringify({ look, digest }));
  });
}

/** Parts of earlier builds go after a day: their names carry a digest, so none is ever taken for a new one. */
function dropOldAssets() {
  const assets = inRoot('apps/web/dist/assets');
  const before = Date.now() - OLD_ASSET_MS;
  for (const name of readdirSync(assets)) {
    const file = path.join(assets, name);
    if (statSync(file).mtimeMs < before) rmSync(file, { force: true });
  }
}

/** Sizes and times first; contents only when those differ, because a checkout or a clone changes every time. */
function isWebFresh() {
  if (!existsSync(inRoot('apps/web/dist/index.html')) || !existsSync(webStamp)) return false;
  const built = readBuilt();
  const look = webLook();
  if (built.look === look) return true;
  if (built.digest !== webDigest()) return false;
  writeFileSync(webStamp, JSON.stringify({ look, digest: built.digest }));
  return true;
}

function readBuilt() {
  try {
    return JSON.parse(readFileSync(webStamp, 'utf8'));
  } catch {
    // Cut off by a crash while it was written: the same as never built.
    return {};
  }
}

function webLook() {
  const hash = createHash('sha256');
  for (const file of webFiles()) {
    const { size, mtimeMs } = statSync(file);
    hash.update(`${file}\0${size}\0${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

function webDigest() {
  const hash = createHash('sha256');
  for (const file of webFiles()) {
    const contents = createHash('sha256').update(readFileSync(file)).digest('hex');
    hash.update(`${path.relative(root, file)}\0${contents}\n`);
  }
  return hash.digest('hex');
}

function* webFiles() {
  for (const source of WEB_SOURCES) yield* filesIn(inRoot(source));
}

function* filesIn(entry) {
  const stat = statSync(entry, { throwIfNoEntry: false });
  if (stat === undefined) return;
  if (stat.isFile()) {
    if (!/\.test\.tsx?$/.test(entry)) yield entry;
    return;
  }
  for (const name of readdirSync(entry).sort()) {
    if (!NOT_SOURCES.has(name)) yield* filesIn(path.join(entry, name));
  }
}

/** Two starts at once share one installation and one build: the second waits and then finds everything done. */
async function withLock(work) {
  mkdirSync(cacheDir, { recursive: true });
  const lockFile = path.join(cacheDir, 'launch.lock');
  for (;;) {
    try {
      writeFileSync(lockFile, String(process.pid), { flag: 'wx' });
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    // The file of a killed process has a dead pid; a file without pid is being written this moment.
    const holder = readLock(lockFile);
    if (holder !== null && !isAlive(holder)) rmSync(lockFile, { force: true });
    await delay(200);
  }
  try {
    await work();
  } finally {
    rmSync(lockFile, { force: true });
  }
}

function readLock(lockFile) {
  try {
    return Number(readFileSync(lockFile, 'utf8')) || null;
  } catch {
    return null;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Runs a program and shows what it printed only when it fails. */
function runQuietly(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    const printed = [];
    child.stdout.on('data', (chunk) => printed.push(chunk));
    child.stderr.on('data', (chunk) => printed.push(chunk));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) return resolve(undefined);
      // The reason stands at the beginning with npm, at the end with Vite.
      const lines = Buffer.concat(printed).toString().trim().split('\n');
      const shown = lines.length <= 60 ? lines : [...lines.slice(0, 30), '...', ...lines.slice(-30)];
      reject(
        new Error(`${shown.join('\n')}\nCannot run "${[command, ...args].join(' ')}": it ended with ${code}`),
      );
    });
  });
}

/** Debian's IMAP server, for the tests that fetch mail; they are skipped where there is none. */
export function ensureDovecot() {
  if (existsSync('/usr/sbin/dovecot') || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return;
  const quiet = { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
  say('Installing dovecot-imapd for the tests that fetch mail ...');
  spawnSync('apt-get', ['update', '-q'], quiet);
  spawnSync('apt-get', ['install', '-yq', '--no-install-recommends', 'dovecot-imapd'], quiet);
}

const LOG_CLIENTS = [
  ['rsyslog', '/usr/sbin/rsyslogd'],
  ['rsyslog-relp', '/usr/lib/x86_64-linux-gnu/rsyslog/omrelp.so'],
  ['rsyslog-gnutls', '/usr/lib/x86_64-linux-gnu/rsyslog/lmnsd_gtls.so'],
  ['rsyslog-openssl', '/usr/lib/x86_64-linux-gnu/rsyslog/lmnsd_ossl.so'],
  ['rsyslog-elasticsearch', '/usr/lib/x86_64-linux-gnu/rsyslog/omelasticsearch.so'],
  ['systemd-journal-remote', '/lib/systemd/systemd-journal-upload'],
  ['strace', '/usr/bin/strace'],
  ['openssl', '/usr/bin/openssl'],
  ['chrony', '/usr/sbin/chronyd'],
  // What syslog-ng stands on; itself it cannot be installed beside rsyslog.
  ['libivykis0', '/usr/lib/x86_64-linux-gnu/libivykis.so.0'],
  ['libnet1', '/usr/lib/x86_64-linux-gnu/libnet.so.1'],
];

/**
 * Debian's senders of logs, for the tests that receive from real ones; those are skipped where there is none. None
 * runs as a service of the machine: tests start their own, on directories of their own.
 */
export function ensureLogClients() {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return;
  const quiet = { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
  const syslogNg = path.join(cacheDir, 'syslog-ng');
  const missing = LOG_CLIENTS.filter(([, file]) => !existsSync(file)).map(([name]) => name);
  const hasSyslogNg = existsSync(path.join(syslogNg, 'usr/sbin/syslog-ng'));
  if (missing.length === 0 && hasSyslogNg) return;
  say('Installing senders of logs for the tests that receive from them ...');
  spawnSync('apt-get', ['update', '-q'], quiet);
  // One by one: a release that lacks one of them still has the others.
  for (const name of missing) {
    spawnSync('apt-get', ['install', '-yq', '--no-install-recommends', name], quiet);
  }
  if (hasSyslogNg) return;
  const download = path.join(cacheDir, 'syslog-ng-download');
  mkdirSync(download, { recursive: true });
  spawnSync('apt-get', ['download', 'syslog-ng-core'], { ...quiet, cwd: download });
  const archive = readdirSync(download).find((name) => name.endsWith('.deb'));
  if (archive !== undefined) spawnSync('dpkg', ['-x', path.join(download, archive), syslogNg], quiet);
  rmSync(download, { recursive: true, force: true });
}

/** Finds a Chromium for the browser tests, or gets one. Null when there is none to be had. */
export function ensureChromium() {
  const known = [
    process.env.BELFRY_CHROMIUM,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
  ];
  const found = () => known.find((file) => file !== undefined && file !== '' && existsSync(file)) ?? null;
  const present = found();
  if (present !== null) return present;
  const quiet = { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    say('Installing Chromium for the browser tests ...');
    spawnSync('apt-get', ['update', '-q'], quiet);
    spawnSync(
      'apt-get',
      ['install', '-yq', '--no-install-recommends', 'chromium', 'fonts-dejavu-core'],
      quiet,
    );
    const installed = found();
    if (installed !== null) return installed;
  }
  say("Downloading Playwright's Chromium for the browser tests ...");
  spawnSync(pinnedNode, [inRoot('node_modules/playwright-core/cli.js'), 'install', 'chromium'], quiet);
  const program = `import { chromium } from 'playwright-core'; process.stdout.write(chromium.executablePath())`;
  const asked = spawnSync(pinnedNode, ['--input-type=module', '-e', program], {
    cwd: root,
    encoding: 'utf8',
  });
  return asked.status === 0 && existsSync(asked.stdout) ? asked.stdout : null;
}
