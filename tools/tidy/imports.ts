// SPDX-License-Identifier: Apache-2.0
import { posix } from 'node:path';
import type { Edge } from '../boundaries.ts';
import type { Finding } from './finding.ts';
import type { Link, Source } from './source.ts';
import { isTest } from './tree.ts';

export interface Boundaries {
  readonly workspaceEdges: readonly Edge[];
  readonly sliceEdges: readonly Edge[];
  readonly serverRooms: Readonly<Record<string, { readonly opens: readonly string[] }>>;
  readonly webFoundation: readonly string[];
  readonly webEdges: readonly Edge[];
  readonly wrapped: readonly {
    readonly package: string;
    readonly home: readonly string[];
    readonly instead: string;
  }[];
}

const SERVER = 'apps/server/src/';
const WEB = 'apps/web/src/';
/** Those that know everybody: they put a desk together, and one runs it as a process. */
const COMPOSITION: ReadonlySet<string> = new Set(
  [
    'house.ts',
    'listen.ts',
    'main.ts',
    'serve-law.ts',
    'serve-logbook.ts',
    'serve-paging.ts',
    'server.ts',
    'start-desk.ts',
  ].map((file) => `${SERVER}${file}`),
);

/** The workspace a path lies in: `packages/contract`, `apps/server`, `tools`. */
export function workspaceOf(path: string): string {
  const [first = '', second = ''] = path.split('/');
  return first === 'packages' || first === 'apps' ? `${first}/${second}` : first;
}

/** Where a link leads, as a path from the root; null for a package from outside. */
export function targetOf(source: Source, link: Link): string | null {
  if (link.specifier.startsWith('.')) return posix.join(posix.dirname(source.path), link.specifier);
  const own = /^@belfry\/([a-z]+)/.exec(link.specifier)?.[1];
  if (own === undefined) return null;
  return `${['server', 'web', 'cli'].includes(own) ? 'apps' : 'packages'}/${own}`;
}

/** The folder under `base`, or null for a file that stands at the top of it. */
const roomIn = (base: string, path: string) =>
  path.startsWith(base) && path.slice(base.length).includes('/')
    ? (path.slice(base.length).split('/')[0] ?? null)
    : null;

/** Every import that crosses a wall where there is no door. */
export function checkImports(sources: readonly Source[], boundaries: Boundaries): Finding[] {
  const paths = new Set(sources.map(({ path }) => path));
  return sources.flatMap((source) =>
    source.links.flatMap((link) => {
      const said = judge(source, link, boundaries) ?? pureProblem(source.path, link, paths);
      const { path } = source;
      const key = `${path} -> ${link.specifier}`;
      return said === null ? [] : [{ rule: 'imports', path, line: link.line, message: said, key }];
    }),
  );
}

function judge(source: Source, link: Link, boundaries: Boundaries): string | null {
  const target = targetOf(source, link);
  if (target === null) return wrappedProblem(source, link, boundaries);
  return (
    workspaceProblem(source.path, target, link, boundaries) ??
    layerProblem(source.path, target) ??
    serverProblem(source.path, target, boundaries) ??
    webProblem(source.path, target, boundaries)
  );
}

function wrappedProblem(source: Source, link: Link, { wrapped }: Boundaries): string | null {
  const rule = wrapped.find((each) => each.package === link.specifier);
  if (rule === undefined || rule.home.some((home) => source.path.startsWith(home)) || isTest(source.path))
    return null;
  return `imports "${rule.package}": use ${rule.instead}, the one place that talks to it`;
}

function workspaceProblem(from: string, to: string, link: Link, boundaries: Boundaries): string | null {
  const [own, other] = [workspaceOf(from), workspaceOf(to)];
  if (own === other) return null;
  if (to.endsWith('.json') || (own === 'apps/web' && isTest(from))) return null;
  if (!boundaries.workspaceEdges.some((edge) => edge.from === own && edge.to === other)) {
    return `imports ${other} from ${own}: no such edge: list it in tools/boundaries.ts with its reason, or move the code`;
  }
  if (own !== 'tools' && link.specifier.startsWith('.')) {
    return `reaches into ${other} by path: import it by its name, "@belfry/${other.split('/')[1]}", through its door`;
  }
  return null;
}

const isStore = (path: string) => path.endsWith('-store.ts');
const isRoutes = (path: string) => path.endsWith('-routes.ts');

/** Inside a slice the suffix is the layer: a store never calls up. */
function layerProblem(from: string, to: string): string | null {
  if (!from.startsWith(SERVER) || isTest(from) || !isStore(from)) return null;
  return isRoutes(to) || to.endsWith('-jobs.ts')
    ? `a store imports ${to}: pass what it needs as an argument`
    : null;
}

/** What belongs to the world: a decision that needs it cannot be tested by its arguments alone. */
const WORLD = /^(kysely|pg|fastify|nodemailer|node:(fs|net|http|child_process)(\/.*)?)$/;

/** A file with a store of its name decides, and decides from what it is handed. */
function pureProblem(from: string, link: Link, paths: ReadonlySet<string>): string | null {
  const stem = from.replace(/\.ts$/, '');
  if (!from.startsWith(SERVER) || !paths.has(`${stem}-store.ts`) || link.isTypeOnly) return null;
  if (!isStore(link.specifier) && !isRoutes(link.specifier) && !WORLD.test(link.specifier)) return null;
  return `decides, and imports ${link.specifier}: hand in what it needs, and leave the world to the store`;
}

function serverProblem(from: string, to: string, boundaries: Boundaries): string | null {
  if (!from.startsWith(SERVER) || !to.startsWith(SERVER) || isTest(from)) return null;
  if (COMPOSITION.has(from)) return null;
  const [own, other] = [roomIn(SERVER, from), roomIn(SERVER, to)];
  if (own === other) return null;
  if (own === null)
    return from === `${SERVER}index.ts` ? null : `stands at the top of the server: move it into a slice`;
  if (other === null) return `imports ${to}: only main.ts puts the house together: hand the value in`;
  const opens = boundaries.serverRooms[own]?.opens ?? ['platform', ...edgesFrom(own, boundaries.sliceEdges)];
  const isSlice = other !== 'platform' && boundaries.serverRooms[other] === undefined;
  if (!opens.includes(other) && !(isSlice && opens.includes('*'))) {
    return `${own} imports ${other}: put the work into a file in processes/, or list the edge in tools/boundaries.ts with its reason`;
  }
  if (isSlice && to !== `${SERVER}${other}/index.ts`) {
    return `reaches past the door of ${other}: import ${other}/index.ts, and add the name there when it is missing`;
  }
  return null;
}

function webProblem(from: string, to: string, boundaries: Boundaries): string | null {
  if (!from.startsWith(WEB) || !to.startsWith(WEB) || isTest(from)) return null;
  const [own, other] = [roomIn(WEB, from), roomIn(WEB, to)];
  if (other === null || own === null || own === other) return null;
  if (boundaries.webFoundation.includes(other)) return null;
  if (!boundaries.webFoundation.includes(own) && edgesFrom(own, boundaries.webEdges).includes(other))
    return null;
  return `${own} imports ${other}: move what both show into ui/, or list the edge in webEdges of tools/boundaries.ts`;
}

const edgesFrom = (from: string, edges: readonly Edge[]) =>
  edges.filter((edge) => edge.from === from).map((edge) => edge.to);

/** Edges nobody uses any more: a wall with a door that leads nowhere invites a burglar. */
export function checkEdgesUsed(sources: readonly Source[], boundaries: Boundaries): Finding[] {
  const seen = new Set<string>();
  for (const source of sources) {
    for (const link of source.links) {
      const target = targetOf(source, link);
      if (target === null) continue;
      seen.add(`${workspaceOf(source.path)} ${workspaceOf(target)}`);
      seen.add(`server ${roomIn(SERVER, source.path)} ${roomIn(SERVER, target)}`);
      seen.add(`web ${roomIn(WEB, source.path)} ${roomIn(WEB, target)}`);
    }
  }
  const unused = [
    ...boundaries.workspaceEdges.filter((edge) => !seen.has(`${edge.from} ${edge.to}`)),
    ...boundaries.sliceEdges.filter((edge) => !seen.has(`server ${edge.from} ${edge.to}`)),
    ...boundaries.webEdges.filter((edge) => !seen.has(`web ${edge.from} ${edge.to}`)),
  ];
  return unused.map(({ from, to }) => ({
    rule: 'edges',
    path: 'tools/boundaries.ts',
    message: `lists the edge ${from} -> ${to} that nothing uses: remove the line`,
    key: `${from} -> ${to}`,
  }));
}
