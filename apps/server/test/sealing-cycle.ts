// SPDX-License-Identifier: Apache-2.0
import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { CheckpointRefused } from '../src/log/sealing/checkpoint-guard.ts';
import type { GuardRow } from '../src/log/sealing/checkpoint-store.ts';
import { openLogFiles } from '../src/log/sealing/log-files.ts';
import { Sealer } from '../src/log/sealing/sealer.ts';
import { SigningKeys } from '../src/log/sealing/signing-keys.ts';
import { SOME_MOMENT_US, someEntries } from './log-entries.ts';

/**
 * One life of the sealing thread, as a program of its own so that its system calls can be made to fail: open, seal in
 * three pieces, close. The journal gives everything from its beginning, as after a crash; the guard is a file, which
 * stands for the table. Each checkpoint is printed the moment somebody could see it.
 */
const [, , root = '', guardFile = ''] = process.argv;

interface Kept extends Omit<GuardRow, 'signedAt'> {
  readonly signedAt: string;
}
const kept = (): Kept[] =>
  existsSync(guardFile) ? (JSON.parse(readFileSync(guardFile, 'utf8')) as Kept[]) : [];

const names = () => {
  const logs = path.join(root, 'log');
  return existsSync(logs) ? readdirSync(logs) : [];
};
const keysDir = path.join(root, 'keys');
const hasLogs = names().length > 0 || kept().length > 0;
let passedMs = 0;
const sealer = await Sealer.open({
  guard: {
    rows: async () => kept().map((row) => ({ ...row, signedAt: new Date(row.signedAt) })),
    move: async (known, { log, note, signedAt }) => {
      const rows = kept();
      if ((rows.find((row) => row.log === log)?.note ?? null) !== known) throw new CheckpointRefused(log);
      const others = rows.filter((row) => row.log !== log);
      writeFileSync(`${guardFile}.new`, JSON.stringify([...others, { log, note, signedAt }]));
      renameSync(`${guardFile}.new`, guardFile);
    },
  },
  keys: SigningKeys.open(openLogFiles(keysDir), { directory: keysDir, origin: 'log.example.org', hasLogs }),
  clocks: {
    wallUs: () => SOME_MOMENT_US + passedMs * 1_000,
    monotonicNs: () => BigInt(passedMs + 1_000) * 1_000_000n,
  },
  logNames: names,
  filesOf: (log) => openLogFiles(path.join(root, 'log', log)),
  readAs: () => ({ format: 'text', parse: 'raw' }),
  tell: (news) => {
    if (news.kind === 'published') writeSync(1, `sealed ${news.size} ${news.sealedSeq}\n`);
    if (news.kind === 'alarm' && news.facts !== null) writeSync(1, `alarm ${news.alarm}\n`);
  },
});
for (const batch of [someEntries(1, 200), someEntries(201, 100), someEntries(301, 240)]) {
  await sealer.take(batch);
  passedMs += 2_500;
  await sealer.publishDue();
}
await sealer.publishAll();
sealer.close();
