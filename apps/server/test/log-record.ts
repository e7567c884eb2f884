// SPDX-License-Identifier: Apache-2.0
import { join } from 'node:path';
import type { SealedLine } from '@belfry/contract';
import { openLogDirectory } from '../src/log/sealing/index.ts';
import { systemActor } from '../src/platform/authorization/actor.ts';
import type { Database } from '../src/platform/database/database.ts';

const writer = systemActor('a test writes the record');

/** Writes entries into the record of the desk, in one transaction. */
export async function writeRecord(database: Database, texts: readonly string[]): Promise<void> {
  await database.change(writer, async ({ ids, record }) => {
    for (const text of texts) {
      record({
        event: 'note.written',
        subject: { kind: 'incident', id: ids.uuid(), reference: 'INC-2026-0001' },
        text,
      });
    }
  });
}

/** What the desk wrote, as it stands sealed in the directory of the logs: canonical bytes, in the order of the logs. */
export async function sealedRecord(dataDir: string): Promise<string[]> {
  const found: string[] = [];
  const logs = openLogDirectory(join(dataDir, 'log'));
  for (const name of await logs.names()) {
    let pieces: Buffer[] = [];
    for await (const run of logs.open(name).lines(0, Number.MAX_SAFE_INTEGER)) {
      for (const bytes of run.lines) {
        const line = JSON.parse(bytes.toString()) as SealedLine;
        if (line.peer !== 'desk') continue;
        pieces.push(
          line.raw64 === undefined ? Buffer.from(line.raw ?? '') : Buffer.from(line.raw64, 'base64'),
        );
        if (line.part !== undefined && line.part[0] < line.part[1]) continue;
        found.push(Buffer.concat(pieces).toString());
        pieces = [];
      }
    }
  }
  return found;
}
