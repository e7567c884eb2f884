// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { OTLPLogExporter as JsonExporter } from '@opentelemetry/exporter-logs-otlp-http';
import { OTLPLogExporter as ProtoExporter } from '@opentelemetry/exporter-logs-otlp-proto';
import { LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs';
import protobuf from 'protobufjs/minimal.js';
import { openReceivers, TOKEN } from '../../../../test/log-receivers.ts';
import { serveOtlp } from './otlp-routes.ts';

const PROTOBUF = { 'content-type': 'application/x-protobuf' };
const JSON_TYPE = { 'content-type': 'application/json' };

type Exporter = typeof JsonExporter | typeof ProtoExporter;

async function sendWith(t: TestContext, Exporter: Exporter, compression: 'gzip' | 'none') {
  const desk = await openReceivers(t, [serveOtlp]);
  const options = {
    url: `${desk.url}/ingest/otlp/v1/logs`,
    headers: { authorization: `Bearer ${TOKEN}` },
    compression: compression as never,
  };
  const provider = new LoggerProvider({
    processors: [new SimpleLogRecordProcessor({ exporter: new Exporter(options) } as never)],
  });
  const logger = provider.getLogger('shop', '1.2.3');
  logger.emit({
    severityNumber: 13,
    severityText: 'WARN',
    body: { text: 'paid \u00e9', deep: [1, 2.5, true, null] },
    attributes: { 'user.name': 'jan', count: 7, big: 2 ** 40 },
    timestamp: [1_800_000_000, 123_456_789],
  });
  await provider.forceFlush();
  await provider.shutdown();
  return desk.entries.map(({ text }) => JSON.parse(text) as Record<string, never>);
}

function field(number: number, bytes: Uint8Array): Buffer {
  return Buffer.from(
    protobuf.Writer.create()
      .uint32(number * 8 + 2)
      .bytes(bytes)
      .finish(),
  );
}

function request(record: Uint8Array): Buffer {
  return field(1, field(2, field(2, record)));
}

describe('OTLP', () => {
  for (const [name, exporter] of [
    ['JSON', JsonExporter],
    ['protobuf', ProtoExporter],
  ] as const) {
    for (const compression of ['none', 'gzip'] as const) {
      it(`serveOtlp takes what the official exporter sends: ${name}, ${compression}`, async (t) => {
        const [entry, ...others] = await sendWith(t, exporter, compression);
        assert.equal(others.length, 0);
        const { logRecord, resource, scope } = entry as Record<string, Record<string, unknown>>;
        assert.deepEqual(scope, { ...scope, name: 'shop', version: '1.2.3' });
        assert.ok(JSON.stringify(resource).includes('service.name'));
        assert.equal(logRecord?.['timeUnixNano'], '1800000000123456789');
        assert.equal(logRecord?.['severityNumber'], 13);
        const text = JSON.stringify(logRecord);
        assert.ok(text.includes('"stringValue":"paid \u00e9"') && text.includes('"stringValue":"jan"'), text);
        assert.equal('protobuf' in (entry ?? {}), false);
      });
    }
  }

  it('serveOtlp answers in the type of the request, and takes an empty one', async (t) => {
    const desk = await openReceivers(t, [serveOtlp]);
    const binary = await desk.post('/ingest/otlp/v1/logs', Buffer.alloc(0), PROTOBUF);
    assert.deepEqual(
      [binary.status, binary.headers.get('content-type'), (await binary.arrayBuffer()).byteLength],
      [200, 'application/x-protobuf', 0],
    );
    const text = await desk.post('/ingest/otlp/v1/logs', '{}', JSON_TYPE);
    assert.deepEqual([text.status, await text.text()], [200, '{}']);
    const wrong = await desk.post('/ingest/otlp/v1/logs', Buffer.from([0xff, 0xff]), PROTOBUF);
    const status = protobuf.Reader.create(new Uint8Array(await wrong.arrayBuffer()));
    assert.deepEqual([wrong.status, wrong.headers.get('content-type')], [400, 'application/x-protobuf']);
    assert.deepEqual([status.uint32(), status.int32(), status.uint32()], [8, 3, 18]);
    for (const bad of ['[]', '{"resourceLogs":[', '{"resourceSpans":[{}]}', '']) {
      assert.equal((await desk.post('/ingest/otlp/v1/logs', bad, JSON_TYPE)).status, 400, bad);
    }
    assert.equal(desk.entries.length, 0);
  });

  it('serveOtlp keeps the bytes of JSON values as they came', async (t) => {
    const desk = await openReceivers(t, [serveOtlp]);
    const record = '{ "timeUnixNano":0, "body":{"stringValue":"a\\u00e9\\/"},"unknown":[1,{"x":"}]"}] }';
    const body = `{"resourceLogs":[{"scopeLogs":[{"logRecords":[${record}, ${record}],"scope":{"name":"s"}}],"resource":{"r":1}}]}`;
    assert.equal((await desk.post('/ingest/otlp/v1/logs', body, JSON_TYPE)).status, 200);
    const expected = `{"resource":{"r":1},"scope":{"name":"s"},"logRecord":${record}}`;
    assert.deepEqual(
      desk.entries.map(({ text }) => text),
      [expected, expected],
    );
  });

  // Danger: what JSON cannot say is lost on the way from protobuf.
  it('serveOtlp keeps the bytes of a record that JSON cannot hold', async (t) => {
    const desk = await openReceivers(t, [serveOtlp]);
    const notUtf8 = field(5, field(1, Buffer.from([0x66, 0xff, 0xfe])));
    const unknown = field(99, Buffer.from('new'));
    const noRecord = Buffer.from([0x0a]);
    let deep: Buffer = field(1, Buffer.from('deep'));
    for (let level = 0; level < 2_000; level++) deep = field(5, field(1, deep));
    for (const record of [notUtf8, unknown, noRecord, field(5, deep)]) {
      assert.equal((await desk.post('/ingest/otlp/v1/logs', request(record), PROTOBUF)).status, 200);
      const { protobuf: kept } = JSON.parse(desk.entries.at(-1)?.text ?? '') as {
        protobuf: { logRecord: string };
      };
      assert.deepEqual(Buffer.from(kept.logRecord, 'base64'), record);
    }
  });

  // Danger: deep JSON overflows the stack and ends the process.
  it('serveOtlp takes JSON of any depth without a stack', async (t) => {
    const desk = await openReceivers(t, [serveOtlp]);
    const body = `{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"body":${'['.repeat(100_000)}${']'.repeat(100_000)}}]}]}]}`;
    const { status } = await desk.post('/ingest/otlp/v1/logs', body, JSON_TYPE);
    assert.ok(status === 200 || status === 400);
    assert.equal(desk.entries.length, status === 200 ? 1 : 0);
  });

  it('serveOtlp refuses more than 20 MiB after decompression', async (t) => {
    const desk = await openReceivers(t, [serveOtlp]);
    assert.equal(
      (await desk.post('/ingest/otlp/v1/logs', Buffer.alloc(20_971_521, ' '), JSON_TYPE)).status,
      413,
    );
  });
});
