// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { LogTransport } from '@belfry/contract';
import { type Heading, readRules } from '@belfry/sigma';
import { compileDocuments } from '../log/detection/compile-documents.ts';
import { Detector } from '../log/detection/detector.ts';
import { eventOfEntry } from '../log/detection/event-of-entry.ts';
import { GatheredHits } from '../log/detection/gathered-hits.ts';
import { readRuleExtras } from '../log/detection/rule-extras.ts';
import { readSealedLine } from '../log/index/row.ts';
import { readEntry } from '../log/normal-form/index.ts';
import { sealedLineOf } from '../log/sealing/entry-line.ts';
import { type ReadDocument, readDocuments } from './read-documents.ts';
import { filesOfFolder } from './rule-files.ts';
import { shippedFolder } from './shipped-rules-are-taken-up.ts';

const slugOf = ({ path }: Pick<ReadDocument, 'path'>) => path.replace(/^.*\//, '').replace(/\.yml$/, '');

/** What point 8 of the plan for detection asks, each with the rules that answer it. */
const asked: Readonly<Record<string, readonly string[]>> = {
  'log cleared on Windows (1102, 104)': ['windows-security-log-cleared', 'windows-other-log-cleared'],
  'audit policy of Windows changed (4719)': ['windows-auditing-reduced', 'windows-auditing-changed'],
  'auditd stopped': ['linux-audit-stopped', 'linux-audit-switched-off', 'linux-audit-rules-removed'],
  'journald or rsyslog stopped': ['linux-logging-stopped', 'linux-logging-disabled-by-command'],
  'our own log stopped or changed': ['logbook-changed-or-stopped', 'log-function-troubled'],
  'log stopped in the cloud': [
    'cloud-logging-stopped-aws',
    'cloud-logging-stopped-microsoft',
    'cloud-logging-stopped-m365',
  ],
  'source silence': ['source-silent', 'many-sources-silent'],
  'clock changed': ['clock-stepped', 'clock-set-on-linux', 'clock-set-on-windows', 'own-clock-doubted'],
  'account changes': ['account-created', 'account-deleted', 'account-short-lived', 'password-set-by-other'],
  'privilege changes': [
    'administrator-added-on-linux',
    'administrator-added-on-windows',
    'account-made-root',
  ],
  'privilege changes in the cloud': ['cloud-administrator-added-aws', 'cloud-administrator-added-entra'],
  'privileged access out of hours': ['root-work-out-of-hours', 'administrator-sign-in-out-of-hours'],
  'password guessing': ['password-guessing-of-account', 'password-guessing-from-address'],
  'password spraying': ['password-spraying', 'password-guessing-from-many-addresses'],
  'success after failures': ['sign-in-after-failures', 'sign-in-after-spraying'],
  'new service': ['windows-service-installed', 'windows-service-odd', 'linux-service-added'],
  'new scheduled task': ['windows-task-created', 'linux-jobs-changed'],
  'mass file change': ['mass-file-change', 'mass-file-deletion'],
  'backup deletion': [
    'backups-deleted-on-windows',
    'backups-deleted-on-linux',
    'backups-deleted-in-aws',
    'backups-deleted-in-azure',
  ],
  'unusual volume sent out': ['much-data-sent-out', 'site-emptied'],
  'personal data outside of the normal purpose': [
    'many-persons-seen',
    'one-person-seen-by-many',
    'personal-data-seen-without-purpose',
    'personal-data-seen-out-of-hours',
    'logbook-searched-often',
  ],
  'environmental alarms': ['power-failed', 'battery-runs-out', 'too-hot', 'water-smoke-or-humidity'],
  'use of system utilities (LM-13)': ['system-utility-used'],
};

function purposeOf({ custom }: Heading): readonly string[] {
  const extras = readRuleExtras(custom);
  return 'refused' in extras ? [] : extras.purpose;
}

/** Families of point 3.2.3 of the Annex, which C13 repeats. */
const families = 'abcdefghijkl';

describe('the rules Belfry comes with', () => {
  let documents: readonly ReadDocument[] = [];
  let headings: ReadonlyMap<string, Heading> = new Map();
  before(async () => {
    documents = readDocuments(await filesOfFolder(shippedFolder, [shippedFolder]), {}).documents;
    headings = new Map(
      documents.flatMap((each) => {
        const { correlations, rules } = readRules(each.yaml);
        return [...rules, ...correlations].map((heading) => [slugOf(each), heading] as const);
      }),
    );
  });

  it('are read, and compile together', () => {
    assert.deepEqual(
      documents.flatMap(({ path, refusal }) => (refusal === null ? [] : [[path, refusal]])),
      [],
    );
    const { refused, ruleCount } = compileDocuments(
      documents.map(({ kind, path, yaml }) => ({ id: path, kind, yaml })),
    );
    assert.deepEqual(refused, []);
    assert.equal(ruleCount, documents.length);
  });

  // Danger: a rule is shipped that never fires, and everybody believes the thing is watched.
  it('find what their samples show, and leave alone what they must, by the path entries take', () => {
    const wrong = documents.flatMap(({ path, samples }) =>
      samples === null || samples.matches === 0 || samples.misses === 0
        ? [[path, 'has no samples of both kinds']]
        : samples.failures.map((failure) => [path, failure]),
    );
    assert.deepEqual(wrong, []);
  });

  it('each have an identifier, a title and a name of their own', () => {
    const distinct = (values: readonly unknown[]) => assert.equal(new Set(values).size, values.length);
    distinct(documents.map(({ sigmaId }) => sigmaId));
    distinct(documents.map(({ title }) => title));
    distinct(documents.map(slugOf));
    for (const { path, sigmaId } of documents) {
      assert.match(sigmaId, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/, path);
    }
  });

  it('say in words what they are, what else it may be, and which clause asks for them', () => {
    for (const [slug, heading] of headings) {
      const { description, falsePositives, level, references, status, tags, title } = heading;
      assert.ok((description ?? '').length > 60, slug);
      assert.ok(title.length <= 100 && falsePositives.length > 0 && level !== null, slug);
      assert.equal(status, 'stable', slug);
      const clauses = purposeOf(heading);
      assert.ok(clauses.includes('C13') && references.length > 0, slug);
      for (const clause of clauses) {
        assert.match(clause, /^(?:C13|LM-\d\d|CIR-3\.2\.3-[a-l])$/, slug);
        assert.ok(tags.includes(`belfry.${clause.toLowerCase()}`), `${slug} ${clause}`);
      }
    }
  });

  for (const [what, slugs] of Object.entries(asked)) {
    it(`answer "${what}"`, () => {
      for (const slug of slugs) assert.ok(headings.has(slug), slug);
    });
  }

  it('answer each clause, and each family of events the Annex names', () => {
    const answered = new Set([...headings.values()].flatMap(purposeOf));
    for (const clause of ['C13', 'LM-06', 'LM-13', 'LM-27', 'LM-30']) assert.ok(answered.has(clause), clause);
    for (const family of families) assert.ok(answered.has(`CIR-3.2.3-${family}`), family);
  });

  it('stand in the table an operator reads', () => {
    const table = readFileSync(new URL('../../../../docs/operating/use-cases.md', import.meta.url), 'utf8');
    for (const slug of headings.keys()) assert.ok(table.includes(`\`${slug}\``), slug);
  });

  // Findings are read, and reports opened, by people who were promised their own language.
  it('say in four languages what they look for', () => {
    for (const [slug, heading] of headings) {
      const extras = readRuleExtras(heading.custom);
      assert.ok(!('refused' in extras), slug);
      assert.deepEqual(Object.keys(extras.words), ['nl', 'fr', 'de'], slug);
    }
  });

  // Danger: two rules stand in one list under one title, and the wrong one is switched off.
  it('have a title of their own in each language', () => {
    for (const language of ['nl', 'fr', 'de'] as const) {
      const titles = documents.map((each) => each.titles[language] ?? '');
      assert.equal(new Set(titles).size, titles.length, language);
      for (const title of titles) assert.ok(title.length > 0 && title.length <= 100, `${language} ${title}`);
    }
  });

  // Danger: people are called at night by a rule that is wrong every night.
  it('call people at once only for what cannot wait', () => {
    const critical = [...headings].flatMap(([slug, { level }]) => (level === 'critical' ? [slug] : []));
    assert.deepEqual(critical, ['backups-deleted-and-files-changed']);
  });
});

const data = fileURLToPath(new URL('../../../../../shared/data/elastic-examples/', import.meta.url));
const origin = {
  sourceId: '00000000-0000-8000-8000-000000000001',
  stream: 'technical',
  retentionClass: 'technical',
  transport: 'syslog-tcp' as LogTransport,
  peer: '192.0.2.1:5000',
} as const;

/** Hits by rule, once the lines of a file were received, sealed and read. */
async function foundIn(file: string, receivedMs: number): Promise<Record<string, number>> {
  const documents = readDocuments(await filesOfFolder(shippedFolder, [shippedFolder]), {}).documents;
  const detector = new Detector(
    compileDocuments(documents.map((each) => ({ id: slugOf(each), kind: each.kind, yaml: each.yaml }))),
  );
  const hits = new GatheredHits();
  for (const [index, text] of readFileSync(data + file, 'utf8')
    .trimEnd()
    .split('\n')
    .entries()) {
    const bytes = Buffer.from(text);
    const receivedUs = receivedMs * 1_000;
    const read = readEntry(bytes, { transport: origin.transport, receivedUs, timeZone: null });
    const entry = {
      seq: index + 1,
      origin,
      receivedUs,
      monotonicNs: 0n,
      clock: 'synchronised',
      cut: null,
    } as const;
    const [line = Buffer.alloc(0)] = sealedLineOf(
      { ...entry, salt: Buffer.alloc(16), raw: bytes },
      read,
      null,
    );
    const event = eventOfEntry(readSealedLine(Buffer.from(line)));
    if (event !== null) detector.look(event, { log: 'technical-2026', index }, hits);
  }
  const counts: Record<string, number> = {};
  for (const { count, ruleId } of hits.take()) counts[ruleId] = (counts[ruleId] ?? 0) + count;
  return counts;
}

const skip = existsSync(data) ? false : 'the example logs are not there';

// Danger: rules that fire all day are switched off, and with them the one that matters.
describe('of real lines the shipped rules find', { skip }, () => {
  it('nothing in 10,000 requests to a website', async () => {
    assert.deepEqual(await foundIn('apache_access_combined.log', Date.UTC(2015, 5, 1)), {});
  });

  it('what happened in a week on a server whose passwords were guessed', async () => {
    assert.deepEqual(await foundIn('suspicious_login_auth.log', Date.UTC(2017, 5, 1)), {
      'account-created': 10,
      'linux-logging-disabled-by-command': 1,
      'linux-service-added': 2,
      'password-guessing-from-address': 1,
      'password-guessing-of-account': 3,
      'root-work-out-of-hours': 16,
      'sign-in-after-failures': 1,
    });
  });
});
