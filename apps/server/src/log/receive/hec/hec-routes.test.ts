// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { openReceivers, TOKEN } from '../../../../test/log-receivers.ts';
import type { Clock } from '../../../platform/clock/clock.ts';
import { logLimits } from '../../log-limits.ts';
import { HecAcks } from './hec-acks.ts';
import { serveHec } from './hec-routes.ts';

const splunk = { authorization: `Splunk ${TOKEN}` };
const base = '/ingest/hec/services/collector';

async function told(answer: Response): Promise<unknown> {
  return [answer.status, await answer.json()];
}

describe('Splunk HEC', () => {
  it('serveHec cuts objects that follow each other with nothing between, and keeps their bytes', async (t) => {
    const desk = await openReceivers(t, [serveHec]);
    const events = ['{"event":"a } \\" {"}', '{ "event" : {"n":[{}]} , "time":1.5}', '{"event":0}'];
    const answer = await desk.post(`${base}/event`, gzipSync(`${events[0]}${events[1]}\n ${events[2]}`), {
      ...splunk,
      'content-encoding': 'gzip',
    });
    assert.deepEqual(await told(answer), [200, { text: 'Success', code: 0 }]);
    const texts = desk.entries.map(({ text }) => text);
    assert.deepEqual(texts.slice(0, 2), events.slice(0, 2));
    // Time is handed on: what was taken over is named, and the rest is as it came.
    assert.equal(texts[2], '{"time":1.5,"inherited":["time"],"event":0}');
  });

  it('serveHec hands metadata on within a request only', async (t) => {
    const desk = await openReceivers(t, [serveHec]);
    await desk.post(base, '{"host":"web","index":"i","event":1}{"host":"db","event":2}', splunk);
    await desk.post(`${base}/event/1.0`, '{"event":3}', splunk);
    assert.deepEqual(
      desk.entries.map(({ text }) => text),
      [
        '{"host":"web","index":"i","event":1}',
        '{"index":"i","inherited":["index"],"host":"db","event":2}',
        '{"event":3}',
      ],
    );
  });

  // Danger: an event is refused and those beside it are taken.
  it('serveHec refuses a request whole, in the numbers of the protocol', async (t) => {
    const desk = await openReceivers(t, [serveHec]);
    const cases: [string, number, number, number?][] = [
      ['', 400, 5],
      ['   ', 400, 5],
      ['{"event":1}{"event":', 400, 6, 1],
      ['{"event":1} nonsense', 400, 6, 1],
      ['{event:1}', 400, 6, 0],
      ['[{"event":1}]', 400, 6, 0],
      ['{"event":1}{"host":"a"}', 400, 12, 1],
      ['{"event":""}', 400, 13, 0],
    ];
    for (const [body, status, code, at] of cases) {
      const answer = await desk.post(`${base}/event`, body, splunk);
      const { code: got, 'invalid-event-number': number } = (await answer.json()) as Record<string, unknown>;
      assert.deepEqual([answer.status, got, number], [status, code, at], body);
    }
    const noToken = await fetch(`${desk.url}${base}`, { method: 'POST', body: '{"event":1}' });
    assert.deepEqual([noToken.status, ((await noToken.json()) as { code: number }).code], [401, 2]);
    const wrong = await desk.post(base, '{"event":1}', { authorization: 'Splunk wrong' });
    assert.deepEqual([wrong.status, ((await wrong.json()) as { code: number }).code], [401, 3]);
    desk.journal.isOpen = false;
    const busy = await desk.post(base, '{"event":1}', splunk);
    assert.deepEqual(
      [busy.status, ((await busy.json()) as { code: number }).code, busy.headers.get('retry-after')],
      [503, 9, '5'],
    );
    assert.equal((await fetch(`${desk.url}${base}/health`)).status, 503);
    assert.equal(desk.entries.length, 0);
  });

  it('serveHec gives each channel numbers, and tells each once that it is on disk', async (t) => {
    const desk = await openReceivers(t, [serveHec]);
    const channel = { ...splunk, 'x-splunk-request-channel': 'C1' };
    for (const ackId of [0, 1]) {
      assert.deepEqual(await told(await desk.post(base, '{"event":1}', channel)), [
        200,
        { text: 'Success', code: 0, ackId },
      ]);
    }
    const raw = await desk.post(`${base}/raw?channel=C2`, 'one\ntwo\r\n\nthree', splunk);
    assert.deepEqual(await told(raw), [200, { text: 'Success', code: 0, ackId: 0 }]);
    assert.deepEqual(
      desk.entries.slice(2).map(({ text }) => text),
      ['one', 'two\r', 'three'],
    );
    const ask = () => desk.post(`${base}/ack?channel=C1`, '{"acks":[0,1,2]}', splunk);
    assert.deepEqual(await told(await ask()), [200, { acks: { 0: true, 1: true, 2: false } }]);
    assert.deepEqual(await told(await ask()), [200, { acks: { 0: false, 1: false, 2: false } }]);
    const without = await desk.post(`${base}/ack`, '{"acks":[0]}', splunk);
    assert.deepEqual([without.status, ((await without.json()) as { code: number }).code], [400, 10]);
  });

  // Danger: channels nobody asks about fill the memory.
  it('HecAcks forgets idle channels, and takes no more than its bounds', () => {
    let ms = 1_800_000_000_000;
    const clock: Clock = { now: () => new Date(ms) };
    const acks = new HecAcks(clock);
    const { hecChannelsMax, hecChannelsOfSourceMax } = logLimits;
    for (let at = 0; at < hecChannelsMax; at++)
      assert.equal(acks.next(`s${Math.floor(at / hecChannelsOfSourceMax)}`, `c${at}`), 0);
    assert.equal(acks.next('new', 'one more'), null);
    assert.equal(acks.next('s0', 'c1'), 1);
    ms += logLimits.hecChannelIdleMsMax;
    assert.equal(acks.next('new', 'one more'), 0);
    assert.deepEqual(acks.tell('s0', 'c1', [1]), { 1: false });
  });

  // Danger: one source opens channels until nobody else gets an acknowledgement, and sends everything again for ever.
  it('HecAcks gives each source a share that no other can use up', () => {
    const acks = new HecAcks({ now: () => new Date(1_800_000_000_000) });
    const { hecChannelsOfSourceMax, hecPendingAcksOfSourceMax } = logLimits;
    for (let at = 0; at < hecChannelsOfSourceMax; at++) acks.next('hostile', `c${at}`);
    assert.equal(acks.next('hostile', 'one more'), null);
    assert.equal(acks.next('honest', 'c'), 0);
    for (let at = hecChannelsOfSourceMax; at < hecPendingAcksOfSourceMax; at++) acks.next('hostile', 'c0');
    assert.equal(acks.next('hostile', 'c0'), null);
    assert.equal(acks.next('honest', 'c'), 1);
    assert.deepEqual(acks.tell('hostile', 'c1', [0]), { 0: true });
    assert.notEqual(acks.next('hostile', 'c0'), null);
  });
});
