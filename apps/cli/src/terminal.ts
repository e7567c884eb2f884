// SPDX-License-Identifier: Apache-2.0
import { problems, type Refusal } from '@belfry/contract';
import type { Option } from './command.ts';

export const dataOption: Option = {
  kind: 'text',
  value: 'DIR',
  description: 'Data directory.',
  fallback: './data',
};

/** Commands print their result; what PostgreSQL says on the way matters to a server's log only. */
export const quietLog = { debug() {}, info() {}, warn() {}, error() {} };

export function sizeText(bytes: number): string {
  const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'];
  let size = bytes;
  let unit = 0;
  for (; size >= 1024 && unit < units.length - 1; unit += 1) size /= 1024;
  return `${unit === 0 ? size : size.toFixed(1)} ${units[unit]}`;
}

/** The registry's own words for a refusal, in one line. */
export function refusalText({ refused, detail }: Refusal): string {
  const { title, whatToDo } = problems[refused];
  return [title, detail, whatToDo].filter((part) => part !== undefined && part !== '').join(': ');
}
