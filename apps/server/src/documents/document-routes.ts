// SPDX-License-Identifier: Apache-2.0
import {
  type documentRoutes,
  isRefusal,
  type Refusal,
  refuse,
  type SealedLineProven,
} from '@belfry/contract';
import type { FileStore } from '../platform/files/file-store.ts';
import type { Handlers } from '../platform/http/handlers.ts';
import { sendFile } from '../reports/index.ts';
import { entryOf, findDocument, listDocuments } from './document-store.ts';
import { type FilingParts, printNow } from './filing-work.ts';

export interface DocumentParts extends FilingParts {
  readonly files: Pick<FileStore, 'keep' | 'open'>;
  /** The sealed lines of an entry of the record, as the log proves them; empty while it is not sealed. */
  readonly linesOf: (entry: {
    readonly id: string;
    readonly position: number;
  }) => Promise<SealedLineProven[] | Refusal<'log.not_running'>>;
}

/** Documents as they were made. The wall of the database says who knows of one; none is ever changed. */
export function documentHandlers(parts: DocumentParts): Handlers<typeof documentRoutes> {
  const { database, files, linesOf } = parts;
  return {
    listDocuments: async ({ actor, query }) => ({
      items: await database.read(actor, ({ sql }) => listDocuments(sql, query)),
    }),
    readDocument: ({ actor, params }) =>
      database.read(
        actor,
        async ({ sql }) => (await findDocument(sql, params.document)) ?? refuse('document.not_found'),
      ),
    downloadDocument: async ({ actor, params, reply }) => {
      const found = await database.read(actor, ({ sql }) => findDocument(sql, params.document));
      return found === undefined
        ? refuse('document.not_found')
        : sendFile(reply, files, {
            name: found.name,
            media_type: 'application/octet-stream',
            sha256: found.sha256,
          });
    },
    proveDocument: async ({ actor, params }) => {
      const found = await database.read(actor, async ({ sql }) => {
        const document = await findDocument(sql, params.document);
        const entry = document === undefined ? undefined : await entryOf(sql, params.document);
        return document === undefined || entry === undefined
          ? refuse('document.not_found')
          : { document, entry };
      });
      if (isRefusal(found)) {
        return found;
      }
      const lines = await linesOf(found.entry);
      return isRefusal(lines)
        ? lines
        : { sha256: found.document.sha256, position: found.entry.position, lines };
    },
    draftDocument: async ({ actor, params }) => {
      const made = await printNow(parts, actor, params.notification);
      if (isRefusal(made)) {
        return made;
      }
      const all = await database.read(actor, ({ sql }) =>
        listDocuments(sql, { notification: params.notification }),
      );
      return {
        items:
          made.length === 0
            ? all.filter(({ isFinal }) => isFinal)
            : all.filter(({ id }) => made.includes(id)),
      };
    },
  };
}
