// SPDX-License-Identifier: Apache-2.0
import { isRefusal, limits, type Refusal, refuse } from '@belfry/contract';
import { type Actor, systemActor } from '../platform/authorization/actor.ts';
import type { Ids } from '../platform/clock/clock.ts';
import type { Changing, Database } from '../platform/database/database.ts';
import type { FileStore } from '../platform/files/file-store.ts';
import type { DueWork } from '../platform/jobs/index.ts';
import { filingDocuments } from './filing-documents.ts';
import {
  type DueFiling,
  type FoundFiling,
  findFiling,
  forgetFailure,
  nextFilingWithoutDocuments,
  writeFailure,
} from './filing-store.ts';
import { type KeptDocument, keepBytes, makeDocument } from './make-document.ts';
import { PrintFailed } from './print-pdf.ts';

export interface FilingParts {
  readonly database: Database;
  readonly files: Pick<FileStore, 'keep'>;
  readonly ids: Ids;
  readonly now: () => Date;
}

const WORK = 'notification-makes-documents';
const LOOK_EVERY_MS = 1_000;

/**
 * What was approved is printed: within a second of the approval, once, and again after a crash at any place. The bytes
 * are in the file store before a row names them.
 */
export function notificationMakesDocuments(parts: FilingParts): DueWork {
  const actor = systemActor(WORK);
  return {
    name: WORK,
    lookEveryMs: LOOK_EVERY_MS,
    doBatch: async () => {
      const due = await parts.database.read(actor, ({ now, sql }) => nextFilingWithoutDocuments(sql, now));
      if (due === undefined) {
        return false;
      }
      await printDue(parts, actor, due);
      return true;
    },
  };
}

/**
 * Prints what was approved now, where its turn has not come yet: whoever sends within that second sends the PDF too.
 * What cannot be printed holds nothing up, because the mail itself says everything.
 */
export async function printBeforeItLeaves(parts: FilingParts, reference: string): Promise<void> {
  const actor = systemActor(WORK);
  const due = await parts.database.read(actor, ({ now, sql }) =>
    nextFilingWithoutDocuments(sql, now, reference),
  );
  if (due !== undefined) await printDue(parts, actor, due);
}

async function printDue(parts: FilingParts, actor: Actor, due: DueFiling): Promise<void> {
  const { database } = parts;
  const found = await database.read(actor, ({ sql }) => findFiling(sql, { id: due.id }));
  // Changed since: what is a draft again has nothing to print.
  if (found?.filing.contentSha256 !== due.contentSha256) {
    return;
  }
  try {
    const kept = await keepFiling(parts, found);
    await database.change(actor, async (changing) => {
      await writeFiling(changing, found, kept);
      await forgetFailure(changing.sql, due.id);
    });
  } catch (error) {
    if (!(error instanceof PrintFailed)) {
      throw error;
    }
    const waitMs = Math.min(limits.documentRetryAfterMsMax, limits.documentMsMax * 2 ** due.attempts);
    await database.change(actor, ({ now, sql }) =>
      writeFailure(sql, due, error.message, new Date(now.getTime() + waitMs)),
    );
  }
}

/** Prints a notification as it stands, for somebody who sees it. */
export async function printNow(
  parts: FilingParts,
  actor: Actor,
  reference: string,
): Promise<
  readonly string[] | Refusal<'notification.not_found' | 'document.not_printed' | 'document.too_large'>
> {
  const found = await parts.database.read(actor, ({ sql }) => findFiling(sql, { reference }));
  if (found === undefined) {
    return refuse('notification.not_found', `Looked for "${reference}"`);
  }
  const kept = await orRefused(() => keepFiling(parts, found));
  return isRefusal(kept)
    ? kept
    : await parts.database.change(actor, (changing) => writeFiling(changing, found, kept));
}

/** What a print that fails is called by a route. */
export async function orRefused<T>(
  print: () => Promise<T>,
): Promise<T | Refusal<'document.not_printed' | 'document.too_large'>> {
  try {
    return await print();
  } catch (error) {
    if (!(error instanceof PrintFailed)) {
      throw error;
    }
    return refuse(error.code === 'document.too_large' ? error.code : 'document.not_printed', error.message);
  }
}

async function keepFiling(
  { files, ids, now }: FilingParts,
  { filing }: FoundFiling,
): Promise<readonly KeptDocument[]> {
  const made = await filingDocuments(filing, { madeAt: now(), uuid: () => ids.uuid() });
  const kept: KeptDocument[] = [];
  for (const { bytes, format, leftOut, name } of made) {
    const { isFinal, language, tlp } = filing;
    const file = await keepBytes(files, bytes);
    kept.push({ kind: 'notification', format, name, language, tlp, isFinal, leftOut, file });
  }
  return kept;
}

async function writeFiling(
  changing: Changing,
  { filing, id, incident }: FoundFiling,
  kept: readonly KeptDocument[],
): Promise<string[]> {
  const made: string[] = [];
  for (const one of kept) {
    const of = {
      incident,
      notificationId: id,
      ...(filing.contentSha256 === null ? {} : { contentSha256: filing.contentSha256 }),
    };
    const document = await makeDocument(changing, one, of);
    if (document !== null) made.push(document);
  }
  return made;
}
