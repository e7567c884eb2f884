// SPDX-License-Identifier: Apache-2.0
import { userInfo } from 'node:os';
import path from 'node:path';
import { endRotation, RotationRefused, rotateKey } from '@belfry/server/log-keys';
import { type Command, exitCodes } from '../command.ts';
import { dataOption } from '../terminal.ts';

export const rotateKeyCommand: Command = {
  name: 'rotate-key',
  summary: 'give the logs a new signing key; the old one signs beside it for a while',
  options: {
    data: dataOption,
    end: { kind: 'flag', description: 'End the rotation under way: only the new key signs from here on.' },
  },
  details: [
    'May be run while the server runs. Prints the new verifier keys: hand them to whoever verifies, then end the rotation.',
    'What the old key signed stays verifiable: log-keys.json keeps its verifier keys.',
  ],
  run: async (given) => {
    const keysDirectory = path.join(given.text('data'), 'keys');
    try {
      if (given.textOrNull('end') !== null) {
        endRotation(keysDirectory, userInfo().username);
        process.stdout.write('The old signing key is gone; only the new one signs.\n');
        return exitCodes.done;
      }
      const vkeys = Object.values(rotateKey(keysDirectory, userInfo().username)).flat();
      process.stdout.write(`${vkeys.join('\n')}\n`);
      return exitCodes.done;
    } catch (error) {
      if (!(error instanceof RotationRefused)) throw error;
      process.stderr.write(`${error.message}\n`);
      return exitCodes.failed;
    }
  },
};
