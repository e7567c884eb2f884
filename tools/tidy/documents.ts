// SPDX-License-Identifier: Apache-2.0
import { posix } from 'node:path';
import type { Finding } from './finding.ts';

/** What a document may quote, gathered from the house itself. */
export interface Quotable {
  readonly paths: ReadonlySet<string>;
  /** Names of `npm run`. */
  readonly scripts: ReadonlySet<string>;
  /** Commands of `belfry`, each with its options. */
  readonly commands: ReadonlyMap<string, ReadonlySet<string>>;
  /** Environment variables. */
  readonly variables: ReadonlySet<string>;
  /** Route ids, problem codes, permissions, events: `noun.word`. */
  readonly names: ReadonlySet<string>;
  /** Paths of the API. */
  readonly routes: ReadonlySet<string>;
  /** Everything declared in the sources. */
  readonly identifiers: ReadonlySet<string>;
}

const FOLDER = /^(apps|packages|tools|docs|\.ci)\//;
const PLACEHOLDER = /[*<>{}…]|\bNNNN\b|000N/;

/** One document against the house: each quoted thing exists, each link leads somewhere, there is one title. */
export function checkDocument(
  path: string,
  text: string,
  texts: ReadonlyMap<string, string>,
  quotable: Quotable,
): Finding[] {
  const found = (message: string, key: string): Finding => ({
    rule: 'documents',
    path,
    message,
    key: `${path} ${key}`,
  });
  const { prose, blocks } = partsOf(text);
  const titles = prose.match(/^# .+$/gm)?.length ?? 0;
  const quotes = [...prose.matchAll(/`([^`\n]+)`/g)].map(([, quote = '']) => quote);
  const lines = blocks.flatMap((block) => block.split('\n')).map((line) => line.replace(/^\$ /, '').trim());
  return [
    ...(titles === 1 ? [] : [found(`has ${titles} titles: keep one line that begins with "# "`, 'title')]),
    ...[...prose.matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, target = '']) => {
      const said = linkProblem(path, target, texts, quotable);
      return said === null ? [] : [found(said, target)];
    }),
    ...[...quotes, ...lines].flatMap((quote) => {
      const said = quoteProblem(quote, quotable);
      return said === null ? [] : [found(said, quote)];
    }),
    ...[...prose.matchAll(/[\w-]+\.(?:tsx?|sql|mjs):\d+/g)].map(([place]) =>
      found(`names a line, "${place}": name the function, lines move`, place),
    ),
  ];
}

function partsOf(text: string): { prose: string; blocks: string[] } {
  const blocks: string[] = [];
  const prose = text.replace(/^```\w*\n([\s\S]*?)^```$/gm, (_whole, block: string) => {
    blocks.push(block);
    return '';
  });
  return { prose, blocks };
}

function linkProblem(
  path: string,
  target: string,
  texts: ReadonlyMap<string, string>,
  { paths }: Quotable,
): string | null {
  if (/^[a-z]+:/.test(target)) return null;
  const [file = '', anchor] = target.split('#');
  const to = file === '' ? path : posix.normalize(posix.join(posix.dirname(path), file)).replace(/\/$/, '');
  const isThere = paths.has(to) || [...paths].some((each) => each.startsWith(`${to}/`));
  if (!isThere) return `links to ${target}, which is not there: correct or remove the link`;
  if (anchor === undefined || !to.endsWith('.md')) return null;
  const anchors = [...(texts.get(to) ?? '').matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    slugOf(heading),
  );
  return anchors.includes(anchor)
    ? null
    : `links to ${target}, a heading that is not there: correct the link`;
}

/** As the common renderers make anchors of headings. */
export const slugOf = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');

function quoteProblem(quote: string, quotable: Quotable): string | null {
  const missing = (kind: string) =>
    `quotes \`${quote}\`: there is no such ${kind}: correct it, or describe it in words`;
  const script = /^npm run ([\w:-]+)/.exec(quote)?.[1];
  if (script !== undefined && !quotable.scripts.has(script)) return missing('script');
  const command = /^(?:npx )?belfry ([a-z][a-z-]*)\b/.exec(quote)?.[1];
  if (command !== undefined) {
    const options = quotable.commands.get(command);
    if (options === undefined) return missing('command');
    const unknown = [...quote.matchAll(/ --([a-z-]+)/g)].find(([, name = '']) => !options.has(name));
    if (unknown !== undefined) return missing(`option of belfry ${command} as "${unknown[0].trim()}"`);
  }
  for (const [variable] of quote.matchAll(/\bBELFRY_[A-Z_]+\b/g)) {
    if (!quotable.variables.has(variable)) return missing('variable');
  }
  if (FOLDER.test(quote) && !PLACEHOLDER.test(quote) && !/\s/.test(quote)) {
    const wanted = quote.replace(/\/$/, '');
    const isThere =
      quotable.paths.has(wanted) || [...quotable.paths].some((each) => each.startsWith(`${wanted}/`));
    if (!isThere) return missing('file');
  }
  const call = /^(?:GET |POST |PATCH |PUT |DELETE )?(\/api\/v1\/[^\s?]*)$/.exec(quote)?.[1];
  if (call !== undefined && !quotable.routes.has(call) && !/[*.]/.test(call)) return missing('call');
  if (/^[a-z]\w*\(\)$/i.test(quote) && !quotable.identifiers.has(quote.slice(0, -2)))
    return missing('function');
  if (!/^[a-z_]+\.[a-z_]+$/.test(quote) || quotable.names.has(quote)) return null;
  const noun = quote.split('.')[0];
  const isOurs = [...quotable.names].some((name) => name.startsWith(`${noun}.`));
  return isOurs && !/\.(ts|md|sql|json|png|css|log)$/.test(quote) ? missing('name in the contract') : null;
}
