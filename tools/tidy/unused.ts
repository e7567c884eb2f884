// SPDX-License-Identifier: Apache-2.0
import type { Finding } from './finding.ts';
import { targetOf, workspaceOf } from './imports.ts';
import type { Source } from './source.ts';
import { isGenerated, isTest } from './tree.ts';

/** Where the world comes in: commands, configuration that a tool reads, and the doors of the workspaces. */
const ENTRY =
  /^(tools\/(launch|test-counts|generate|test-setup|bench)\.(ts|mjs)|apps\/cli\/(bin\/belfry\.mjs|src\/main\.ts)|apps\/web\/(src\/main\.tsx?|vite\.config\.ts)|packages\/[a-z]+\/src\/index\.ts)$/;

/** Files that no entry and no test reaches. */
export function checkDeadFiles(
  sources: readonly Source[],
  doors: ReadonlyMap<string, readonly string[]>,
): Finding[] {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  const reached = new Set<string>();
  const waiting = sources.map(({ path }) => path).filter((path) => ENTRY.test(path) || isTest(path));
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (reached.has(path)) continue;
    reached.add(path);
    const source = byPath.get(path);
    for (const link of source?.links ?? []) {
      const target = source === undefined ? null : targetOf(source, link);
      if (target !== null) waiting.push(...(doors.get(target) ?? [target]));
    }
    // A program started by its path is named in a string.
    for (const { name } of source?.strings ?? []) {
      const named = name.startsWith('./') && source !== undefined ? relativeTo(source, name) : name;
      if (byPath.has(named)) waiting.push(named);
    }
  }
  return sources
    .filter(({ path }) => !reached.has(path))
    .map(({ path }) => ({
      rule: 'dead files',
      path,
      message: 'is reached by nothing: delete it, or import it where it belongs',
      key: path,
    }));
}

function relativeTo(source: Source, name: string): string {
  const link = { specifier: name, names: [], isTypeOnly: false, isReExport: false, line: 0 };
  return targetOf(source, link) ?? name;
}

/** Exports nobody imports. Doors of packages speak to the outside; a door inside the server does not. */
export function checkDeadExports(
  sources: readonly Source[],
  doors: ReadonlyMap<string, readonly string[]>,
): Finding[] {
  const taken = new Map<string, Set<string>>();
  const take = (path: string, names: readonly string[]) => {
    const set = taken.get(path) ?? new Set<string>();
    for (const name of names) set.add(name);
    taken.set(path, set);
  };
  for (const source of sources) {
    for (const link of source.links) {
      const target = targetOf(source, link);
      if (target === null) continue;
      for (const path of doors.get(target) ?? [target]) take(path, link.names);
    }
  }
  return sources.flatMap(({ path, exports }) => {
    const isOpen =
      ENTRY.test(path) || isGenerated(path) || isTest(path) || workspaceOf(path) === 'packages/contract';
    const names = taken.get(path) ?? new Set();
    if (isOpen || names.has('*')) return [];
    // A type may be exported to be read: it names what a function takes.
    return exports
      .filter(({ name, isType }) => !isType && !names.has(name))
      .map(({ name, line }) => ({
        rule: 'dead exports',
        path,
        line,
        message: `exports ${name}, which nobody imports: drop the export, or the whole of it`,
        key: `${path} ${name}`,
      }));
  });
}
