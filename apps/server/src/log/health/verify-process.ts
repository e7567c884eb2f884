// SPDX-License-Identifier: Apache-2.0
import { setPriority } from 'node:os';
import { readAuthorities } from '../sealing/time-stamp-authorities.ts';
import { verifierOfVkey } from '../verify/read-files.ts';
import { NothingToVerify, verifyPath } from '../verify/verify-path.ts';
import type { FromVerifier, VerifyOrder } from './verification-message.ts';

/** A process of its own: it hashes everything there is, and must slow down neither receiving nor sealing. */
const LOWEST_PRIORITY = 19;
const FINDINGS_MAX = 20;
const TELL_EVERY_ENTRIES = 20_000;

let isDone = false;
process.once('message', (order: VerifyOrder) => void verify(order));
// The log process is gone: nobody wants the answer.
process.once('disconnect', () => isDone || process.kill(process.pid, 'SIGTERM'));

async function verify({ dataDir, timestampCaFile, witnesses }: VerifyOrder): Promise<void> {
  setPriority(LOWEST_PRIORITY);
  const authorities = readAuthorities(timestampCaFile);
  let told = 0;
  try {
    const { logs } = await verifyPath(dataDir, {
      logKeys: [],
      witnesses: witnesses.flatMap((vkey) => verifierOfVkey(vkey) ?? []),
      authorities: authorities === 'any' ? [] : (authorities ?? []),
      pinned: [],
      onProgress: (log, entries) => {
        if (Math.abs(entries - told) < TELL_EVERY_ENTRIES) return;
        told = entries;
        tell({ kind: 'progress', log, entries });
      },
    });
    tell({
      kind: 'done',
      logs: logs.map(({ name, report }) => ({
        log: name,
        verdict: report.verdict,
        size: report.size,
        findings: report.findings.slice(0, FINDINGS_MAX).map(({ words }) => words),
      })),
    });
  } catch (error) {
    if (error instanceof NothingToVerify) tell({ kind: 'done', logs: [] });
    else tell({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
  }
}

function tell(message: FromVerifier): void {
  process.send?.(message, () => {
    // Nothing else holds the process: it ends by itself once nobody can be told any more.
    if (message.kind === 'progress') return;
    isDone = true;
    process.disconnect?.();
  });
}
