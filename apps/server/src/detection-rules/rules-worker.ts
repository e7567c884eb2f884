// SPDX-License-Identifier: Apache-2.0
import { parentPort, workerData } from 'node:worker_threads';
import type { Placeholders } from '@belfry/sigma';
import type { ActiveDocument } from '../log/index.ts';
import { type ReadSet, readDocuments } from './read-documents.ts';
import { filesOfFolder, filesOfUpload, ReadFailed, type ReadFailure } from './rule-files.ts';
import { runSamples } from './rule-samples.ts';
import { tryDocuments } from './try-documents.ts';

/** Work with texts of others that must not stop everybody: it runs beside the server, and can be ended. */
export type RulesTask =
  | {
      readonly kind: 'upload';
      readonly bytes: Uint8Array;
      readonly name: string;
      readonly placeholders: Placeholders;
    }
  | {
      readonly kind: 'folder';
      readonly folder: string;
      readonly allowed: readonly string[];
      readonly placeholders: Placeholders;
    }
  | {
      readonly kind: 'samples';
      readonly document: ActiveDocument;
      readonly companions: readonly ActiveDocument[];
      readonly placeholders: Placeholders;
    }
  | {
      readonly kind: 'try';
      readonly yaml: string;
      readonly events: string;
      readonly companions: readonly ActiveDocument[];
      readonly placeholders: Placeholders;
    };

export interface TaskResults {
  readonly upload: ReadSet;
  readonly folder: ReadSet & { readonly look: string };
  readonly samples: ReturnType<typeof runSamples>;
  readonly try: ReturnType<typeof tryDocuments>;
}

export type FromRulesWorker =
  /** It has read its sources, and sets to work. */
  | { readonly kind: 'begun' }
  | { readonly kind: 'progress'; readonly read: number; readonly total: number }
  | { readonly kind: 'done'; readonly result: TaskResults[RulesTask['kind']] }
  | { readonly kind: 'failed'; readonly code: ReadFailure; readonly detail: string };

const PROGRESS_FILES = 100;

async function work(task: RulesTask): Promise<TaskResults[RulesTask['kind']]> {
  const told = (read: number, total: number) => {
    if (read % PROGRESS_FILES === 0 || read === total) post({ kind: 'progress', read, total });
  };
  switch (task.kind) {
    case 'upload':
      return readDocuments(filesOfUpload(task.bytes, task.name), task.placeholders, told);
    case 'folder': {
      const files = await filesOfFolder(task.folder, task.allowed);
      return { ...readDocuments(files, task.placeholders, told), look: files.look };
    }
    case 'samples':
      return runSamples(task.document, task.companions, task.placeholders);
    case 'try':
      return tryDocuments(task.yaml, task.events, task.companions, task.placeholders);
  }
}

const post = (message: FromRulesWorker) => parentPort?.postMessage(message);

post({ kind: 'begun' });
try {
  post({ kind: 'done', result: await work(workerData as RulesTask) });
} catch (error) {
  // Anything else is a bug, and ends the thread as one.
  if (!(error instanceof ReadFailed)) throw error;
  post({ kind: 'failed', code: error.code, detail: error.message });
}
