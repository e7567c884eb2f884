// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { Client } from '@elastic/elasticsearch';
import { openReceivers, TOKEN } from '../../../../test/log-receivers.ts';
import { serveElastic } from './elastic-routes.ts';

describe('Elasticsearch _bulk', () => {
  it('serveElastic takes what the official client sends', async (t) => {
    const desk = await openReceivers(t, [serveElastic]);
    const client = new Client({
      node: `${desk.url}/ingest/elastic`,
      auth: { apiKey: { id: 'x', api_key: TOKEN } },
      compression: true,
    });
    t.after(() => client.close());
    assert.equal(await client.ping(), true);
    const documents = Array.from({ length: 500 }, (_, at) => ({ at, message: `line ${at} \u00e9` }));
    const result = await client.helpers.bulk({
      datasource: documents,
      onDocument: ({ at }) =>
        at % 2 === 0 ? { create: { _index: 'logs' } } : { index: { _index: 'logs', _id: String(at) } },
    });
    assert.deepEqual([result.successful, result.failed], [500, 0]);
    assert.deepEqual(
      desk.entries.map(({ text }) => text),
      documents.map((document) => JSON.stringify(document)),
    );
  });

  it('serveElastic answers in the words that senders look for', async (t) => {
    const desk = await openReceivers(t, [serveElastic]);
    const body = '{"create":{"_index":"a"}}\n{"m": 1}\n{"index":{}}\n\x00 no json \xff';
    const answer = await desk.post('/ingest/elastic/logs/_bulk', Buffer.from(body, 'latin1'));
    assert.match(
      await answer.text(),
      /^\{"took":\d+,"errors":false,"items":\[\{"create":\{"status":201\}\},\{"index":\{"status":201\}\}\]\}$/,
    );
    assert.equal(answer.headers.get('x-elastic-product'), 'Elasticsearch');
    assert.deepEqual(desk.entries[1]?.raw, Buffer.from('\x00 no json \xff', 'latin1'));
  });

  // Danger: half a request is taken and the sender believes in all of it.
  it('serveElastic refuses update, delete and a broken envelope with all of their request', async (t) => {
    const desk = await openReceivers(t, [serveElastic]);
    const good = '{"create":{}}\n{"a":1}\n';
    for (const bad of [
      '{"delete":{"_id":"1"}}\n',
      '{"update":{}}\n{"doc":{}}\n',
      'nonsense\n{}\n',
      '{"index":{}}\n',
      '{"index":{}}',
      '[]\n{}',
      '{"index":{},"create":{}}\n{}',
    ]) {
      assert.equal((await desk.post('/ingest/elastic/_bulk', good + bad)).status, 400, bad);
    }
    assert.equal(desk.entries.length, 0);
    assert.equal(desk.refused.get('elastic change_refused'), 2);
  });

  it('serveElastic plays the server that clients ask for before they send', async (t) => {
    const desk = await openReceivers(t, [serveElastic]);
    const ask = (path: string, method: string, userAgent = 'curl/8') =>
      fetch(`${desk.url}/ingest/elastic${path}`, {
        method,
        headers: { authorization: `Basic ${btoa(`elastic:${TOKEN}`)}`, 'user-agent': userAgent },
      });
    const version = async (userAgent: string) =>
      ((await (await ask('/', 'GET', userAgent)).json()) as { version: { number: string } }).version.number;
    assert.equal(await version('Elastic-Filebeat/9.1.2 (linux; amd64; abc)'), '9.1.2');
    assert.equal(await version('Elastic-Winlogbeat/7.17.0 (windows)'), '8.19.0');
    assert.equal((await ask('', 'HEAD')).status, 200);
    for (const path of [
      '/_license',
      '/_xpack',
      '/_ilm/policy/filebeat',
      '/_index_template/x',
      '/_nodes/http',
      '/_logstash/pipeline',
    ]) {
      const answer = await ask(path, 'GET');
      assert.deepEqual(
        [answer.status, answer.headers.get('x-elastic-product')],
        [200, 'Elasticsearch'],
        path,
      );
    }
    assert.equal((await ask('/_index_template/filebeat-9', 'PUT')).status, 200);
    assert.equal((await ask('/logs/_search', 'POST')).status, 415);
  });

  // Danger: a few kilobytes of gzip fill the memory.
  it('serveElastic stops a gzip bomb at its limit', async (t) => {
    const desk = await openReceivers(t, [serveElastic]);
    const bomb = gzipSync(Buffer.alloc(200_000_000, '{"index":{}}\n{}\n'));
    assert.ok(bomb.length < 1_000_000);
    const answer = await desk.post('/ingest/elastic/_bulk', bomb, { 'content-encoding': 'gzip' });
    assert.deepEqual([answer.status, desk.entries.length], [413, 0]);
  });
});
