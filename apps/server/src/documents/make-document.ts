// SPDX-License-Identifier: Apache-2.0
import { Buffer } from 'node:buffer';
import { type DocumentFormat, type DocumentKind, isRefusal, limits, type Tlp } from '@belfry/contract';
import type { Changing } from '../platform/database/database.ts';
import type { FileStore, StoredFile } from '../platform/files/file-store.ts';
import { insertDocument } from './document-store.ts';
import { PrintFailed } from './print-pdf.ts';

/** A document whose bytes are in the file store, and that no row names yet. */
export interface KeptDocument {
  readonly kind: DocumentKind;
  readonly format: DocumentFormat;
  readonly name: string;
  readonly language: string | null;
  readonly tlp: Tlp;
  readonly isFinal: boolean;
  readonly leftOut?: readonly string[];
  readonly file: StoredFile;
}

/** What it belongs to: an incident, or a period where there is none. */
export interface DocumentOf {
  readonly incident: { readonly id: string; readonly reference: string } | null;
  readonly notificationId?: string;
  readonly contentSha256?: string;
}

/**
 * Puts bytes into the file store. They survive a crash from here on; without a row they are an orphan that nobody
 * sees, and keeping them again gives the same file.
 *
 * @throws PrintFailed where they are more than one document may have
 */
export async function keepBytes(files: Pick<FileStore, 'keep'>, bytes: Uint8Array): Promise<StoredFile> {
  const kept = await files.keep(once(Buffer.from(bytes)), limits.documentBytesMax);
  if (isRefusal(kept)) {
    throw new PrintFailed(
      'document.too_large',
      `Cannot keep the document: it has ${bytes.length} bytes, ${limits.documentBytesMax} are the most`,
    );
  }
  return kept;
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/**
 * Makes a document of bytes that are kept: its row, and the entry of the record that names its digest. From the seal of
 * that entry on anybody can prove that exactly these bytes existed then.
 *
 * @returns its identifier, or null where the same was made already
 */
export async function makeDocument(
  changing: Pick<Changing, 'actor' | 'ids' | 'now' | 'record' | 'sql'>,
  kept: KeptDocument,
  { contentSha256, incident, notificationId }: DocumentOf,
): Promise<string | null> {
  const { actor, ids, now, record, sql } = changing;
  const id = ids.uuid();
  const { file, format, isFinal, kind, language, leftOut = [], name, tlp } = kept;
  const isNew = await insertDocument(sql, {
    ...{ id, kind, format, name, language, tlp, isFinal, leftOut },
    incidentId: incident?.id ?? null,
    notificationId: notificationId ?? null,
    contentSha256: contentSha256 ?? null,
    ...{ sizeBytes: file.sizeBytes, sha256: file.sha256, madeAt: now },
    madeBy: actor.kind === 'person' ? actor.id : null,
  });
  if (!isNew) {
    return null;
  }
  const named = {
    sha256: file.sha256,
    sizeBytes: file.sizeBytes,
    format,
    isFinal,
    contentSha256: contentSha256 ?? null,
  };
  record({
    event: 'document.made',
    subject: { kind: 'document', id, reference: name },
    ...(incident === null ? {} : { incident }),
    changes: Object.entries(named).map(([field, to]) => ({ field, from: null, to })),
  });
  return id;
}
