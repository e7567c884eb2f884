// SPDX-License-Identifier: Apache-2.0
import { readConfiguration } from '@belfry/server/configuration';
import { type Command, exitCodes } from '../command.ts';
import { dataOption, quietLog, sizeText } from '../terminal.ts';

export const backup: Command = {
  name: 'backup',
  summary: 'save the desk into a new directory, while it runs',
  options: {
    data: dataOption,
    to: { kind: 'text', value: 'DIR', description: 'Directory to make; it must not exist.', isNeeded: true },
  },
  details: ['The backup holds the keys of the desk: keep it as safe as the data directory itself.'],
  run: async (given) => {
    const { dataDir, databaseUrl } = readConfiguration({ args: ['--data', given.text('data')] });
    const { backUp, openExistingCluster, systemClock } = await import('@belfry/server/operations');
    const cluster = await openExistingCluster({ dataDir, databaseUrl, log: quietLog });
    try {
      const to = given.text('to');
      const { rowCount, fileCount, size } = await backUp({ cluster, dataDir, to, clock: systemClock });
      process.stdout.write(`Saved ${rowCount} rows and ${fileCount} files (${sizeText(size)}) to ${to}\n`);
    } finally {
      await cluster.stop();
    }
    return exitCodes.done;
  },
};
