// SPDX-License-Identifier: Apache-2.0
import { type Command, exitCodes, helpOf, Misuse, readOptions } from './command.ts';

/** Loaded when called for: `belfry version` does not wait for a web server to be read. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  serve: async () => (await import('./commands/serve.ts')).serve,
  setup: async () => (await import('./commands/setup.ts')).setup,
  token: async () => (await import('./commands/token.ts')).token,
  access: async () => (await import('./commands/access.ts')).access,
  backup: async () => (await import('./commands/backup.ts')).backup,
  restore: async () => (await import('./commands/restore.ts')).restore,
  doctor: async () => (await import('./commands/doctor.ts')).doctor,
  'rotate-key': async () => (await import('./commands/rotate-key.ts')).rotateKeyCommand,
  verify: async () => (await import('./commands/verify.ts')).verify,
  export: async () => (await import('./commands/export.ts')).exportCommand,
  witness: async () => (await import('./commands/witness.ts')).witness,
  reindex: async () => (await import('./commands/reindex.ts')).reindex,
  detect: async () => (await import('./commands/detect.ts')).detect,
  version: async () => (await import('./commands/version.ts')).version,
};

async function help(): Promise<number> {
  const lines = ['belfry: an incident desk with an evidence-grade logbook', '', 'Commands:'];
  for (const [name, load] of Object.entries(commands))
    lines.push(`  ${name.padEnd(10)} ${(await load()).summary}`);
  lines.push('', 'Run "belfry COMMAND --help" for the options of one.');
  process.stdout.write(`${lines.join('\n')}\n`);
  return exitCodes.done;
}

async function run(args: readonly string[]): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') return await help();
  const load = Object.hasOwn(commands, name === '--version' ? 'version' : name)
    ? commands[name === '--version' ? 'version' : name]
    : undefined;
  if (load === undefined) {
    throw new Misuse(`Cannot run "${name}": no such command: known are ${Object.keys(commands).join(', ')}`);
  }
  const command = await load();
  if (rest.includes('--help') || rest.includes('-h')) {
    process.stdout.write(helpOf(command));
    return exitCodes.done;
  }
  return await command.run(readOptions(command, rest));
}

/** A failure of the world carries a code and a sentence for the operator; anything else is a bug and shows where it is. */
function explain(error: unknown): { text: string; exitCode: number } {
  if (error instanceof Misuse) return { text: error.message, exitCode: exitCodes.misused };
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') {
    const isUse = error.code === 'configuration.invalid';
    return { text: error.message, exitCode: isUse ? exitCodes.misused : exitCodes.failed };
  }
  return {
    text: error instanceof Error ? (error.stack ?? error.message) : String(error),
    exitCode: exitCodes.failed,
  };
}

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  const { text, exitCode } = explain(error);
  process.stderr.write(`${text}\n`);
  process.exitCode = exitCode;
  // Listening for the end of the launcher would keep a server that could not start alive.
  if (process.connected) process.disconnect?.();
}
