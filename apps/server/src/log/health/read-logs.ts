// SPDX-License-Identifier: Apache-2.0
import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { LogFigures } from '@belfry/contract';
import { isFault, openNote } from '@belfry/ledger';
import { openLogDirectory } from '../sealing/index.ts';
import { openLogFiles } from '../sealing/log-files.ts';
import { readPublicKeys, verifierOf } from '../sealing/signing-keys.ts';
import { readTimeStamp } from '../sealing/time-stamp.ts';

export type LogRead = LogFigures['logs'][number] & {
  /** How far our clock was ahead of the authority when its newest answer was kept, in milliseconds; null without one. */
  readonly stampAheadMs: number | null;
  /** When that was. */
  readonly stampKeptAt: Date | null;
};

/** Reads of every log what its newest checkpoint is worth, from the files alone. */
export async function readLogs(logDir: string, keysDir: string): Promise<LogRead[]> {
  const directory = openLogDirectory(logDir);
  const keys = readPublicKeys(openLogFiles(keysDir))?.logs ?? {};
  const found: LogRead[] = [];
  for (const log of await directory.names()) {
    const readable = directory.open(log);
    const checkpoint = await readable.checkpoint();
    if (checkpoint === null) continue;
    const vkeys = keys[log] ?? [];
    const opened = await openNote(
      checkpoint.note,
      vkeys.flatMap((vkey) => verifierOf(vkey) ?? []),
    );
    const written = await stat(path.join(logDir, log, 'checkpoint')).catch(() => null);
    const stamped = await readable.lastTimeStamped();
    const stamp = stamped?.timeStamp == null ? null : readTimeStamp(stamped.timeStamp);
    const isRead = stamp !== null && !('refused' in stamp) && stamped !== null;
    const kept = isRead
      ? await stat(path.join(logDir, log, 'timestamps', `${stamped.size}.tsr`)).catch(() => null)
      : null;
    found.push({
      log,
      size: checkpoint.size,
      checkpointAt: written?.mtime.toISOString() ?? null,
      isSignatureValid: !isFault(opened),
      vkeys: [...vkeys],
      timeStamp: isRead ? { at: stamp.at, authority: stamp.authority, size: stamped.size } : null,
      stampAheadMs: isRead && kept !== null ? kept.mtimeMs - Date.parse(stamp.at) : null,
      stampKeptAt: kept?.mtime ?? null,
    });
  }
  return found;
}
