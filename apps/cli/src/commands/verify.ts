// SPDX-License-Identifier: Apache-2.0
import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { type Finding, type Verdict, verdictCodes } from '@belfry/ledger';
import {
  type AboutBundle,
  type KeysFrom,
  keptCheckpoint,
  type PathReport,
  verifyPath,
  vkeysIn,
} from '@belfry/server/log-verify';
import { type Command, type GivenOptions, Misuse } from '../command.ts';

const PROGRESS_MS = 1_000;
const FINDINGS_SHOWN = 20;

export const verify: Command = {
  name: 'verify',
  summary: 'verify logs, a copy, a bundle or a proof; needs no network',
  options: {
    path: {
      kind: 'list',
      value: 'PATH',
      description: 'A log, a data directory, a bundle, a .tlog-proof; also without --path.',
    },
    vkey: { kind: 'list', value: 'KEY', description: 'Key of the log, or a file with keys.' },
    witness: { kind: 'list', value: 'KEY', description: 'Key of a witness you trust, or a file with keys.' },
    'tsa-ca': { kind: 'text', value: 'FILE', description: 'Certificates of time-stamping authorities, PEM.' },
    checkpoint: {
      kind: 'list',
      value: 'FILE',
      description: 'A checkpoint you kept: the log has to continue it.',
    },
    entry: {
      kind: 'text',
      value: 'FILE',
      description: 'The entry of a .tlog-proof, when it does not lie beside it.',
    },
    json: { kind: 'flag', description: 'Print the whole report as JSON.' },
  },
  details: [
    'Exit code: 0 intact and anchored; 1 altered; 2 cannot be checked; 3 intact, and nobody outside vouches for when.',
    'Without --vkey the keys come from the data directory or from the copy itself: compare them with those you were given.',
  ],
  run: async (given) => {
    const paths = given.list('path');
    if (paths.length === 0) throw new Misuse('Cannot verify: no path was given: add one');
    const options = {
      logKeys: await keysOf(given.list('vkey')),
      witnesses: await keysOf(given.list('witness')),
      authorities: await certificatesOf(given.textOrNull('tsa-ca')),
      pinned: await checkpointsOf(given.list('checkpoint')),
      ...(given.textOrNull('entry') === null ? {} : { entry: given.text('entry') }),
      onProgress: progress(),
    };
    const reports: PathReport[] = [];
    for (const path of paths) {
      try {
        reports.push(await verifyPath(path, options));
      } catch (error) {
        if (!(error instanceof Error && 'code' in error)) throw error;
        process.stderr.write(`${error.message}\n`);
        return verdictCodes.unchecked;
      }
    }
    const logs = reports.flatMap((report) => report.logs);
    print(given, logs);
    return verdictCodes[worst(logs.map(({ report }) => report.verdict))];
  },
};

type VerifiedLog = PathReport['logs'][number];

/** The gravest verdict of several speaks for all. */
function worst(verdicts: readonly Verdict[]): Verdict {
  const order: readonly Verdict[] = ['altered', 'unchecked', 'unanchored'];
  return order.find((verdict) => verdicts.includes(verdict)) ?? 'intact';
}

async function keysOf(given: readonly string[]) {
  const keys = [];
  for (const each of given) {
    const found = vkeysIn(await readFile(each, 'utf8').catch(() => each));
    if (found.length === 0) {
      throw new Misuse(`Cannot use key "${each}": it is no verifier key and no file with one: check it`);
    }
    keys.push(...found);
  }
  return keys;
}

async function certificatesOf(file: string | null): Promise<X509Certificate[]> {
  if (file === null) return [];
  const content = await readFile(file, 'utf8').catch(() => '');
  const found = content.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g) ?? [];
  if (found.length === 0) {
    throw new Misuse(`Cannot use --tsa-ca "${file}": it holds no certificate in PEM form: check the path`);
  }
  return found.map((pem) => new X509Certificate(pem));
}

async function checkpointsOf(files: readonly string[]) {
  return await Promise.all(
    files.map(async (file) => {
      const kept = keptCheckpoint(file, await readFile(file, 'utf8').catch(() => ''));
      if (kept === null)
        throw new Misuse(`Cannot use --checkpoint "${file}": it is no checkpoint: check the path`);
      return kept;
    }),
  );
}

/** Says how far it is, on standard error, once it takes longer than a second. */
function progress() {
  let saidAt = performance.now();
  return (log: string, entries: number, size: number) => {
    if (performance.now() - saidAt < PROGRESS_MS) return;
    saidAt = performance.now();
    process.stderr.write(`${log}: ${entries} of ${size} entries\n`);
  };
}

const verdictWords: Readonly<Record<Verdict, string>> = {
  intact: 'INTACT: every entry is as it was sealed',
  altered: 'ALTERED: something is not as it was sealed',
  unchecked: 'NOT CHECKED: it cannot be said',
  unanchored: 'INTACT, NOT ANCHORED: every entry is as it was sealed; nobody outside vouches for when',
};

const keyWords: Readonly<Record<KeysFrom, string>> = {
  given: 'as you gave it',
  'data directory': 'taken from the data directory: compare it with what you were given',
  copy: 'taken from the copy itself: compare it with what you were given',
  nowhere: 'none',
};

const aboutWords: Readonly<Record<AboutBundle, string>> = {
  signed: 'who made it, what for and with which words of search: signed with the key above',
  claimed:
    'who made it, what for and with which words of search: claimed, signed by nobody whose key is known',
  altered: 'who made it, what for and with which words of search: not as the log signed it',
};

function print(given: GivenOptions, logs: readonly VerifiedLog[]): void {
  if (given.textOrNull('json') !== null) {
    process.stdout.write(
      `${JSON.stringify({ verdict: worst(logs.map(({ report }) => report.verdict)), logs }, null, 2)}\n`,
    );
    return;
  }
  for (const { about, keysFrom, name, report } of logs) {
    const lines = [
      `${report.origin ?? name}: ${verdictWords[report.verdict]}`,
      `  entries   ${report.size}`,
      `  key       ${report.signedBy.join(', ') || '-'} (${keyWords[keysFrom]})`,
      ...(about === undefined ? [] : [`  about     ${aboutWords[about]}`]),
      ...newest(report.anchors, 3).map(({ at, by, kind, size }) => {
        const how = kind === 'time_stamp' ? 'time-stamped' : 'witnessed';
        return `  ${how.padEnd(9)} ${size} entries, ${new Date(at).toISOString()}, by ${by}`;
      }),
      ...report.findings.slice(0, FINDINGS_SHOWN).flatMap(linesOfFinding),
    ];
    const more = report.findings.length - FINDINGS_SHOWN + report.more;
    if (more > 0) lines.push(`  and ${more} more: see --json`);
    process.stdout.write(`${lines.map(plain).join('\n')}\n`);
  }
}

/** The ones that vouch for most: files are named after numbers, and "10" stands before "9". */
const newest = (anchors: VerifiedLog['report']['anchors'], count: number) =>
  anchors.toSorted((a, b) => a.size - b.size || a.at - b.at).slice(-count);

/** What lies in a directory somebody handed us must not write our verdict: control characters and turned text show as signs. */
const plain = (line: string) =>
  line.replace(
    /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu,
    (sign) => `\\u${(sign.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  );

function linesOfFinding({ bytes, expected, file, found, weight, words }: Finding): string[] {
  const lines = [`  ${weight === 'told' ? 'note ' : 'FOUND'}     ${words}`];
  if (file !== undefined)
    lines.push(`              in ${file}${bytes === undefined ? '' : `, bytes ${bytes[0]} to ${bytes[1]}`}`);
  if (expected !== undefined) lines.push(`              expected ${expected}`);
  if (found !== undefined) lines.push(`              found    ${found}`);
  return lines;
}
