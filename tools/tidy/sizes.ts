// SPDX-License-Identifier: Apache-2.0
import type { Finding } from './finding.ts';
import type { Source } from './source.ts';
import { isGenerated } from './tree.ts';

const FILE_LINES_MAX = 500;
/** The linter holds functions to 70 lines of their own; a screen with everything it nests is advice. */
const COMPONENT_LINES_ADVISED = 120;

const lineCount = (text: string) => text.trimEnd().split('\n').length;

/** Files that no longer fit in a head. Functions are the linter's: it refuses one over 70 lines. */
export function checkSizes(sources: readonly Source[]): Finding[] {
  return sources
    .filter(({ path }) => !isGenerated(path))
    .flatMap(({ path, text }) => {
      const lines = lineCount(text);
      if (lines <= FILE_LINES_MAX) return [];
      const message = `has ${lines} lines, ${FILE_LINES_MAX} at most: split it by what changes together`;
      return [{ rule: 'file size', path, message, key: path }];
    });
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
