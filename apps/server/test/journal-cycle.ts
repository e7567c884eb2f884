// SPDX-License-Identifier: Apache-2.0
import { writeSync } from 'node:fs';
import { pino } from 'pino';
import type { Batch } from '../src/log/batch.ts';
import { openJournal, readJournal, releaseJournal } from '../src/log/journal/index.ts';
import { systemClock } from '../src/platform/clock/clock.ts';

/**
 * One life of a journal, as a program of its own so that its system calls can be made to fail: open, append over
 * several files, read, release the first, close, open again. Each acknowledgement is printed the moment it is given.
 */
const [, , directory = '', from = '0'] = process.argv;

const acknowledge = (text: string) => writeSync(1, `ack ${text}\n`);

function aLine(text: string): Batch {
  const bytes = Buffer.from(text);
  return {
    origin: {
      sourceId: '00000000-0000-4000-8000-000000000001',
      stream: 'technical',
      retentionClass: 'technical',
      transport: 'relp',
      peer: '192.0.2.7',
    },
    bytes,
    bounds: [0, bytes.length],
  };
}

async function live(first: number, count: number): Promise<void> {
  const journal = await openJournal({
    directory,
    clock: systemClock,
    logger: pino({ level: 'silent' }),
    limits: { journalFileBytesMax: 500, reserveBytesMax: 0, diskLookMs: 3_600_000, diskFreeBytesMin: 0 },
    onFailed: () => process.exit(70),
  });
  const start = journal.durableSeq + 1;
  for (let index = first; index < first + count; index += 2) {
    const texts = [`entry ${index}`, `entry ${index + 1}`];
    await Promise.all(texts.map((text) => journal.append(aLine(text)).then(() => acknowledge(text))));
  }
  let seq = start - 1;
  for await (const some of readJournal(directory, { fromSeq: start, progress: journal.progress })) {
    seq = some.at(-1)?.seq ?? seq;
    if (seq >= journal.durableSeq) break;
  }
  await releaseJournal(directory, 4);
  await journal.close();
}

const first = Number(from);
await live(first, 6);
await live(first + 6, 2);
