// SPDX-License-Identifier: Apache-2.0
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import os from 'node:os';
import { vkeysIn } from '@belfry/server/log-verify';
import { createWitnessServer, openWitness } from '@belfry/server/log-witness';
import { systemClock } from '@belfry/server/operations';
import { type Command, exitCodes, Misuse } from '../command.ts';

export const witness: Command = {
  name: 'witness',
  summary: 'watch the logs of others: cosign only what continues them',
  options: {
    log: {
      kind: 'list',
      value: 'KEY',
      description: 'Key of a log to watch, or a file with keys.',
      isNeeded: true,
    },
    data: {
      kind: 'text',
      value: 'DIR',
      description: 'Directory for its key and what it cosigned.',
      fallback: './witness',
    },
    port: { kind: 'text', value: 'N', description: 'Port to listen on.', fallback: '8090' },
    host: { kind: 'text', value: 'ADDRESS', description: 'Address to listen on.', fallback: '127.0.0.1' },
    name: {
      kind: 'text',
      value: 'NAME',
      description: 'Name in its key; fixed at the first start. [host name]',
    },
  },
  details: [
    'Speaks C2SP tlog-witness. Run it on another machine than the logs, under somebody else: that is its worth.',
    'Prints its key: give it to the log (BELFRY_WITNESSES="KEY URL") and to whoever verifies (belfry verify --witness KEY).',
  ],
  run: async (given) => {
    const logs = [];
    for (const each of given.list('log')) {
      const found = vkeysIn(await readFile(each, 'utf8').catch(() => each));
      if (found.length === 0) {
        throw new Misuse(`Cannot watch "${each}": it is no verifier key and no file with one: check it`);
      }
      logs.push(...found);
    }
    const port = Number(given.text('port'));
    if (!Number.isInteger(port) || port < 0 || port > 65_535) {
      throw new Misuse(`Cannot use --port "${given.text('port')}": use 0 to 65535`);
    }
    const opened = await openWitness({
      directory: given.text('data'),
      name: given.textOrNull('name') ?? os.hostname(),
      logs,
      now: () => Math.floor(systemClock.now().getTime() / 1_000),
    });
    const server = createWitnessServer(opened, (error) => process.stderr.write(`${String(error)}\n`));
    server.listen(port, given.text('host'));
    await once(server, 'listening');
    const bound = server.address();
    const at = typeof bound === 'object' && bound !== null ? bound.port : port;
    process.stdout.write(
      `${opened.vkey}\nWitness of ${logs.length} keys listens on http://${given.text('host')}:${at}\n`,
    );
    const stop = () => server.close();
    process.once('SIGINT', stop);
    process.once('SIGTERM', stop);
    await once(server, 'close');
    return exitCodes.done;
  },
};
