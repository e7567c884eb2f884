// SPDX-License-Identifier: Apache-2.0
import { parseArgs } from 'node:util';

/** The result of a command, as scripts see it. */
export const exitCodes = { done: 0, failed: 1, misused: 2 } as const;

export interface Option {
  /** A list is given once or more often; the first of a command takes what stands beside it without an option. */
  readonly kind: 'text' | 'flag' | 'list';
  /** What stands for the value in the help, such as DIR. */
  readonly value?: string;
  readonly description: string;
  readonly isNeeded?: boolean;
  readonly fallback?: string;
}

export interface Command {
  readonly name: string;
  readonly summary: string;
  readonly options: Readonly<Record<string, Option>>;
  /** What more there is to know, in whole lines. */
  readonly details?: readonly string[];
  readonly run: (given: GivenOptions) => Promise<number>;
}

/** What was asked for, and the same untouched for commands that read it themselves. */
export interface GivenOptions {
  readonly args: readonly string[];
  text(option: string): string;
  textOrNull(option: string): string | null;
  list(option: string): readonly string[];
}

/** The person at the keyboard has to change something: no stack, exit code 2. */
export class Misuse extends Error {
  override readonly name = 'Misuse';
}

export function readOptions(command: Command, args: readonly string[]): GivenOptions {
  const values = new Map<string, string>();
  const lists = new Map<string, readonly string[]>();
  const listed = Object.keys(command.options).find((name) => command.options[name]?.kind === 'list');
  try {
    const known = Object.entries(command.options).map(
      ([name, { kind }]) =>
        [name, { type: kind === 'flag' ? 'boolean' : 'string', multiple: kind === 'list' }] as const,
    );
    const parsed = parseArgs({
      args: [...args],
      options: Object.fromEntries(known),
      allowPositionals: listed !== undefined,
    });
    for (const [name, value] of Object.entries(parsed.values)) {
      values.set(name, String(value));
      if (Array.isArray(value)) lists.set(name, value.map(String));
    }
    if (listed !== undefined && parsed.positionals.length > 0) {
      lists.set(listed, [...(lists.get(listed) ?? []), ...parsed.positionals]);
    }
  } catch (error) {
    const said = error instanceof Error ? (error.message.split('. ')[0] ?? '') : String(error);
    throw new Misuse(`${said}: run "belfry ${command.name} --help" for what it takes`);
  }
  const missing = Object.entries(command.options)
    .filter(([name, option]) => option.isNeeded === true && !values.get(name))
    .map(([name, option]) => `--${name} ${option.value ?? ''}`.trim());
  if (missing.length > 0) {
    throw new Misuse(`Cannot run "belfry ${command.name}": ${missing.join(' and ')} is missing: add it`);
  }
  return {
    args,
    text: (option) => values.get(option) ?? command.options[option]?.fallback ?? '',
    textOrNull: (option) => values.get(option) ?? null,
    list: (option) => lists.get(option) ?? [],
  };
}

export function helpOf(command: Command): string {
  const rows = Object.entries(command.options).map(([name, option]) => {
    const value = `${option.value ?? 'TEXT'}${option.kind === 'list' ? '...' : ''}`;
    const left = option.kind === 'flag' ? `--${name}` : `--${name} ${value}`;
    return `  ${left.padEnd(24)} ${option.description}${option.isNeeded === true ? ' (needed)' : ''}${option.fallback === undefined ? '' : ` [${option.fallback}]`}`;
  });
  const lines = [`belfry ${command.name}: ${command.summary}`];
  if (rows.length > 0) lines.push('', 'Options:', ...rows);
  if (command.details !== undefined) lines.push('', ...command.details);
  return `${lines.join('\n')}\n`;
}
