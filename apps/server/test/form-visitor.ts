// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import type { InjectOptions, LightMyRequestResponse } from 'fastify';
import { openTestDesk, type TestDesk } from './desk.ts';

const boundary = 'xxBelfryPagexx';

export interface FormFile {
  readonly name: string;
  readonly content: string | Buffer;
}

function multipart(fields: Record<string, string>, files: readonly FormFile[]) {
  const parts = [
    ...Object.entries(fields).map(([name, value]) =>
      Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`),
    ),
    ...files.flatMap(({ content, name }) => [
      Buffer.from(
        `--${boundary}\r\ncontent-disposition: form-data; name="files"; filename="${name.replaceAll('"', '%22')}"\r\ncontent-type: message/rfc822\r\n\r\n`,
      ),
      Buffer.from(content),
      Buffer.from('\r\n'),
    ]),
  ];
  return {
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
    payload: Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)]),
  };
}

export function form(fields: Record<string, string>) {
  return {
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams(fields).toString(),
  };
}

/** Somebody with a browser that has no script and keeps no cookie. */
export class FormVisitor {
  readonly desk: TestDesk;
  readonly headers: Record<string, string>;
  at = '/report';
  answer: LightMyRequestResponse | null = null;
  /** Every answer so far, headers included: what an onlooker could have kept. */
  readonly seen: string[] = [];

  constructor(desk: TestDesk, headers: Record<string, string> = {}) {
    this.desk = desk;
    this.headers = headers;
  }

  async go(url: string, options: InjectOptions = {}): Promise<LightMyRequestResponse> {
    const answer = await this.desk.app.inject({
      method: 'GET',
      url,
      ...options,
      headers: { ...this.headers, ...options.headers },
    });
    this.seen.push(JSON.stringify(answer.headers) + answer.body);
    this.at = url;
    this.answer = answer;
    assert.equal(answer.headers['set-cookie'], undefined);
    return answer.statusCode === 303 ? this.go(String(answer.headers.location)) : answer;
  }

  post(fields: Record<string, string>, url = this.at) {
    return this.go(url, { method: 'POST', ...form(fields) });
  }

  upload(fields: Record<string, string>, files: readonly FormFile[], url = this.at) {
    return this.go(url, { method: 'POST', ...multipart(fields, files) });
  }

  get text(): string {
    return this.answer?.body ?? '';
  }

  /** Starts and answers everything up to the check page. */
  async fillIn(answers: { happened: string; reach?: Record<string, string>; files?: readonly FormFile[] }) {
    await this.post({}, '/report');
    await this.post({ kind: 'incident' });
    await this.post({ happened: answers.happened, website: '' });
    await this.post({ about: '' });
    await this.post({ ongoing: 'no' });
    await this.post({ known: 'no' });
    await this.upload({ action: 'continue' }, answers.files ?? []);
    await this.post(answers.reach ?? { reach: 'anonymous' });
    assert.match(this.at, /\/check$/);
  }

  receipt(): string {
    return /<output id="receipt">([\d ]+)<\/output>/.exec(this.text)?.[1] ?? '';
  }
}

/** A clock that a test moves: people take their time, robots do not. */
export function aClock() {
  let now = new Date('2026-05-04T09:00:00Z').getTime();
  return {
    now: () => new Date(now),
    pass: (ms: number) => {
      now += ms;
    },
  };
}

export async function aDesk(t: TestContext) {
  const clock = aClock();
  const desk = await openTestDesk(t, { clock });
  return { clock, desk };
}
