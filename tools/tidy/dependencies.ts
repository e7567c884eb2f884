// SPDX-License-Identifier: Apache-2.0
import type { Dependency } from '../boundaries.ts';
import type { Finding } from './finding.ts';
import { workspaceOf } from './imports.ts';
import type { Source } from './source.ts';
import { isTest } from './tree.ts';

export interface Manifest {
  readonly workspace: string;
  readonly dependencies: readonly string[];
  readonly devDependencies: readonly string[];
}

export interface Declared {
  readonly dependencies: readonly Dependency[];
  readonly licences: readonly string[];
  readonly licencesOfTools: readonly string[];
  readonly workspaces: Readonly<Record<string, { readonly owner: string; readonly dependenciesMax: number }>>;
}

/** `@scope/name/deep` -> `@scope/name`; null for Node's own, for our own and for paths. */
export function packageOf(specifier: string): string | null {
  if (/^(node:|\.|\/|@belfry\/|virtual:)/.test(specifier)) return null;
  const parts = specifier.split('/');
  return parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
}

const finding = (workspace: string, name: string, message: string): Finding => ({
  rule: 'dependencies',
  path: workspace === '.' ? 'package.json' : `${workspace}/package.json`,
  message,
  key: `${workspace} ${name}`,
});

/** Manifests against `tools/boundaries.ts`: every dependency has a reason and a known licence, within the budget. */
export function checkManifests(
  manifests: readonly Manifest[],
  declared: Declared,
  licenceOf: (name: string) => string | null,
): Finding[] {
  return manifests.flatMap(({ workspace, dependencies, devDependencies }) => {
    const budget = declared.workspaces[workspace];
    if (budget === undefined) {
      return [
        finding(
          workspace,
          'owner',
          'has no owner and no budget: add it to workspaces in tools/boundaries.ts',
        ),
      ];
    }
    const over =
      dependencies.length > budget.dependenciesMax
        ? [
            finding(
              workspace,
              'budget',
              `has ${dependencies.length} dependencies, ${budget.dependenciesMax} at most: take one out`,
            ),
          ]
        : [];
    const listed = declared.dependencies.filter((each) => each.workspace === workspace);
    const present = [...dependencies, ...devDependencies];
    // The root runs on nothing but its runtime: what else it has is for development, and never ships.
    const allowed =
      workspace === '.' ? [...declared.licences, ...declared.licencesOfTools] : declared.licences;
    return [
      ...over,
      ...present.flatMap((name) => judge(workspace, name, listed, allowed, licenceOf(name))),
      ...listed
        .filter(({ name }) => !present.includes(name))
        .map(({ name }) =>
          finding(
            workspace,
            name,
            `does not depend on ${name} any more: remove its line from tools/boundaries.ts`,
          ),
        ),
    ];
  });
}

function judge(
  workspace: string,
  name: string,
  listed: readonly Dependency[],
  licences: readonly string[],
  present: string | null,
): Finding[] {
  const line = listed.find((each) => each.name === name);
  if (line === undefined) {
    return [finding(workspace, name, `depends on ${name} without a reason: list it in tools/boundaries.ts`)];
  }
  if (present !== null && present !== line.licence) {
    const message = `depends on ${name} under ${present}, listed as ${line.licence}: read the licence and change the line`;
    return [finding(workspace, name, message)];
  }
  return licences.includes(line.licence)
    ? []
    : [
        finding(
          workspace,
          name,
          `depends on ${name} under ${line.licence}: choose one under ${licences.join(', ')}`,
        ),
      ];
}

/** Imports that no manifest declares, and declarations that nothing imports. */
export function checkUse(
  sources: readonly Source[],
  manifests: readonly Manifest[],
  listed: readonly Dependency[],
): Finding[] {
  const root = manifests.find(({ workspace }) => workspace === '.');
  const used = new Map<string, Set<string>>();
  const undeclared: Finding[] = [];
  for (const source of sources) {
    const workspace = manifests.some((each) => each.workspace === workspaceOf(source.path))
      ? workspaceOf(source.path)
      : '.';
    const manifest = manifests.find((each) => each.workspace === workspace);
    for (const link of source.links) {
      const name = packageOf(link.specifier);
      if (name === null) continue;
      const own = [...(manifest?.dependencies ?? []), ...(manifest?.devDependencies ?? [])];
      // Tests and tools run in the checkout, where the packages of the root are at hand.
      const shared = isTest(source.path) || workspace === '.' ? (root?.devDependencies ?? []) : [];
      const holder = own.includes(name) ? workspace : shared.includes(name) ? '.' : null;
      const isTools =
        workspaceOf(source.path) === 'tools' && manifests.some((each) => each.dependencies.includes(name));
      if (holder !== null) used.set(holder, (used.get(holder) ?? new Set()).add(name));
      else if (!isTools) {
        undeclared.push({
          rule: 'undeclared',
          path: source.path,
          line: link.line,
          message: `imports ${name}, which ${workspace === '.' ? 'package.json' : `${workspace}/package.json`} does not declare: use what is there, or add it with a reason`,
          key: `${source.path} ${name}`,
        });
      }
    }
  }
  const unused = manifests.flatMap(({ workspace, dependencies, devDependencies }) =>
    [...dependencies, ...devDependencies]
      .filter((name) => used.get(workspace)?.has(name) !== true)
      .filter(
        (name) => !listed.some((each) => each.workspace === workspace && each.name === name && each.isTool),
      )
      .map((name) => finding(workspace, name, `declares ${name}, which nothing imports: remove it`)),
  );
  return [...undeclared, ...unused];
}
