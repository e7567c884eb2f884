// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import protobuf from 'protobufjs/minimal.js';
import { compress } from 'snappyjs';
import { openReceivers } from '../../../../test/log-receivers.ts';
import { labelsOf } from './loki-entries.ts';
import { serveLoki } from './loki-routes.ts';
import { unpackSnappy } from './snappy-block.ts';

const path = '/ingest/loki/api/v1/push';
const JSON_TYPE = { 'content-type': 'application/json' };
const PROTOBUF = { 'content-type': 'application/x-protobuf' };

function field(number: number, bytes: Uint8Array | string): Buffer {
  return Buffer.from(
    protobuf.Writer.create()
      .uint32(number * 8 + 2)
      .bytes(Buffer.from(bytes))
      .finish(),
  );
}

function time(seconds: number, nanos: number): Buffer {
  return field(1, protobuf.Writer.create().uint32(8).int64(seconds).uint32(16).int32(nanos).finish());
}

describe('Loki push', () => {
  it('serveLoki keeps labels, time, line and metadata of JSON as they came', async (t) => {
    const desk = await openReceivers(t, [serveLoki]);
    const body =
      '{"streams":[{"values":[["1800000000000000001","a \\u00e9 ]"],["2","b",{"trace":"x"}]],"stream":{"app": "web"}}]}';
    const answer = await desk.post(path, gzipSync(body), {
      ...JSON_TYPE,
      'content-encoding': 'gzip',
      'x-scope-orgid': 'tenant 1',
    });
    assert.deepEqual([answer.status, await answer.text()], [204, '']);
    assert.deepEqual(
      desk.entries.map(({ text }) => text),
      [
        '{"stream":{"app": "web"},"ts":"1800000000000000001","line":"a \\u00e9 ]","tenant":"tenant 1"}',
        '{"stream":{"app": "web"},"ts":"2","line":"b","metadata":{"trace":"x"},"tenant":"tenant 1"}',
      ],
    );
  });

  it('serveLoki reads protobuf in a snappy block', async (t) => {
    const desk = await openReceivers(t, [serveLoki]);
    const label = field(3, Buffer.concat([field(1, 'trace'), field(2, 'x')]));
    const first = Buffer.concat([time(1_800_000_000, 7), field(2, 'a line '.repeat(50)), label]);
    const second = Buffer.concat([time(1, 0), field(2, Buffer.from([0x61, 0xff]))]);
    const push = field(
      1,
      Buffer.concat([field(1, '{app="web", env="p\\"q"}'), field(2, first), field(2, second)]),
    );
    const answer = await desk.post(path, Buffer.from(compress(push)), PROTOBUF);
    assert.equal(answer.status, 204);
    const [one, two] = desk.entries.map(({ text }) => JSON.parse(text) as Record<string, unknown>);
    assert.deepEqual(one, {
      stream: { app: 'web', env: 'p"q' },
      ts: '1800000000000000007',
      line: 'a line '.repeat(50),
      metadata: { trace: 'x' },
    });
    assert.deepEqual(Buffer.from(String(two?.['protobuf']), 'base64'), second);
  });

  // Danger: a wrong request is half taken, or answered with success and lost.
  it('serveLoki refuses what is no push request with all of it', async (t) => {
    const desk = await openReceivers(t, [serveLoki]);
    const good = '{"stream":{},"values":[["1","a"]]}';
    for (const bad of [
      '',
      '{}',
      '[]',
      `{"streams":[${good},{"stream":{}}]}`,
      '{"streams":[{"stream":{},"values":[[1,"a"]]}]}',
      '{"streams":[{"values":[["1"]]}]}',
      `{"streams":[${good}`,
    ]) {
      assert.equal((await desk.post(path, bad, JSON_TYPE)).status, 400, bad);
    }
    for (const bad of [
      randomBytes(50),
      Buffer.from([0xff, 0xff, 0xff, 0xff, 0x0f]),
      Buffer.from(compress(Buffer.from('no protobuf'))),
    ]) {
      const { status } = await desk.post(path, bad, PROTOBUF);
      assert.ok(status === 400 || status === 413, String(status));
    }
    assert.equal(desk.entries.length, 0);
    assert.equal((await fetch(`${desk.url}/ingest/loki/ready`)).status, 200);
  });

  it('labelsOf reads labels, and keeps what it cannot read', () => {
    assert.deepEqual(labelsOf('{}'), {});
    assert.deepEqual(labelsOf('{a="1",b="x,}y"}'), { a: '1', b: 'x,}y' });
    for (const text of ['', 'a', '{a=1}', '{a="1"', '{a="1",}', '{a="\\x"}'])
      assert.deepEqual(labelsOf(text), { labels: text });
  });

  it('unpackSnappy unpacks what another implementation packed', () => {
    for (const bytes of [
      Buffer.alloc(0),
      Buffer.from('a'),
      Buffer.alloc(300_000, 'abcabcab'),
      randomBytes(100_000),
    ]) {
      assert.deepEqual(unpackSnappy(Buffer.from(compress(bytes)), 1_000_000), bytes);
    }
    assert.equal(unpackSnappy(Buffer.from(compress(Buffer.alloc(2_000))), 1_999), 'too large');
  });

  // Danger: lengths that point backwards keep a decoder busy for ever.
  it('unpackSnappy ends on any bytes', () => {
    assert.equal(unpackSnappy(Buffer.from([5, 0xfc, 0xfa, 0xff, 0xff, 0xff, 0, 0]), 100), null);
    for (let run = 0; run < 20_000; run++) {
      const bytes = randomBytes(40);
      bytes[0] = 60;
      const unpacked = unpackSnappy(bytes, 100);
      assert.ok(unpacked === null || (typeof unpacked !== 'string' && unpacked.length === 60));
    }
  });
});
