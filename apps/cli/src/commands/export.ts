// SPDX-License-Identifier: Apache-2.0
import { createWriteStream } from 'node:fs';
import { readFile, rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { readConfiguration } from '@belfry/server/configuration';
import { type Command, exitCodes, type GivenOptions, Misuse } from '../command.ts';
import { dataOption } from '../terminal.ts';

export const exportCommand: Command = {
  name: 'export',
  summary: 'write log entries with their proofs: belfry export log ...',
  options: {
    what: { kind: 'list', value: 'WHAT', description: 'What to export: log; also without --what.' },
    data: dataOption,
    log: {
      kind: 'text',
      value: 'NAME',
      description: 'Name of the log, such as technical-2026.',
      isNeeded: true,
    },
    from: {
      kind: 'text',
      value: 'N',
      description: 'First entry, by its place in the log, from 0.',
      isNeeded: true,
    },
    until: { kind: 'text', value: 'N', description: 'Last entry; the first one alone when it is left out.' },
    to: {
      kind: 'text',
      value: 'FILE',
      description: 'Archive to write, such as entries.zip.',
      isNeeded: true,
    },
    witness: {
      kind: 'list',
      value: 'KEY',
      description: 'Key of a witness of the log, or a file with keys; goes into the archive.',
    },
    by: { kind: 'text', value: 'NAME', description: 'Who makes the export; stands on its first page.' },
    purpose: { kind: 'text', value: 'TEXT', description: 'What it is for; stands on its first page.' },
  },
  details: [
    'Takes a range. What a search finds is exported on the screen, where the search is recorded with its purpose.',
    'Works beside a running server and without one. The archive verifies itself: belfry verify FILE.',
  ],
  run: async (given) => {
    if (given.list('what').join(' ') !== 'log') {
      throw new Misuse('Cannot export that: known is log: run "belfry export log --help"');
    }
    const first = placeOf(given, 'from');
    const last = given.textOrNull('until') === null ? first : placeOf(given, 'until');
    if (last < first) throw new Misuse(`Cannot export: --until ${last} is before --from ${first}`);
    const { dataDir } = readConfiguration({ args: ['--data', given.text('data')] });
    const { bundleOfDirectory } = await import('@belfry/server/log-bundle');
    const { systemClock } = await import('@belfry/server/operations');
    const [by, purpose] = [given.textOrNull('by'), given.textOrNull('purpose')];
    const about = {
      madeAt: systemClock.now(),
      ...(by === null ? {} : { by }),
      ...(purpose === null ? {} : { purpose }),
    };
    const witnesses = await witnessKeys(given.list('witness'));
    const to = given.text('to');
    const unfinished = `${to}.part`;
    try {
      const bundle = bundleOfDirectory({
        dataDir,
        log: given.text('log'),
        first,
        last,
        witnesses,
        about,
      });
      await pipeline(bundle, createWriteStream(unfinished, { mode: 0o600 }));
      // Whoever finds the file under its name has a whole archive.
      await rename(unfinished, to);
    } catch (error) {
      await rm(unfinished, { force: true });
      throw error;
    }
    process.stdout.write(`Wrote ${last - first + 1} entries of ${given.text('log')} to ${to}\n`);
    return exitCodes.done;
  },
};

async function witnessKeys(given: readonly string[]): Promise<string[]> {
  const { vkeysIn } = await import('@belfry/server/log-verify');
  const keys: string[] = [];
  for (const each of given) {
    const content = await readFile(each, 'utf8').catch(() => each);
    const found = content.split(/\s+/).filter((word) => vkeysIn(word).length > 0);
    if (found.length === 0) {
      throw new Misuse(
        `Cannot use --witness "${each}": it is no verifier key and no file with one: check it`,
      );
    }
    keys.push(...found);
  }
  return keys;
}

function placeOf(given: GivenOptions, option: string): number {
  const text = given.text(option);
  if (!/^(0|[1-9]\d{0,14})$/.test(text)) {
    throw new Misuse(`Cannot use --${option} "${text}": it is no place in a log: use 0 or more`);
  }
  return Number(text);
}
