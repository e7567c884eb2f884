#!/usr/bin/env node
// SPDX-License-Identifier: Apache-2.0
// biome-ignore-all lint/style/noProcessEnv: runs before anything of Belfry does
// Plain JavaScript for any Node >= 20: the sources need the pinned Node, which this starts when it is not the present one.
import { spawn } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import * as modules from 'node:module';
import { constants } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const NODE_MAJOR = 26;
const own = path.dirname(realpathSync(fileURLToPath(import.meta.url)));
const main = path.resolve(own, '../src/main.ts');
// Sources are compiled once and not at each start, by the log process neither. Who may not write there does without.
process.env.NODE_COMPILE_CACHE ??= path.resolve(own, '../../../.cache/compiled');

if (Number(process.versions.node.split('.')[0]) >= NODE_MAJOR) {
  modules.enableCompileCache?.(process.env.NODE_COMPILE_CACHE);
  await import(main);
} else {
  restartWithPinnedNode();
}

function restartWithPinnedNode() {
  const pinned = findPinnedNode();
  if (pinned === null) {
    process.stderr.write(
      `Cannot find the pinned Node ${NODE_MAJOR}: run "npm ci" in the directory of Belfry first\n`,
    );
    process.exitCode = 1;
    return;
  }
  // A server lives long and its garbage dies young, so it gets a small nursery; see tools/launch.mjs.
  const isServer = process.argv[2] === 'serve';
  // The IPC channel tells the child when this process is killed.
  const child = spawn(
    pinned,
    [...(isServer ? ['--max-semi-space-size=4'] : []), main, ...process.argv.slice(2)],
    {
      stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    },
  );
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.once('error', (error) => {
    process.stderr.write(`Cannot start "${pinned}": ${error.message}\n`);
    process.exitCode = 1;
  });
  child.once('exit', (code, signal) => {
    process.exitCode = code ?? 128 + (constants.signals[signal] ?? 0);
  });
}

function findPinnedNode() {
  try {
    const directory = path.dirname(modules.createRequire(import.meta.url).resolve('node/package.json'));
    const program = path.join(directory, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
    return existsSync(program) ? program : null;
  } catch {
    return null;
  }
}
