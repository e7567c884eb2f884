// SPDX-License-Identifier: Apache-2.0
import { readConfiguration } from '@belfry/server/configuration';
import { type Command, exitCodes } from '../command.ts';
import { quietLog } from '../terminal.ts';

export const restore: Command = {
  name: 'restore',
  summary: 'bring a backup back into an empty data directory',
  options: {
    from: { kind: 'text', value: 'DIR', description: 'Directory that "belfry backup" made.', isNeeded: true },
    data: {
      kind: 'text',
      value: 'DIR',
      description: 'Data directory to fill; empty or not there yet.',
      isNeeded: true,
    },
  },
  details: [
    'Checks every digest first, and every row and foreign key after; a failed restore leaves the directory empty.',
  ],
  run: async (given) => {
    const { dataDir, databaseUrl } = readConfiguration({ args: ['--data', given.text('data')] });
    const operations = await import('@belfry/server/operations');
    const result = await operations.restore({
      from: given.text('from'),
      dataDir,
      databaseUrl,
      log: quietLog,
    });
    process.stdout.write(
      `Restored ${result.rowCount} rows and ${result.fileCount} files, saved at ${result.madeAt}, into ${dataDir} (schema version ${result.schemaVersion})\n`,
    );
    return exitCodes.done;
  },
};
