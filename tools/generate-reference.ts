// SPDX-License-Identifier: Apache-2.0
import { readFile } from 'node:fs/promises';
import {
  events,
  openApi,
  type Permission,
  permissionNames,
  permissions,
  problemCodes,
  problems,
  roleNames,
  roles,
  routes,
} from '@belfry/contract';
import { holidayCalendars, regimes } from '@belfry/regimes';
import {
  type ConfigurationKey,
  configurationKeys,
} from '../apps/server/src/platform/configuration/configuration-keys.ts';
import * as boundaries from './boundaries.ts';
import { describeLimits } from './reference/limit-notes.ts';
import { page, table } from './reference/markdown.ts';
import { regimesPage } from './reference/regimes-page.ts';
import { type RegimeDigests, regimeDigests, regimeDigestsFile } from './regime-digests.ts';
import { drawGraph } from './tidy/graph.ts';

const root = new URL('../', import.meta.url);

/** The reference pages: path from the root -> text. Everything comes from the contract, the configuration table and the regimes. */
export async function generateReference(): Promise<Map<string, string>> {
  const manifest = JSON.parse(await readFile(new URL('apps/server/package.json', root), 'utf8')) as {
    version: string;
  };
  const limitsSource = await readFile(new URL('packages/contract/src/limits.ts', root), 'utf8');
  return new Map([
    ...openApiPages(manifest.version),
    ['docs/reference/errors.md', errorsPage()],
    ['docs/reference/permissions.md', permissionsPage()],
    ['docs/reference/configuration.md', configurationPage(configurationKeys)],
    ['docs/reference/limits.md', limitsPage(limitsSource)],
    ['docs/reference/events.md', eventsPage()],
    [regimeDigestsFile, await digestsOfRegimes()],
    ['docs/reference/regimes.md', regimesPage(regimes, holidayCalendars)],
    ['docs/reference/dependency-graph.md', drawGraph(boundaries)],
  ]);
}

/** What is committed decides whether a regime may change: the next digests are written beside what stands. */
async function digestsOfRegimes(): Promise<string> {
  const committed = JSON.parse(await readFile(new URL(regimeDigestsFile, root), 'utf8')) as RegimeDigests;
  return `${JSON.stringify(regimeDigests(regimes, committed), null, 2)}\n`;
}

/** What the law asks of an incident is as large as the incident itself: it has documents of its own. */
const nounsOfIncidents: readonly string[] = [
  'announcements',
  'assessment',
  'assistance-requests',
  'authority-messages',
  'notifications',
  'obligations',
  'referrals',
];

function nounOf(path: string): string {
  const [noun = 'api', , part = ''] = path.split('/').slice(3);
  return noun === 'incidents' && nounsOfIncidents.includes(part) ? part : noun;
}

/** One OpenAPI document for each noun under `/api/v1/`: whole in itself, and small enough to review. */
function openApiPages(version: string): [path: string, text: string][] {
  const byNoun = Map.groupBy(Object.entries(routes), ([, { path }]) => nounOf(path));
  return [...byNoun].map(([noun, declared]) => [
    `docs/reference/openapi/${noun}.json`,
    `${linesOf(openApi(Object.fromEntries(declared), version), 3)}\n`,
  ]);
}

/** JSON with a line for each entry down to a depth: one line an operation and a shape, so that a change reads well. */
function linesOf(value: unknown, depth: number, indent = ''): string {
  if (depth === 0 || typeof value !== 'object' || value === null || Array.isArray(value)) {
    return JSON.stringify(value);
  }
  const inner = `${indent} `;
  const lines = Object.entries(value)
    .filter(([, each]) => each !== undefined)
    .map(([name, each]) => `${inner}${JSON.stringify(name)}: ${linesOf(each, depth - 1, inner)}`);
  return lines.length === 0 ? '{}' : `{\n${lines.join(',\n')}\n${indent}}`;
}

const code = (text: string) => `\`${text}\``;

function errorsPage(): string {
  return page('Problems', [
    'Every refusal is a problem document (RFC 9457, `application/problem+json`) with one of these codes. A code is forever; act on it, not on the words.',
    '`retry` says whether the same request may succeed later, unchanged.',
    table(
      ['Code', 'Status', 'What is wrong', 'What to do', 'Retry'],
      problemCodes.map((name) => {
        const { status, title, whatToDo, retry } = problems[name];
        return [code(name), String(status), title, whatToDo, retry ? 'yes' : 'no'];
      }),
    ),
  ]);
}

function permissionsPage(): string {
  const has = (role: (typeof roleNames)[number], permission: Permission) =>
    (roles[role] as readonly Permission[]).includes(permission) ? 'yes' : '';
  return page('Permissions', [
    'A role opens what its permissions say, and never a restricted incident: only its participants see that, and the wall stands in the database.',
    '## What a permission allows',
    table(
      ['Permission', 'Allows'],
      permissionNames.map((name) => [code(name), permissions[name]]),
    ),
    '## Which role has it',
    table(
      ['Permission', ...roleNames.map(code)],
      permissionNames.map((name) => [code(name), ...roleNames.map((role) => has(role, name))]),
    ),
    '## What guards a call',
    '`signedIn` asks for a session or an API token; `public` asks for nothing and is rate-limited.',
    table(
      ['Call', 'Method', 'Path', 'Guard', 'Does'],
      Object.values(routes).map(({ id, method, path, guard, summary }) => [
        code(id),
        method,
        code(path),
        code(guard),
        summary,
      ]),
    ),
  ]);
}

function configurationPage(keys: readonly ConfigurationKey[]): string {
  return page('Configuration', [
    'An option of `belfry serve` wins over the environment variable. A variable that begins with `BELFRY_` and is not listed here stops the start.',
    'For a secret, `<VARIABLE>_FILE` may name a file that holds the value instead.',
    table(
      ['Option', 'Variable', 'Default', 'Secret', 'Meaning'],
      keys.map(({ option, variable, fallback, isSecret, description }) => [
        option === undefined ? '' : code(`--${option}`),
        variable === undefined ? '' : code(variable),
        fallback === undefined ? '' : code(fallback),
        isSecret === true ? 'yes' : '',
        description,
      ]),
    ),
  ]);
}

function limitsPage(source: string): string {
  return page('Limits', [
    'Everything has a limit. A request beyond one is refused with a problem that names it; nothing is cut silently.',
    table(
      ['Limit', 'Value', 'Unit', 'Bounds'],
      describeLimits(source).map(({ name, value, unit, note }) => [code(name), value, unit, note]),
    ),
  ]);
}

function eventsPage(): string {
  const byNoun = Map.groupBy(events, (name) => name.split('.')[0] ?? name);
  return page('Events', [
    'Each entry of the record names one event, in the past tense; a name is forever. The shape of an entry is `HistoryEntry` in [history.json](openapi/history.json).',
    table(
      ['About', 'Events'],
      [...byNoun].map(([noun, names]) => [noun, names.map(code).join(' · ')]),
    ),
  ]);
}
