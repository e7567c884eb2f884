// SPDX-License-Identifier: Apache-2.0
import { readConfiguration } from '@belfry/server/configuration';
import { type Command, exitCodes } from '../command.ts';
import { dataOption, quietLog } from '../terminal.ts';

export const doctor: Command = {
  name: 'doctor',
  summary: 'say what is wrong and what to do',
  options: { data: dataOption },
  details: ['Changes nothing and works beside a running server. Ends with 1 when there is a problem.'],
  run: async (given) => {
    const configuration = readConfiguration({ args: ['--data', given.text('data')] });
    const { examine } = await import('@belfry/server/operations');
    const findings = await examine(configuration, quietLog);
    for (const { subject, state, text, whatToDo } of findings) {
      process.stdout.write(`${state.padEnd(8)} ${subject}: ${text}\n`);
      if (whatToDo !== undefined) process.stdout.write(`${' '.repeat(9)}${whatToDo}\n`);
    }
    const problemCount = findings.filter(({ state }) => state === 'problem').length;
    process.stdout.write(problemCount === 0 ? 'No problem found\n' : `${problemCount} to look at\n`);
    return problemCount === 0 ? exitCodes.done : exitCodes.failed;
  },
};
