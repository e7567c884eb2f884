// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { isRefusal } from '@belfry/contract';
import { readConfiguration } from '@belfry/server/configuration';
import { type Command, exitCodes, Misuse } from '../command.ts';
import { dataOption, quietLog, refusalText } from '../terminal.ts';

export const setup: Command = {
  name: 'setup',
  summary: 'set up the organisation and its first administrator, without a browser',
  options: {
    data: dataOption,
    organisation: { kind: 'text', value: 'NAME', description: 'Name of the organisation.', isNeeded: true },
    admin: {
      kind: 'text',
      value: 'EMAIL',
      description: 'Mail address of the first administrator.',
      isNeeded: true,
    },
    'admin-name': {
      kind: 'text',
      value: 'NAME',
      description: 'Name of the first administrator. Default: from the address.',
    },
    'password-file': {
      kind: 'text',
      value: 'FILE',
      description: 'File with the password in its first line, or "-" for the standard input.',
      isNeeded: true,
    },
  },
  details: [
    'Works beside a running server. Everything else about the organisation can be changed in the application.',
  ],
  run: async (given) => {
    const email = given.text('admin').trim();
    if (!/^[^@\s]+@[^@\s]+$/.test(email))
      throw new Misuse(`Cannot use --admin: "${email}" is no mail address: write name@example.org`);
    const name = given.textOrNull('admin-name') ?? nameFrom(email);
    const password = readPassword(given.text('password-file'));
    const { dataDir, databaseUrl } = readConfiguration({ args: ['--data', given.text('data')] });
    const { withDatabase } = await import('@belfry/server/operations');
    const { setUpOrganisation } = await import('@belfry/server/people');
    const options = { dataDir, databaseUrl, log: quietLog, makesDirectory: true };
    const organisation = { name: given.text('organisation').trim() };
    const result = await withDatabase(options, (database) =>
      setUpOrganisation(database, { organisation, admin: { name, email, password } }),
    );
    if (isRefusal(result)) {
      process.stderr.write(`${refusalText(result)}\n`);
      return exitCodes.failed;
    }
    process.stdout.write(`Set up "${organisation.name}" in ${dataDir}; ${email} can sign in now\n`);
    return exitCodes.done;
  },
};

function nameFrom(email: string): string {
  const words = (email.split('@')[0] ?? '').split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
  return words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join(' ') || email;
}

/** From a file, because an argument stands in the process list and the history of the shell. */
function readPassword(file: string): string {
  let text: string;
  try {
    text = readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (cause) {
    const said = cause instanceof Error ? cause.message : String(cause);
    throw new Misuse(
      `Cannot read the password: ${said}: name a file that this user can read with --password-file`,
      { cause },
    );
  }
  const password = text.split(/\r?\n/)[0] ?? '';
  if (password === '')
    throw new Misuse(
      `Cannot use --password-file: the first line of "${file}" is empty: write the password there`,
    );
  return password;
}
