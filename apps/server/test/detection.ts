// SPDX-License-Identifier: Apache-2.0
import { createHash, randomUUID } from 'node:crypto';
import type { TestDatabase } from './database.ts';

/** Puts documents into the library and into effect, as the library does. @returns their identifiers, by title */
export async function addRules(
  { query }: Pick<TestDatabase, 'query'>,
  yamls: readonly string[],
): Promise<Map<string, string>> {
  const set = randomUUID();
  await query(
    `INSERT INTO rule_set (id, kind, name, path, added_at) VALUES ($1, 'path', 'Test', $2, now())`,
    [set, `/${set}`],
  );
  const ids = new Map<string, string>();
  for (const yaml of yamls) {
    const id = randomUUID();
    const title = /^title: (.*)$/m.exec(yaml)?.[1] ?? '';
    const digest = createHash('sha256').update(yaml).digest('hex');
    const kind = /^correlation:/m.test(yaml) ? 'correlation' : /^filter:/m.test(yaml) ? 'filter' : 'rule';
    await query(
      `INSERT INTO detection_rule
         (id, rule_set_id, kind, sigma_id, path, title, yaml, digest, is_active, added_at, changed_at)
       VALUES ($1, $2, $3, $4, $4, $5, $6, $7, true, clock_timestamp(), now())`,
      [id, set, kind, id, title, yaml, digest],
    );
    ids.set(title, id);
  }
  await query(`SELECT pg_notify('belfry_detection_rules', '')`);
  return ids;
}

/** Asks for one word in what sshd says. */
export const wordRule = (title: string, word: string, more = '') => `title: ${title}
id: ${title.toLowerCase().replaceAll(' ', '-')}
name: ${title.toLowerCase().replaceAll(' ', '_')}
logsource: { product: linux }
detection: { a: ['${word}'], condition: a }
${more}`;

/** Counts another rule by the address somebody comes from. */
export const countRule = (title: string, of: string, count: number, more = '') => `title: ${title}
id: ${title.toLowerCase().replaceAll(' ', '-')}
correlation:
  type: event_count
  rules: [${of}]
  group-by: [src_ip]
  timespan: 10m
  condition: { gte: ${count} }
${more}`;

export interface SshdLine {
  readonly at?: Date;
  readonly host?: string;
  readonly ip: string;
  /** Keeps lines apart: the same bytes twice are one entry sent again. */
  readonly port: number;
}

export const failedLogin = ({ at = new Date(), host = 'web1', ip, port }: SshdLine) =>
  `<38>1 ${at.toISOString()} ${host} sshd 12 - - Failed password for root from ${ip} port ${port} ssh2`;

/** Hits that wait for the desk: how many, by rule and key. */
export async function hitsIn({ query }: Pick<TestDatabase, 'query'>): Promise<Record<string, number>> {
  const rows = await query<{ title: string; key: [string, string][]; count: string }>(
    `SELECT title, key, sum(hit_count) AS count FROM detection_hit
     JOIN detection_rule AS rule ON rule.id = rule_id GROUP BY title, key ORDER BY title, key`,
  );
  return Object.fromEntries(
    rows.map(({ count, key, title }) => [[title, ...key.map(([, value]) => value)].join(' '), Number(count)]),
  );
}
