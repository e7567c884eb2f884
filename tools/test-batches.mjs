// SPDX-License-Identifier: Apache-2.0
// Which test files share a process. Reading the sources of a desk takes a process longer than most files need for their tests,
// and a process that ran a desk before runs the next one in half the time.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * Hooks of a whole file would become those of its neighbours; what measures memory wants no neighbours; and an index that
 * hangs holds up nobody else's tests.
 */
const ALONE = /^(before|after|beforeEach|afterEach)\(|memoryUsage|openTestLog|openTestEngine/m;
const DESK = /test\/(desk|database)\.ts'/;
/** In the order they run: what lasts longest goes first, so that no core waits for the last of it. */
const FILES_MAX = { browser: 4, server: 1, alone: 1, desk: 12, plain: 40 };

/**
 * @param root of the tree
 * @param files to run, relative to it
 * @param directory for what stands in for several files; it is gone after the run
 * @returns what `node --test` is given: a process each
 */
export function batchesOf(root, files, directory) {
  const kinds = files.map((file) => kindOf(root, file));
  return Object.entries(FILES_MAX).flatMap(([kind, filesMax]) => {
    const members = files.filter((_, at) => kinds[at] === kind);
    const count = Math.ceil(members.length / filesMax);
    return Array.from({ length: count }, (_, index) => {
      // Every so many-th: neighbours weigh alike, so the batches do too.
      const part = members.filter((_, at) => at % count === index);
      if (part.length === 1) return part[0];
      const batch = path.join(directory, `${kind}-${index + 1}.test.mjs`);
      const imports = part.map((file) => `import '${pathToFileURL(path.join(root, file))}';\n`);
      writeFileSync(batch, imports.join(''));
      return batch;
    });
  });
}

function kindOf(root, file) {
  if (file.startsWith('apps/web/e2e/')) return 'browser';
  if (/^apps\/(server|cli)\/test\//.test(file)) return 'server';
  const text = readFileSync(path.join(root, file), 'utf8');
  if (ALONE.test(text)) return 'alone';
  return DESK.test(text) ? 'desk' : 'plain';
}
