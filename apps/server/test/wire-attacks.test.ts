// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import net from 'node:net';
import { describe, it } from 'node:test';
import { limits, type Route, routes } from '@belfry/contract';
import { z } from 'zod';
import { isCommonPassword } from '../src/platform/authentication/common-password.ts';
import { fromFact } from '../src/platform/csv/csv-line.ts';
import { isAddress } from '../src/platform/mail/index.ts';
import { languageOf, titleOf } from '../src/reports/index.ts';
import { codeOf } from './adversary.ts';
import { ADMIN_EMAIL, openTestDesk, type TestDesk } from './desk.ts';
import { aDesk, FormVisitor, form } from './form-visitor.ts';
import { TestBrowser } from './visitor.ts';

const UUID = '00000000-0000-4000-8000-000000000000';

/** Sends bytes as they are and gives back what came, until the server closes or is silent. */
function raw(address: string, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = net.connect(Number(new URL(address).port), '127.0.0.1', () =>
      socket.write(bytes, 'latin1'),
    );
    let heard = '';
    socket.on('data', (chunk) => {
      heard += chunk.toString('latin1');
    });
    socket.setTimeout(1_500, () => socket.destroy());
    socket.on('error', reject);
    socket.on('close', () => resolve(heard));
  });
}

describe('on the wire', () => {
  // Danger: a proxy and the desk that disagree where a request ends let one person’s request swallow another’s.
  it('a request with two opinions of its length is refused and its connection closed', async (t) => {
    const desk = await openTestDesk(t, { listen: true });
    const hidden = 'GET /api/v1/session/ways HTTP/1.1\r\nhost: localhost\r\n\r\n';
    const heads = {
      'both lengths': `content-length: ${hidden.length}\r\ntransfer-encoding: chunked`,
      'two lengths': `content-length: 0\r\ncontent-length: ${hidden.length}`,
      'a list of lengths': `content-length: 0, ${hidden.length}`,
      'a signed length': `content-length: +${hidden.length}`,
      'another coding': 'transfer-encoding: xchunked',
      'a coding in two lines': 'transfer-encoding: chunked\r\ntransfer-encoding: identity',
      'a folded header': 'transfer-encoding:\r\n chunked',
      'a space before the colon': 'transfer-encoding : chunked',
    };
    for (const [name, head] of Object.entries(heads)) {
      const heard = await raw(
        desk.address,
        `POST /api/v1/reports HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n${head}\r\n\r\n${name === 'both lengths' ? '0\r\n\r\n' : ''}${hidden}`,
      );
      assert.match(heard, /^HTTP\/1\.1 400 /, `${name}: ${heard.slice(0, 200)}`);
      assert.ok(!heard.includes('singleSignOn'), `${name} was answered twice: ${heard}`);
    }
    assert.match(await raw(desk.address, `${hidden}`), /^HTTP\/1\.1 200 /);
  });

  it('a path out of the directory finds nothing, however it is written', async (t) => {
    const desk = await openTestDesk(t, { listen: true });
    const ways = [
      '/assets/../index.html',
      '/assets/..%2findex.html',
      '/assets/%2e%2e/%2e%2e/package.json',
      '/assets/%2e%2e%2f%2e%2e%2fpackage.json',
      '/assets/..%5c..%5cpackage.json',
      '/assets/....//....//package.json',
      '/assets//etc/passwd',
      '/assets/%00',
      '/report/../../etc/passwd',
      '/report/..%2f..%2fetc%2fpasswd',
      '/../../../../etc/passwd',
      'http://evil.example/etc/passwd',
      '//evil.example/report',
    ];
    for (const way of ways) {
      const heard = await raw(
        desk.address,
        `GET ${way} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n`,
      );
      assert.match(heard, /^HTTP\/1\.1 (400|403|404) /, `${way}: ${heard.slice(0, 200)}`);
      assert.doesNotMatch(heard, /root:|"workspaces"|__CSP_NONCE__/, way);
      assert.doesNotMatch(heard, /location: (\/\/|http)/i, way);
    }
  });

  it('a slow sender is given up: headers and bodies have a time', async (t) => {
    const { server } = (await openTestDesk(t)).app;
    assert.ok(server.requestTimeout > 0 && server.requestTimeout <= 600_000);
    assert.ok(server.headersTimeout > 0 && server.headersTimeout <= 60_000);
  });

  it('figures are for this machine and for people who are signed in', async (t) => {
    const desk = await openTestDesk(t);
    const metrics = (remoteAddress: string, headers = {}) =>
      desk.app.inject({ url: '/metrics', remoteAddress, headers });
    assert.equal((await metrics('127.0.0.1')).statusCode, 200);
    assert.equal(codeOf(await metrics('203.0.113.9')), 'session.required');
    assert.equal((await metrics('203.0.113.9', { 'x-forwarded-for': '127.0.0.1' })).statusCode, 401);
    assert.equal((await metrics('127.0.0.1', { 'x-forwarded-for': '203.0.113.9' })).statusCode, 401);
    const { token } = await desk.as('auditor');
    assert.equal((await metrics('203.0.113.9', { authorization: `Bearer ${token}` })).statusCode, 200);
  });
});

describe('a body', () => {
  it('that names a prototype is refused or means nothing, at every call that takes one', async (t) => {
    const desk = await openTestDesk(t);
    const boss = await desk.as('administrator', 'it_responsible');
    const payloads = [
      '{"__proto__": {"polluted": "yes"}}',
      '{"constructor": {"prototype": {"polluted": "yes"}}}',
      '{"title": "x", "summary": "x", "name": "x", "__proto__": {"polluted": "yes"}}',
      '{"csv": "a,b\\n1,2\\n", "mapping": {"__proto__": "title", "constructor": "title"}}',
      '[{"__proto__": null}]',
      '"__proto__"',
    ];
    for (const declared of Object.values<Route>(routes)) {
      if (declared.method === 'GET') continue;
      for (const payload of payloads) {
        const answer = await boss.inject({
          method: declared.method,
          url: declared.path.replace(/\{(\w+)\}/g, UUID),
          payload,
          headers: { 'content-type': 'application/json' },
        });
        assert.ok(answer.statusCode < 500, `${declared.id} ${payload}: ${answer.body}`);
      }
    }
    const list = await boss.inject({ url: '/api/v1/incidents?__proto__=x&constructor=y' });
    assert.ok(list.statusCode < 500);
    assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
    assert.deepEqual(await desk.query('SELECT id FROM incident'), []);
  });
});

/** Every pattern in every schema of the contract. */
function patternsOf(schema: unknown, found = new Map<string, RegExp>(), seen = new Set<unknown>()) {
  if (typeof schema !== 'object' || schema === null || seen.has(schema)) return found;
  seen.add(schema);
  if (schema instanceof RegExp) {
    found.set(String(schema), schema);
  }
  for (const value of schema instanceof Map || schema instanceof Set
    ? [...schema.values()]
    : Object.getOwnPropertyNames(schema).map((name) => {
        try {
          return (schema as Record<string, unknown>)[name];
        } catch {
          return null;
        }
      })) {
    patternsOf(value, found, seen);
  }
  return found;
}

describe('a pattern', () => {
  const LONG = 200_000;
  const floods = [
    'a',
    ' ',
    '0',
    '-',
    '.',
    '@',
    '\t',
    '\n',
    'é',
    'a.',
    'a@',
    '0-',
    '2026-',
    'INC-',
    '::',
    '1:',
  ].map((piece) => piece.repeat(Math.ceil(LONG / piece.length)));
  const within = (ms: number, what: string, work: () => unknown) => {
    // Time of this thread at work: what a busy machine lets it wait says nothing about a pattern.
    const start = process.threadCpuUsage();
    work();
    const took = process.threadCpuUsage(start).user / 1_000;
    assert.ok(took < ms, `${what} took ${Math.round(took)} ms`);
  };

  // Danger: one long line of the right letters keeps the one thread of the desk busy for minutes.
  it('of the contract is done with any long text at once', () => {
    const schemas = Object.values<Route>(routes).flatMap(({ body, params, query }) => [body, params, query]);
    const patterns = patternsOf(schemas.filter((schema) => schema !== undefined));
    assert.ok(patterns.size >= 5, 'there are patterns to try');
    for (const [source, pattern] of patterns) {
      for (const flood of floods) {
        for (const text of [flood, `${flood}!`, `!${flood}`]) {
          within(500, `${source} on ${JSON.stringify(text.slice(0, 10))}`, () => pattern.test(text));
        }
      }
    }
  });

  it('of what reads names, languages, titles and passwords is done with any text they can meet', () => {
    // The lists it compares with are made when it is first asked.
    isCommonPassword('');
    for (const flood of floods) {
      within(300, 'titleOf', () => titleOf(flood.slice(0, limits.summaryCharactersMax), 300));
      within(300, 'languageOf', () => languageOf(flood));
      within(300, 'isAddress', () => isAddress(flood));
      within(300, 'fromFact', () => fromFact(flood));
      within(300, 'isCommonPassword', () => isCommonPassword(flood.slice(0, limits.passwordCharactersMax)));
    }
    assert.ok(z.email().safeParse('a@example.org').success);
  });
});

describe('an export', () => {
  it('hands no spreadsheet a formula, wide signs and leading blanks included', () => {
    for (const value of [
      '=1',
      '+1',
      '-1',
      '@x',
      '\t=1',
      '\n=1',
      ' =1',
      '\u00a0=1',
      '＝1',
      '＋1',
      '－1',
      '＠x',
    ]) {
      assert.ok(fromFact(value).startsWith("'"), JSON.stringify(value));
    }
  });
});

describe('the log of the process', () => {
  it('holds no secret that came or went, and one line an event whatever stood in it', async (t) => {
    const { clock, desk } = await aDesk(t);
    const secrets: string[] = ['Wachtwoord van de aanvaller 1', 'blf_'.padEnd(47, 'x'), 'Geheim verhaal'];
    const visitor = new FormVisitor(desk);
    await visitor.fillIn({ happened: 'Geheim verhaal' });
    secrets.push(/draft\/([\w-]{43})/.exec(visitor.at)?.[1] ?? 'no token');
    clock.pass(60_000);
    await visitor.post({});
    secrets.push(visitor.receipt(), visitor.receipt().replaceAll(' ', ''));
    await visitor.post({ receipt: visitor.receipt() }, '/report/back');
    secrets.push(/back\/([\w-]{72})/.exec(visitor.at)?.[1] ?? 'no ticket');
    const browser = new TestBrowser(desk.app);
    await browser.send('POST', '/api/v1/session', { email: ADMIN_EMAIL, password: secrets[0] });
    for (const url of ['/nowhere\u001b[31m', '/%zz', '/api/v1/incidents?q=%0d%0a{"level":60}']) {
      await desk.app.inject({
        url,
        headers: { 'user-agent': 'evil', authorization: `Bearer ${secrets[1]}` },
      });
    }
    await failOnce(desk);
    const said = desk.logged.join('');
    for (const secret of secrets) {
      assert.ok(secret.length > 10 && !said.includes(secret), `the log says ${secret.slice(0, 6)}…`);
    }
    for (const line of desk.logged) {
      assert.ok(JSON.parse(line), line);
      assert.doesNotMatch(line.slice(0, -1), /\p{Cc}/u);
    }
  });
});

/** Makes one call fail as a bug would, so that the log has something to say. */
async function failOnce(desk: TestDesk): Promise<void> {
  await desk.query('ALTER TABLE report_draft RENAME TO report_draft_away');
  const answer = await desk.app.inject({ method: 'POST', url: '/report', ...form({}) });
  assert.equal(answer.statusCode, 500);
  assert.ok(!answer.body.includes('report_draft'), 'a stranger reads nothing of the inside');
  await desk.query('ALTER TABLE report_draft_away RENAME TO report_draft');
  assert.ok(desk.logged.some((line) => line.includes('failed')));
}

describe('a ticket to one report', () => {
  it('opens no other, altered or used where another kind of secret belongs', async (t) => {
    const { clock, desk } = await aDesk(t);
    const comeBack = async (happened: string) => {
      const visitor = new FormVisitor(desk);
      await visitor.fillIn({ happened });
      clock.pass(60_000);
      await visitor.post({});
      await visitor.post({ receipt: visitor.receipt() }, '/report/back');
      return { visitor, ticket: /back\/([\w-]{72})/.exec(visitor.at)?.[1] ?? '' };
    };
    const mine = await comeBack('Mine alone');
    const theirs = await comeBack('Theirs alone');
    const [a, b] = [Buffer.from(mine.ticket, 'base64url'), Buffer.from(theirs.ticket, 'base64url')];
    const forged = [
      Buffer.concat([b.subarray(0, 16), a.subarray(16)]),
      Buffer.concat([a.subarray(0, 16), b.subarray(16)]),
      Buffer.concat([b.subarray(0, 22), a.subarray(22)]),
      Buffer.concat([b.subarray(0, 53), Buffer.from([(b[53] ?? 0) ^ 1])]),
      Buffer.concat([b.subarray(0, 22), Buffer.alloc(32)]),
    ];
    for (const ticket of forged) {
      for (const road of ['', '/withdraw']) {
        const answer = await desk.app.inject({ url: `/report/back/${ticket.toString('base64url')}${road}` });
        assert.ok(!answer.body.includes('alone'), answer.body);
      }
    }
    for (const url of [`/report/draft/${theirs.ticket.slice(0, 43)}/sent`, `/report/back/${UUID}`]) {
      assert.ok(!(await desk.app.inject({ url })).body.includes('alone'), url);
    }
    clock.pass(limits.reportTicketAgeMsMax + 1);
    const late = await desk.app.inject({ url: `/report/back/${mine.ticket}` });
    assert.ok(!late.body.includes('alone'));
  });
});
