// SPDX-License-Identifier: Apache-2.0
import type { Finding } from './finding.ts';
import type { Source } from './source.ts';
import { isGenerated, isTest } from './tree.ts';

const FILE_LINES_MAX = 500;
const FUNCTION_LINES_MAX = 70;
/** A screen is mostly markup: its length is advice. */
const COMPONENT_LINES_ADVISED = 120;

/** A table of handlers is as long as its routes are many; each handler in it is held to the limit by itself. */
const linesMax = (name: string) => (name.endsWith('Handlers') ? 2 * FUNCTION_LINES_MAX : FUNCTION_LINES_MAX);

const lineCount = (text: string) => text.trimEnd().split('\n').length;

/** Files and functions that no longer fit in a head. Tests may tell a long story. */
export function checkSizes(sources: readonly Source[]): Finding[] {
  const read = sources.filter(({ path }) => !isGenerated(path));
  const files = read.flatMap(({ path, text }) => {
    const lines = lineCount(text);
    if (lines <= FILE_LINES_MAX) return [];
    const message = `has ${lines} lines, ${FILE_LINES_MAX} at most: split it by what changes together`;
    return [{ rule: 'file size', path, message, key: path }];
  });
  const functions = read
    .filter(({ path }) => !isTest(path))
    .flatMap(({ path, functions: found }) =>
      found
        .filter(({ name, lines, isComponent }) => lines > linesMax(name) && !isComponent)
        .map(({ name, line, lines }) => ({
          rule: 'function size',
          path,
          line,
          message: `${name} has ${lines} lines, ${linesMax(name)} at most: give its steps names of their own`,
          key: `${path} ${name}`,
        })),
    );
  return [...files, ...functions];
}

export function adviseComponents(sources: readonly Source[]): string[] {
  return sources.flatMap(({ path, functions }) =>
    functions
      .filter(({ lines, isComponent }) => isComponent && lines > COMPONENT_LINES_ADVISED)
      .map(
        ({ name, lines }) =>
          `${path}: ${name} has ${lines} lines of markup; parts of it may be screens of their own`,
      ),
  );
}
