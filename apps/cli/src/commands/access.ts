// SPDX-License-Identifier: Apache-2.0
import { isRefusal } from '@belfry/contract';
import { readConfiguration } from '@belfry/server/configuration';
import { type Command, exitCodes } from '../command.ts';
import { dataOption, quietLog, refusalText } from '../terminal.ts';

export const access: Command = {
  name: 'access',
  summary: 'print a link that gives somebody a new way to sign in, once',
  options: {
    data: dataOption,
    person: { kind: 'text', value: 'EMAIL', description: 'Who lost every way to sign in.', isNeeded: true },
  },
  details: [
    'For the administrator whom nobody else can invite again. When the link is used, the old passkeys, codes, sessions and tokens of this person end. The record tells that the link was made.',
  ],
  run: async (given) => {
    const { dataDir, databaseUrl, publicUrl, port } = readConfiguration({
      args: ['--data', given.text('data')],
    });
    const { withDatabase } = await import('@belfry/server/operations');
    const { accessLink } = await import('@belfry/server/people');
    const made = await withDatabase({ dataDir, databaseUrl, log: quietLog }, (database) =>
      accessLink(database, given.text('person')),
    );
    if (isRefusal(made)) {
      process.stderr.write(`${refusalText(made)}\n`);
      return exitCodes.failed;
    }
    const address = publicUrl ?? (made.publicUrl || `http://localhost:${port}`);
    process.stdout.write(`${address.replace(/\/+$/, '')}${made.path}\n`);
    return exitCodes.done;
  },
};
