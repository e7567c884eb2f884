// SPDX-License-Identifier: Apache-2.0
import type { Finding } from './finding.ts';
import type { Source } from './source.ts';
import { isTest } from './tree.ts';

export interface BannedCall {
  /** As `Source.uses` writes it. */
  readonly use: string;
  readonly instead: string;
  /** Where it is at home: prefixes of paths. */
  readonly home: readonly string[];
  /** Files it is kept out of; without any, all. */
  readonly only?: RegExp;
}

const tools = 'tools/';
const cli = 'apps/cli/';
const web = 'apps/web/';
/** A part that hangs keeps the bench from its end, and whoever waits for its figures. */
const bench = 'tools/bench.ts';
/** Gives up on a mail server that does not answer. */
const doctor = 'apps/server/src/operations/doctor.ts';
/** After a sync that failed nothing may be acknowledged: what is open must not get the time to close. */
const logProcess = 'apps/server/src/log/main.ts';
/** Ended to give memory back, or because its parent is gone; nothing in it has to be closed. */
const engineProcess = 'apps/server/src/log/index/engine-process.ts';
/** Names of files that are gone in a moment, and the moment the file system itself keeps. */
const fileStore = 'apps/server/src/platform/files/';
const clock = 'apps/server/src/platform/clock/';
/** RFC 8291 says what it derives and how it encrypts: a browser reads no other sealing. */
const webPush = 'apps/server/src/push-subscriptions/web-push.ts';

/** What is called in one place only, so that the rest can be handed it, tested and changed. */
const bannedCalls: readonly BannedCall[] = [
  { use: 'Date.now', instead: 'clock.now(), handed in', home: [clock, tools, web] },
  { use: 'new Date()', instead: 'clock.now(), handed in', home: [clock, fileStore, tools, web] },
  { use: 'Math.random', instead: 'ids, handed in', home: [tools] },
  { use: 'randomUUID(', instead: 'ids.uuid(), handed in', home: [clock, fileStore, tools] },
  {
    use: 'hkdfSync(',
    instead: 'derivedKey() of platform/keys',
    home: ['apps/server/src/platform/keys/', webPush],
  },
  {
    use: 'createCipheriv(',
    instead: 'createSealing() of platform/keys',
    home: ['apps/server/src/platform/keys/', webPush],
  },
  {
    use: 'process.exit',
    instead: 'process.exitCode, so that what is open is closed',
    home: [cli, bench, logProcess, engineProcess],
  },
  { use: 'console.log', instead: 'the logger, or process.stdout.write in the command line', home: [tools] },
  { use: 'console.error', instead: 'the logger, or process.stderr.write in the command line', home: [tools] },
  { use: '.innerHTML', instead: 'textContent, or elements', home: [] },
  { use: '.dangerouslySetInnerHTML', instead: 'elements', home: [] },
  { use: 'eval(', instead: 'data', home: [] },
  { use: 'new Function(', instead: 'closures over data', home: [] },
  {
    use: 'setTimeout(',
    instead: 'the worker of platform/jobs, or node:timers/promises with a signal',
    home: ['apps/server/src/platform/', 'apps/server/src/live/', doctor, tools, web, cli],
  },
  {
    use: 'setInterval(',
    instead: 'the worker of platform/jobs',
    home: ['apps/server/src/platform/', 'apps/server/src/live/', tools, web, cli],
  },
  {
    use: 'process.env',
    instead: 'the configuration, handed in',
    home: ['apps/server/src/platform/configuration/', tools, `${cli}bin/`, `${web}vite.config.ts`],
  },
  { use: '.toLocaleString', instead: 'Intl with the language and zone of the reader', home: [tools] },
];

/** A handler reads, decides, stores and presents; how a row is found is the store's to know. */
const statements: readonly BannedCall[] = ['selectFrom', 'insertInto', 'updateTable', 'deleteFrom'].map(
  (verb) => ({
    use: `.${verb}`,
    instead: 'a function of the store',
    home: [],
    only: /-routes\.tsx?$/,
  }),
);

export function checkCalls(
  sources: readonly Source[],
  banned: readonly BannedCall[] = [...bannedCalls, ...statements],
): Finding[] {
  return sources
    .filter(({ path }) => !isTest(path))
    .flatMap(({ path, uses }) =>
      uses.flatMap(({ name, line }) => {
        const found = banned.find(
          ({ home, only, use }) =>
            use === name && only?.test(path) !== false && !home.some((place) => path.startsWith(place)),
        );
        if (found === undefined) return [];
        const message = `uses \`${found.use}\`: write ${found.instead}`;
        return [{ rule: 'calls', path, line, message, key: `${path} ${found.use}` }];
      }),
    );
}
