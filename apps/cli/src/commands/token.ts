// SPDX-License-Identifier: Apache-2.0
import { isRefusal } from '@belfry/contract';
import { readConfiguration } from '@belfry/server/configuration';
import { type Command, exitCodes, Misuse } from '../command.ts';
import { dataOption, quietLog, refusalText } from '../terminal.ts';

export const token: Command = {
  name: 'token',
  summary: 'print a new API token, alone on the standard output',
  options: {
    data: dataOption,
    person: { kind: 'text', value: 'EMAIL', description: 'Whose rights the token has.', isNeeded: true },
    name: { kind: 'text', value: 'NAME', description: 'What the token is for.', fallback: 'command line' },
    days: { kind: 'text', value: 'N', description: 'Days until it expires.' },
  },
  details: [
    'Works beside a running server. The token is shown this once; its person sees and revokes it in the application.',
  ],
  run: async (given) => {
    const days = given.textOrNull('days');
    if (days !== null && !/^[1-9]\d{0,4}$/.test(days))
      throw new Misuse(`Cannot use --days: "${days}" is no number of days: use 1 or more`);
    const { dataDir, databaseUrl } = readConfiguration({ args: ['--data', given.text('data')] });
    const { withDatabase } = await import('@belfry/server/operations');
    const { issueToken } = await import('@belfry/server/people');
    const wanted = {
      email: given.text('person'),
      name: given.text('name'),
      ...(days === null ? {} : { days: Number(days) }),
    };
    const issued = await withDatabase({ dataDir, databaseUrl, log: quietLog }, (database) =>
      issueToken(database, wanted),
    );
    if (isRefusal(issued)) {
      process.stderr.write(`${refusalText(issued)}\n`);
      return exitCodes.failed;
    }
    process.stdout.write(`${issued.token}\n`);
    return exitCodes.done;
  },
};
