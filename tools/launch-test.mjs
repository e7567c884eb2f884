// SPDX-License-Identifier: Apache-2.0
// `npm test` and `npm run check`: each check of the whole tree counts as one test, so the last line tells the whole story.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  ensureChromium,
  ensureDovecot,
  ensureInstalled,
  ensureLogClients,
  ensureWeb,
  root,
  say,
} from './launch-setup.mjs';
import { batchesOf } from './test-batches.mjs';

/** As many as a small machine has cores. */
const FILES_AT_ONCE = 2;
/** For a whole batch on a machine that others load: it ends what hangs, and must never end what is slow. */
const TEST_MS_MAX = 1_800_000;
/** Whole servers and browsers: too slow for the fast gate. */
const SLOW = ['apps/web/e2e/', 'apps/server/test/', 'apps/cli/test/'];
const TEST_FILE = /\.(test|e2e)\.tsx?$/;

export async function runChecks(kind, args, runPinned) {
  await ensureInstalled();
  // Hundreds of processes read the same sources: what was compiled once is compiled no more.
  const env = { NODE_COMPILE_CACHE: path.join(root, '.cache/compiled') };
  if (kind === 'test') {
    await ensureWeb();
    ensureDovecot();
    ensureLogClients();
    const chromium = ensureChromium();
    if (chromium === null)
      say('Cannot find a Chromium: the browser tests fail: set BELFRY_CHROMIUM to its path');
    else env.BELFRY_CHROMIUM = chromium;
  }
  const tally = { passed: 0, failed: 0, names: [] };
  // Given files or directories: only those tests, no checks of the whole tree.
  if (args.length === 0) {
    for (const check of wholeTreeChecks()) await runCheck(check, tally, runPinned);
  }
  await runTests(testFiles(kind, args), tally, runPinned, env);
  if (tally.names.length > 0) say(`Failed: ${tally.names.join(', ')}`);
  process.stdout.write(`${tally.passed} passed, ${tally.failed} failed\n`);
  return tally.failed === 0 && tally.passed > 0 ? 0 : 1;
}

function wholeTreeChecks() {
  return [
    { name: 'format and lint', args: ['node_modules/@biomejs/biome/bin/biome', 'ci', '.'] },
    ...workspaces().map((workspace) => ({
      name: `types of ${workspace}`,
      args: ['node_modules/typescript/bin/tsc', '-p', workspace],
    })),
  ];
}

function workspaces() {
  const found = ['packages', 'apps'].flatMap((parent) =>
    readdirSync(path.join(root, parent)).map((name) => `${parent}/${name}`),
  );
  // A workspace that is only announced has nothing to compile yet.
  return [...found, 'tools'].filter(
    (workspace) =>
      existsSync(path.join(root, workspace, 'tsconfig.json')) &&
      (workspace === 'tools' || existsSync(path.join(root, workspace, 'src'))),
  );
}

async function runCheck({ name, args }, tally, runPinned) {
  const startedAt = performance.now();
  const code = await runPinned(args);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  process.stdout.write(`${code === 0 ? '✔' : '✖'} ${name} (${seconds} s)\n`);
  if (code === 0) tally.passed += 1;
  else {
    tally.failed += 1;
    tally.names.push(name);
  }
}

async function runTests(files, tally, runPinned, env) {
  if (files.length === 0) return;
  const directory = mkdtempSync(path.join(tmpdir(), 'belfry-test-'));
  const counts = path.join(directory, 'counts.json');
  const setup = 'tools/test-setup.ts';
  const args = [
    '--test',
    `--test-concurrency=${FILES_AT_ONCE}`,
    `--test-timeout=${TEST_MS_MAX}`,
    '--test-reporter=spec',
    '--test-reporter-destination=stdout',
    '--test-reporter=./tools/test-counts.mjs',
    `--test-reporter-destination=${counts}`,
    ...(existsSync(path.join(root, setup)) ? [`--test-global-setup=${setup}`] : []),
    ...batchesOf(root, files, directory),
  ];
  try {
    const code = await runPinned(args, { env });
    const found = existsSync(counts) ? JSON.parse(readFileSync(counts, 'utf8') || '{}') : {};
    tally.passed += found.passed ?? 0;
    // A run that ends without its summary, or badly for a reason that no test tells, is a failure too.
    tally.failed += found.failed ?? 1;
    if (code !== 0 && found.failed === 0) tally.failed += 1;
    tally.names.push(...(found.names ?? ['the test run itself']));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function testFiles(kind, args) {
  const all = ['packages', 'apps', 'tools'].flatMap((parent) => walk(parent)).sort();
  if (args.length > 0)
    return all.filter((file) => args.some((arg) => file.includes(arg.replace(/^\.\//, ''))));
  return kind === 'test' ? all : all.filter((file) => !SLOW.some((slow) => file.startsWith(slow)));
}

function walk(directory) {
  return readdirSync(path.join(root, directory), { withFileTypes: true }).flatMap((entry) => {
    const name = `${directory}/${entry.name}`;
    if (entry.isDirectory()) return ['node_modules', 'dist', '.cache'].includes(entry.name) ? [] : walk(name);
    return TEST_FILE.test(name) ? [name] : [];
  });
}
