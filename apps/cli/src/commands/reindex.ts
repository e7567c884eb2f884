// SPDX-License-Identifier: Apache-2.0
import { readConfiguration } from '@belfry/server/configuration';
import { type Command, exitCodes } from '../command.ts';
import { dataOption } from '../terminal.ts';

export const reindex: Command = {
  name: 'reindex',
  summary: 'build the search index of the logbook anew from its segments',
  options: { data: dataOption },
  details: [
    'Works beside a running server, which then does it, or without one. Nothing that is sealed is touched.',
    'Until it is done, searches find what is built so far.',
  ],
  run: async (given) => {
    const { clickhouseUrl, dataDir } = readConfiguration({ args: ['--data', given.text('data')] });
    const { reindex: build } = await import('@belfry/server/log-index');
    let told = 0;
    const where = await build({
      dataDir,
      clickhouseUrl,
      onProgress: ({ behind, inserted }) => {
        if (inserted < told) return;
        told = inserted + 100_000;
        process.stdout.write(`${inserted} entries indexed, ${behind} to go\n`);
      },
    });
    process.stdout.write(`The search index is built (${where})\n`);
    return exitCodes.done;
  },
};
