// SPDX-License-Identifier: Apache-2.0
import packageDescription from '../../package.json' with { type: 'json' };
import { type Command, exitCodes } from '../command.ts';

export const version: Command = {
  name: 'version',
  summary: 'print the version',
  options: {},
  run: async () => {
    process.stdout.write(`belfry ${packageDescription.version} (Node ${process.versions.node})\n`);
    return exitCodes.done;
  },
};
