// SPDX-License-Identifier: Apache-2.0
import { type ChildProcess, fork } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { limits } from '@belfry/contract';
import { charactersOf, type Printable, printedForm } from './printable.ts';
import type { PrintAnswer, PrintAsked } from './typst/print-child.ts';

type PrintFailure = 'document.too_large' | 'document.took_too_long' | 'document.not_printed';

/** A document that could not be printed. Nothing of it exists, and the desk goes on. */
export class PrintFailed extends Error {
  readonly code: PrintFailure;
  constructor(code: PrintFailure, message: string) {
    super(message);
    this.code = code;
  }
}

interface PrintLimits {
  readonly charactersMax: number;
  readonly msMax: number;
  readonly megabytesMax: number;
  readonly lookAtMemoryEveryMs: number;
}

const standard: PrintLimits = {
  charactersMax: limits.documentCharactersMax,
  msMax: limits.documentMsMax,
  megabytesMax: limits.documentMegabytesMax,
  lookAtMemoryEveryMs: 200,
};

const PAGE_BYTES = 4_096;

let before: Promise<unknown> = Promise.resolve();

/**
 * Prints a document as a tagged PDF (PDF/UA-1), in a process of its own, one at a time: no text that somebody wrote
 * holds up the desk or takes its memory.
 *
 * @throws PrintFailed
 */
export function printPdf(printable: Printable, given: Partial<PrintLimits> = {}): Promise<Uint8Array> {
  const bounds = { ...standard, ...given };
  const printing = before.then(() => printNow(printable, bounds));
  before = printing.catch(() => undefined);
  return printing;
}

async function printNow(printable: Printable, bounds: PrintLimits): Promise<Uint8Array> {
  const characters = charactersOf(printable);
  if (characters > bounds.charactersMax) {
    throw new PrintFailed(
      'document.too_large',
      `Cannot print the document: it has ${characters} characters, ${bounds.charactersMax} are the most: shorten its longest field`,
    );
  }
  const child = fork(new URL('./typst/print-child.ts', import.meta.url), [], {
    execArgv: [],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const over = new AbortController();
  try {
    const answer = await Promise.race([
      answerOf(child, printedForm(printable)),
      tooLong(bounds.msMax, over.signal),
      tooMuch(child, bounds, over.signal),
    ]);
    if ('failed' in answer) {
      throw new PrintFailed('document.not_printed', `Cannot print the document: ${answer.failed}`);
    }
    return answer.pdf;
  } finally {
    over.abort();
    child.kill('SIGKILL');
  }
}

function answerOf(child: ChildProcess, asked: PrintAsked): Promise<PrintAnswer> {
  return new Promise((resolve) => {
    const ended = (how: string) => resolve({ failed: `the process that prints ${how}` });
    child.once('message', (answer: PrintAnswer) => resolve(answer));
    child.once('error', (error) => ended(`could not start: ${error.message}`));
    child.once('exit', (code, signal) => ended(`ended (${signal ?? code})`));
    child.send(asked, (error) => error !== null && ended(`did not listen: ${error.message}`));
  });
}

async function tooLong(msMax: number, signal: AbortSignal): Promise<never> {
  await delay(msMax, undefined, { signal });
  throw new PrintFailed('document.took_too_long', `Cannot print the document: ${msMax} ms were not enough`);
}

/** Native memory has no bound that Node.js could set; where the system tells it, it is looked at. */
async function tooMuch(
  child: ChildProcess,
  { lookAtMemoryEveryMs, megabytesMax }: PrintLimits,
  signal: AbortSignal,
): Promise<never> {
  for (;;) {
    await delay(lookAtMemoryEveryMs, undefined, { signal });
    const statm = await readFile(`/proc/${child.pid}/statm`, 'utf8').catch(() => '');
    const megabytes = (Number(statm.split(' ')[1] ?? 0) * PAGE_BYTES) / 1_048_576;
    if (megabytes > megabytesMax) {
      throw new PrintFailed(
        'document.too_large',
        `Cannot print the document: it takes ${Math.round(megabytes)} megabytes, ${megabytesMax} are the most`,
      );
    }
  }
}
