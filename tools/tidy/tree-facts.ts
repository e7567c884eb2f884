// SPDX-License-Identifier: Apache-2.0
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { events, permissionNames, problemCodes, routes } from '@belfry/contract';
import {
  type ConfigurationKey,
  configurationKeys,
  toolVariables,
} from '../../apps/server/src/platform/configuration/configuration-keys.ts';
import type { Manifest } from './dependencies.ts';
import type { Quotable } from './documents.ts';
import type { Tree } from './tree.ts';

/** Columns whose words stay inside the server, each with the reason why the contract does not know them. */
export const ownWords: Readonly<Record<string, string>> = {
  'incident.status_before_merge': 'the statuses a merge can come from, a part of incidentStatuses',
  'report_message.direction': 'the API says who wrote, not the direction',
  'feedback.way': 'the API says what happened to the feedback, not how it travelled',
  'one_time_link.purpose': 'a link is known by its secret only',
  'sign_in_ceremony.kind': 'a ceremony is known by its identifier only',
};

interface PackageJson {
  readonly exports?: Readonly<Record<string, string>>;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly license?: string;
}

const parse = (text: string | null | undefined) => JSON.parse(text ?? '{}') as PackageJson;
const isOutside = (name: string) => !name.startsWith('@belfry/');

export function manifestsOf({ files }: Tree): Manifest[] {
  return [...files.values()]
    .filter(({ path }) => /^((packages|apps)\/[a-z]+\/)?package\.json$/.test(path))
    .map(({ path, text }) => {
      const { dependencies = {}, devDependencies = {} } = parse(text);
      return {
        workspace: path.replace(/\/?package\.json$/, '') || '.',
        dependencies: Object.keys(dependencies).filter(isOutside),
        devDependencies: Object.keys(devDependencies).filter(isOutside),
      };
    });
}

/** Workspace -> the files its manifest opens to others. */
export function doorsOf({ files }: Tree): Map<string, string[]> {
  return new Map(
    [...files.values()]
      .filter(({ path }) => /^(packages|apps)\/[a-z]+\/package\.json$/.test(path))
      .map(({ path, text }) => {
        const workspace = path.replace('/package.json', '');
        const opened = Object.values(parse(text).exports ?? {});
        return [workspace, opened.map((file) => `${workspace}/${file.replace('./', '')}`)];
      }),
  );
}

export function licenceOf(root: string, name: string): string | null {
  const nested = ['apps/server', 'apps/web', 'apps/cli', 'packages/contract'].map((each) => join(root, each));
  const found = [root, ...nested]
    .map((base) => join(base, 'node_modules', name, 'package.json'))
    .find((file) => existsSync(file));
  return found === undefined ? null : (parse(readFileSync(found, 'utf8')).license ?? null);
}

/** What a document may quote. */
export function quotableOf(tree: Tree): Quotable {
  const paths = new Set(tree.files.keys());
  const keys: readonly ConfigurationKey[] = configurationKeys;
  const variables = keys.flatMap(({ variable, isSecret }) =>
    variable === undefined ? [] : [variable, ...(isSecret === true ? [`${variable}_FILE`] : [])],
  );
  return {
    paths,
    scripts: new Set(Object.keys(parse(tree.files.get('package.json')?.text).scripts ?? {})),
    commands: commandsOf(tree),
    variables: new Set([...variables, ...toolVariables]),
    names: new Set<string>([
      ...Object.values(routes).map(({ id }) => id),
      ...problemCodes,
      ...permissionNames,
      ...events,
      ...columnsOf(tree),
    ]),
    routes: new Set(Object.values(routes).map(({ path }) => path)),
    identifiers: new Set(tree.sources.flatMap(({ declared }) => declared.map(({ name }) => name))),
  };
}

/** What each command takes, read from its table of options; `serve` takes its options from the configuration. */
function commandsOf({ files }: Tree): Map<string, Set<string>> {
  const keys: readonly ConfigurationKey[] = configurationKeys;
  const served = keys.flatMap(({ option }) => option ?? []);
  return new Map(
    [...files.values()].flatMap(({ path, text }) => {
      const name = /^apps\/cli\/src\/commands\/([a-z-]+)\.ts$/.exec(path)?.[1];
      if (name === undefined) return [];
      const options = (text ?? '').matchAll(/(?:^ {4}|[{,] )'?([a-z-]+)'?: (?:\{|dataOption)/gm);
      return [
        [
          name,
          new Set([
            'help',
            ...(name === 'serve' ? served : []),
            ...[...options].flatMap(([, option]) => option ?? []),
          ]),
        ],
      ];
    }),
  );
}

/** `table.column` of the migrated database, as its generated row types tell. */
function columnsOf({ files }: Tree): string[] {
  const rows = files.get('apps/server/src/platform/database/rows.generated.ts')?.text ?? '';
  const body = new Map(
    [...rows.matchAll(/^export interface (\w+)Table \{\n([\s\S]*?)^\}/gm)].map(([, table, fields]) => [
      table,
      fields,
    ]),
  );
  return [...rows.matchAll(/^ {2}(\w+): (\w+)Table;/gm)].flatMap(([, name, table]) =>
    [...(body.get(table) ?? '').matchAll(/^ {2}(\w+):/gm)].map(([, column]) => `${name}.${column}`),
  );
}

/** The nouns of the server: its slices. */
export function nounsOf({ files }: Tree): string[] {
  const rooms = [...files.keys()].flatMap((path) => /^apps\/server\/src\/([a-z-]+)\//.exec(path)?.[1] ?? []);
  const known = new Set(['platform', 'processes', 'migrations']);
  return [...new Set(rooms)].filter((room) => !known.has(room));
}
