// SPDX-License-Identifier: Apache-2.0
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { logSourceIdentityKinds, logSourceStates, logStreams, retentionClasses } from '@belfry/contract';
import { z } from 'zod';
import { isAbsent } from '../../platform/files/is-absent.ts';
import { writeDurably } from '../../platform/files/write-whole.ts';
import type { UnknownSender } from './source-store.ts';
import type { KnownSources } from './source-table.ts';

/** What a start without PostgreSQL knows, and the senders whose rows are still to be written. */
export interface SourceCopy extends KnownSources {
  readonly waiting: readonly UnknownSender[];
}

const copyForm = z.object({
  v: z.literal(1),
  sources: z.array(
    z.object({
      id: z.uuid(),
      state: z.enum(logSourceStates),
      stream: z.enum(logStreams),
      retentionClass: z.enum(retentionClasses),
    }),
  ),
  identities: z.array(
    z.object({ sourceId: z.uuid(), kind: z.enum(logSourceIdentityKinds), value: z.string() }),
  ),
  zones: z
    .array(z.object({ sourceId: z.uuid(), sinceMs: z.number().int(), timeZone: z.string() }))
    .default([]),
  waiting: z.array(z.object({ id: z.uuid(), name: z.string() })),
});

const fileIn = (directory: string) => path.join(directory, 'sources.json');

/** @returns null where there is none yet; throws what cannot be read, which the caller reports and does without. */
export async function readSourceCopy(directory: string): Promise<SourceCopy | null> {
  let text: string;
  try {
    text = await readFile(fileIn(directory), 'utf8');
  } catch (error) {
    if (isAbsent(error)) return null;
    throw error;
  }
  return copyForm.parse(JSON.parse(text));
}

/** Whole or not at all after a crash. Tokens stand in it as hashes only; nobody but the owner reads it all the same. */
export async function writeSourceCopy(directory: string, copy: SourceCopy): Promise<void> {
  const { identities, sources, waiting, zones } = copy;
  const content = JSON.stringify({ v: 1, sources, identities, zones, waiting });
  await writeDurably(fileIn(directory), content);
}
