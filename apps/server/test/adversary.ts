// SPDX-License-Identifier: Apache-2.0
import type { Permission } from '@belfry/contract';
import type { LightMyRequestResponse } from 'fastify';
import { issueToken } from '../src/people/index.ts';
import { must, type Somebody, type TestDesk } from './desk.ts';

export type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
export type Call = (method: Method, url: string, payload?: object) => Promise<LightMyRequestResponse>;

/** Calls of somebody, by the token they hold. */
export function callsOf(somebody: Somebody): Call {
  return (method, url, payload) =>
    somebody.inject({ method, url, ...(payload === undefined ? {} : { payload }) });
}

/** Calls by another token of the same person, made for less. */
export async function scopedCalls(
  desk: TestDesk,
  somebody: Somebody,
  scopes: readonly Permission[],
): Promise<Call> {
  const { token } = must(await issueToken(desk.database, { email: somebody.email, name: 'narrow', scopes }));
  return (method, url, payload) =>
    desk.app.inject({
      method,
      url,
      headers: { authorization: `Bearer ${token}` },
      ...(payload === undefined ? {} : { payload }),
    });
}

export const codeOf = (answer: LightMyRequestResponse): string | null =>
  String(answer.headers['content-type']).includes('json') && answer.body !== ''
    ? ((answer.json() as { code?: string } | null)?.code ?? null)
    : null;

/** The word that stands in everything of the secret, and nowhere else. */
export const WORD = 'Zwaluw';

export interface Secret {
  readonly insider: Somebody;
  readonly reference: string;
  readonly report: string;
  /** Every identifier there is of it, by the name addresses use. */
  readonly ids: Readonly<
    Record<'incident' | 'report' | 'task' | 'measure' | 'feedback' | 'alert', string>
  > & {
    readonly attachment: string;
    readonly reportAttachment: string;
  };
}

const boundary = 'belfry-test-boundary';

export function multipart(parts: readonly { name: string; filename?: string; content: string }[]): {
  payload: Buffer;
  headers: Record<string, string>;
} {
  const written = parts.map(
    ({ content, filename, name }) =>
      `--${boundary}\r\ncontent-disposition: form-data; name="${name}"${filename === undefined ? '' : `; filename="${filename}"`}\r\n` +
      `${filename === undefined ? '' : 'content-type: text/html\r\n'}\r\n${content}\r\n`,
  );
  return {
    payload: Buffer.from(`${written.join('')}--${boundary}--\r\n`),
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
  };
}

/** A restricted critical incident with something of everything on it; nobody but the insider takes part. */
export async function aSecret(desk: TestDesk): Promise<Secret> {
  const insider = await desk.another('In Sider', 'handler');
  const { api } = insider;
  const report = await api.sendReport({
    body: { summary: `${WORD} sells our customer list`, reporter: { email: 'witness@example.org' } },
  });
  const { reference } = await api.declareIncident({
    body: { title: `${WORD} leaks`, restricted: true, severity: 'critical', fromReports: [report.reference] },
  });
  const params = { reference };
  await api.confirmIncident({ params, body: {} });
  await api.addTask({ params, body: { title: `Follow ${WORD}`, owner: insider.id as never } });
  await api.writeTimelineEntry({ params, body: { text: `${WORD} was seen`, inAccount: true } });
  const file = multipart([{ name: 'file', filename: `${WORD}.html`, content: `<b>${WORD}</b>` }]);
  await insider.inject({ method: 'POST', url: `/api/v1/incidents/${reference}/attachments`, ...file });
  await insider.inject({ method: 'POST', url: `/api/v1/reports/${report.reference}/attachments`, ...file });
  await desk.query(
    `INSERT INTO measure (id, incident_id, title, state, created_at)
     SELECT gen_random_uuid(), id, $1, 'planned', now() FROM incident WHERE reference = $2`,
    [`Watch ${WORD}`, reference],
  );
  const one = async (from: string): Promise<string> => {
    const [row] = await desk.query<{ id: string }>(`SELECT id FROM ${from}`);
    if (row === undefined) {
      throw new Error(`Expected the secret to have a row in ${from}`);
    }
    return row.id;
  };
  const ids = {
    incident: await one('incident'),
    report: await one('report'),
    task: await one('task'),
    measure: await one('measure'),
    feedback: await one('feedback'),
    alert: await one('alert'),
    attachment: await one('attachment WHERE incident_id IS NOT NULL'),
    reportAttachment: await one('attachment WHERE report_id IS NOT NULL'),
  };
  return { insider, reference, report: report.reference, ids };
}

/** Every address a person reads by. */
export function roadsTo(secret: Secret): string[] {
  const { ids, insider, reference, report } = secret;
  const incident = `/api/v1/incidents/${reference}`;
  return [
    '/api/v1/incidents',
    `/api/v1/incidents?q=${WORD}`,
    '/api/v1/incidents?restricted=true',
    `/api/v1/incidents?lead=${insider.id}`,
    '/api/v1/incidents/count',
    incident,
    `${incident}/timeline`,
    `${incident}/timeline?view=account`,
    `${incident}/feedback`,
    `${incident}/attachments/${ids.attachment}`,
    `/api/v1/search?q=${WORD}`,
    `/api/v1/search?q=${reference}`,
    `/api/v1/search?q=${report}`,
    '/api/v1/tasks',
    `/api/v1/tasks?owner=${insider.id}`,
    '/api/v1/measures',
    '/api/v1/alerts?state=any',
    '/api/v1/history',
    `/api/v1/history?actor=${insider.id}`,
    `/api/v1/history?subject=${reference}`,
    `/api/v1/history?subject=${report}`,
    ...Object.entries(ids).map(([noun, id]) => `/api/v1/history?subject=${noun}:${id}`),
    '/api/v1/reports',
    `/api/v1/reports?q=${WORD}`,
    '/api/v1/reports?state=accepted',
    '/api/v1/reports/count',
    `/api/v1/reports/${report}`,
    `/api/v1/reports/${report}/similar`,
    `/api/v1/reports/${report}/attachments/${ids.reportAttachment}`,
    '/api/v1/register.csv',
    '/api/v1/register.json',
  ];
}

/** What an answer says besides the words the asker brought along in the address. */
export function told(answer: LightMyRequestResponse): string {
  return answer.body.replaceAll(/"detail":"(?:[^"\\]|\\.)*"/g, '');
}

/** Roads on which the secret is betrayed, with what was said. */
export async function betrayals(call: Call, secret: Secret): Promise<string[]> {
  const found: string[] = [];
  for (const url of roadsTo(secret)) {
    const said = told(await call('GET', url));
    const names = [WORD, secret.reference, secret.report, ...Object.values(secret.ids)];
    const name = names.find((each) => said.includes(each));
    if (name !== undefined) {
      found.push(`${url} says ${name}: ${said.slice(0, 200)}`);
    }
  }
  return found;
}
