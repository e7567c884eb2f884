// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { createDecipheriv, createECDH, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import { systemIds } from '../src/platform/clock/clock.ts';
import { derivedKey } from '../src/platform/keys/derived-key.ts';
import { openKeyFile } from '../src/platform/keys/key-file.ts';
import { createSealing } from '../src/platform/keys/sealing.ts';
import { takeDueStep } from '../src/processes/alert-climbs.ts';
import { sendDueCalls } from '../src/processes/calls-go-out.ts';
import { pushIdentity } from '../src/push-subscriptions/index.ts';
import { openTestDesk } from './desk.ts';

interface Heard {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/** A receiver of its own on this machine; it answers as it is told. */
async function aReceiver(t: TestContext) {
  const heard: Heard[] = [];
  const say = { status: 200, location: null as string | null, hangsUp: false };
  const server = createServer(async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    heard.push({
      method: request.method ?? '',
      url: request.url ?? '',
      headers: request.headers,
      body: Buffer.concat(chunks),
    });
    if (say.hangsUp) {
      request.socket.destroy();
      return;
    }
    if (say.location !== null) response.setHeader('location', say.location);
    response.writeHead(say.status).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  return { heard, say, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

/** A browser: keys of its own, and it reads what only it can. */
function aBrowser() {
  const ecdh = createECDH('prime256v1');
  ecdh.generateKeys();
  const auth = randomBytes(16);
  return {
    keys: { p256dh: ecdh.getPublicKey().toString('base64url'), auth: auth.toString('base64url') },
    read(message: Buffer): { title: string; body: string; url: string; tag: string } {
      const salt = message.subarray(0, 16);
      const size = message.readUInt8(20);
      const sender = message.subarray(21, 21 + size);
      const hmac = (key: Buffer, data: Buffer) => createHmac('sha256', key).update(data).digest();
      const info = Buffer.concat([
        Buffer.from('WebPush: info\0'),
        ecdh.getPublicKey(),
        sender,
        Buffer.from([1]),
      ]);
      const ikm = hmac(hmac(auth, ecdh.computeSecret(sender)), info);
      const derive = (words: string, bytes: number) =>
        Buffer.from(hkdfSync('sha256', ikm, salt, Buffer.from(`Content-Encoding: ${words}\0`), bytes));
      const sealed = message.subarray(21 + size);
      const open = createDecipheriv('aes-128-gcm', derive('aes128gcm', 16), derive('nonce', 12));
      open.setAuthTag(sealed.subarray(-16));
      const text = Buffer.concat([open.update(sealed.subarray(0, -16)), open.final()]);
      return JSON.parse(text.subarray(0, -1).toString());
    },
  };
}

async function aDesk(t: TestContext) {
  const time = { now: new Date() };
  const desk = await openTestDesk(t, {
    clock: { now: () => new Date(time.now) },
    isIdle: true,
    configuration: { outgoingPrivateHosts: ['127.0.0.1'] },
  });
  const boss = await desk.as('it_responsible');
  const key = await openKeyFile(`${desk.dataDir}/keys`, 'paging.key');
  const send = async () => {
    const parts = {
      database: desk.database,
      ids: systemIds,
      identity: pushIdentity(derivedKey(key, 'web push identity')),
      sealing: createSealing(key, 'webhook endpoint secrets'),
      allowed: new Set(['127.0.0.1']),
      publicUrl: () => 'https://desk.example',
    };
    while (await sendDueCalls(parts));
  };
  const rings = async (more: { restricted?: boolean; tlp?: string } = {}) => {
    const [incident] = await desk.query<{ id: string }>(
      `INSERT INTO incident (id, reference, title, status, severity, tlp, personal_data, restricted, declared_at, updated_at)
       VALUES (gen_random_uuid(), 'INC-2026-' || lpad((random() * 999999)::int::text, 6, '0'), 'Secret title', 'pending', 'critical', $2, 'unknown', $1, now(), now()) RETURNING id`,
      [more.restricted ?? false, more.tlp ?? 'TLP:AMBER'],
    );
    if (more.restricted === true) {
      await desk.query(`INSERT INTO incident_participant VALUES ($1, $2, 'participant', now())`, [
        incident?.id,
        boss.id,
      ]);
    }
    await desk.query(
      `INSERT INTO alert (id, incident_id, state, raised_at, next_at) VALUES (gen_random_uuid(), $1, 'waiting', $2, $2)`,
      [incident?.id, time.now],
    );
    const limits = { alertRepeatAfterMs: 3_600_000, alertClimbAfterRepeats: 2, alertRepeatsMax: 4 };
    while (await takeDueStep({ database: desk.database, limits, publicUrl: () => 'https://desk.example' }));
    await send();
  };
  const pass = async (ms: number) => {
    time.now = new Date(time.now.getTime() + ms);
    await send();
  };
  const endpoint = (receiver: { url: string }, more: object = {}) =>
    boss.api.addWebhookEndpoint({
      body: {
        name: 'Chat',
        url: `${receiver.url}/hook`,
        recipe: 'standard',
        gateway: null,
        events: ['critical', 'limit', 'test'],
        language: 'en',
        isActive: true,
        ...more,
      },
    });
  return { ...desk, boss, rings, pass, send, endpoint };
}

/** The check of Standard Webhooks, written from its specification. */
function isSigned({ body, headers }: Heard, secret: string): boolean {
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const words = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body.toString()}`;
  const wanted = `v1,${createHmac('sha256', key).update(words).digest('base64')}`;
  return String(headers['webhook-signature']).split(' ').includes(wanted);
}

describe('webhook endpoints', () => {
  it('sign by Standard Webhooks, with two secrets while one is changed, and keep them sealed', async (t) => {
    const desk = await aDesk(t);
    const receiver = await aReceiver(t);
    const made = await desk.endpoint(receiver);
    await desk.rings();
    const [first] = receiver.heard;
    assert.ok(first !== undefined && isSigned(first, made.secret));
    assert.ok(!isSigned({ ...first, body: Buffer.from('{}') }, made.secret));
    const params = { endpoint: made.endpoint.id };
    const next = await desk.boss.api.rotateWebhookEndpoint({
      params,
      body: { version: made.endpoint.version },
    });
    await desk.rings();
    const second = receiver.heard.at(-1);
    assert.ok(second !== undefined && isSigned(second, made.secret) && isSigned(second, next.secret));
    await desk.boss.api.dropWebhookEndpointSecret({ params, body: { version: next.endpoint.version } });
    await desk.rings();
    const third = receiver.heard.at(-1);
    assert.ok(third !== undefined && !isSigned(third, made.secret) && isSigned(third, next.secret));
    const [kept] = await desk.query<{ secret: object }>('SELECT secret FROM webhook_endpoint');
    assert.ok(
      !JSON.stringify(kept).includes(made.secret.slice(6)) &&
        !JSON.stringify(kept).includes(next.secret.slice(6)),
    );
  });

  // Danger: the title of what few may know of, in a chat room.
  it('tell no title of what is restricted or TLP:RED', async (t) => {
    const desk = await aDesk(t);
    const receiver = await aReceiver(t);
    await desk.endpoint(receiver);
    await desk.rings({ restricted: true });
    await desk.rings({ tlp: 'TLP:RED' });
    assert.equal(receiver.heard.length, 2);
    for (const { body } of receiver.heard) {
      assert.ok(!body.toString().includes('Secret') && body.toString().includes('INC-2026-'));
    }
    await desk.rings();
    assert.ok(receiver.heard.at(-1)?.body.toString().includes('Secret title'));
  });

  it('try again what was not sent, and what was sent and not answered under the same identifier', async (t) => {
    const desk = await aDesk(t);
    const receiver = await aReceiver(t);
    const made = await desk.endpoint(receiver);
    receiver.say.status = 503;
    await desk.rings();
    receiver.say.hangsUp = true;
    await desk.pass(60_000);
    receiver.say.hangsUp = false;
    receiver.say.status = 200;
    await desk.pass(60_000);
    await desk.pass(3_600_000);
    assert.equal(receiver.heard.length, 3);
    assert.equal(new Set(receiver.heard.map(({ headers }) => headers['webhook-id'])).size, 1);
    const { items } = await desk.boss.api.listChannelDeliveries({
      params: { endpoint: made.endpoint.id },
      query: { state: 'any' },
    });
    assert.deepEqual(
      items.map(({ attempts, state }) => [state, attempts]),
      [['sent', 3]],
    );
  });

  it('give up in the end, where it is seen, and send again when asked', async (t) => {
    const desk = await aDesk(t);
    const receiver = await aReceiver(t);
    const made = await desk.endpoint(receiver);
    receiver.say.status = 500;
    await desk.rings();
    for (let round = 0; round < 12; round += 1) await desk.pass(2 * 3_600_000);
    const params = { endpoint: made.endpoint.id };
    const { items } = await desk.boss.api.listChannelDeliveries({ params, query: { state: 'failed' } });
    assert.deepEqual([items.length, items[0]?.attempts, items[0]?.error], [1, 12, '500']);
    receiver.say.status = 204;
    await desk.boss.api.resendChannelDelivery({ params: { ...params, delivery: items[0]?.id ?? '' } });
    await desk.send();
    const after = await desk.boss.api.listChannelDeliveries({ params, query: { state: 'sent' } });
    assert.ok(after.items.some(({ id }) => id === items[0]?.id));
  });

  // Danger: server-side request forgery. Whoever may add a receiver reaches the database through it.
  it('follow no redirect, and lead nowhere inside that was not allowed', async (t) => {
    const desk = await aDesk(t);
    const inside = await aReceiver(t);
    const receiver = await aReceiver(t);
    await desk.endpoint(receiver);
    receiver.say.status = 302;
    receiver.say.location = `${inside.url}/secret`;
    await desk.rings();
    assert.deepEqual([receiver.heard.length, inside.heard.length], [1, 0]);
    for (const url of [
      'http://example.org/hook',
      'https://localhost/hook',
      'https://10.0.0.1/hook',
      'https://[::1]/hook',
      'https://[::ffff:169.254.169.254]/hook',
      'https://0x0a000001/hook',
      'https://name:password@example.org/hook',
    ]) {
      await assert.rejects(desk.endpoint(receiver, { url }), /address/, url);
    }
  });

  it('put a call in the words of each service', async (t) => {
    const desk = await aDesk(t);
    const receiver = await aReceiver(t);
    const gateway = {
      contentType: 'application/json',
      template: '{"to":"{to}","text":"{text}"}',
      recipients: ['+3212345', '+3267890'],
    };
    for (const recipe of ['ntfy', 'matrix', 'teams', 'slack', 'text_message'] as const) {
      await desk.endpoint(receiver, {
        recipe,
        url: `${receiver.url}/${recipe}`,
        gateway: recipe === 'text_message' ? gateway : null,
        token: 'letmein',
      });
    }
    await desk.rings();
    const of = (recipe: string) => receiver.heard.filter(({ url }) => url.startsWith(`/${recipe}`));
    assert.equal(of('ntfy')[0]?.headers['priority'], '5');
    assert.match(String(of('ntfy')[0]?.headers['click']), /^https:\/\/desk\.example\/incidents\/INC-/);
    assert.equal(of('matrix')[0]?.method, 'PUT');
    assert.match(of('matrix')[0]?.url ?? '', /^\/matrix\/send\/m\.room\.message\/[0-9a-f-]{36}$/);
    assert.equal(of('matrix')[0]?.headers.authorization, 'Bearer letmein');
    assert.equal(
      JSON.parse(of('teams')[0]?.body.toString() ?? '').attachments[0].content.type,
      'AdaptiveCard',
    );
    assert.match(JSON.parse(of('slack')[0]?.body.toString() ?? '').text, /Secret title/);
    assert.deepEqual(
      of('text_message').map(({ body }) => JSON.parse(body.toString()).to),
      ['+3212345', '+3267890'],
    );
  });
});

describe('push subscriptions', () => {
  it('ring a device that alone can read, and are dropped when the browser is gone', async (t) => {
    const desk = await aDesk(t);
    const service = await aReceiver(t);
    const browser = aBrowser();
    service.say.status = 201;
    const device = await desk.boss.api.addPushSubscription({
      body: { endpoint: `${service.url}/device/1`, ...browser.keys, label: 'Phone' },
    });
    await desk.rings({ restricted: true });
    const [call] = service.heard;
    assert.ok(call !== undefined);
    assert.equal(call.headers['content-encoding'], 'aes128gcm');
    assert.match(String(call.headers.authorization), /^vapid t=\S+, k=\S+$/);
    const shown = browser.read(call.body);
    assert.match(shown.title, /INC-2026-/);
    assert.ok(
      !JSON.stringify(shown).includes('Secret'),
      'no title of a restricted incident on a lock screen',
    );
    await desk.boss.api.testPushSubscription({ params: { subscription: device.id } });
    await desk.send();
    assert.match(browser.read(service.heard.at(-1)?.body ?? Buffer.alloc(0)).url, /\/account\/devices$/);
    service.say.status = 410;
    await desk.rings();
    assert.deepEqual((await desk.boss.api.listPushSubscriptions()).items, []);
    const { items } = await desk.boss.api.listAlerts({ query: { state: 'waiting' } });
    const calls = items.flatMap((each) => each.calls);
    assert.equal(calls.filter((each) => each.channel === 'push' && each.failed === 1).length, 1);
  });
});

describe('rosters', () => {
  it('call whoever is on duty, and say whether they answered', async (t) => {
    const desk = await aDesk(t);
    const handler = await desk.as('handler');
    const roster = await desk.boss.api.addRoster({
      body: {
        name: 'Nights',
        timeZone: 'Europe/Brussels',
        rotation: {
          people: [handler.id as never],
          handoverAt: '09:00',
          everyDays: 7,
          startsOn: '2026-01-05',
        },
      },
    });
    assert.equal(roster.now.person?.id, handler.id);
    const called = await desk.boss.api.testRoster({ params: { roster: roster.id } });
    await desk.rings();
    const [mine] = (await handler.api.listAlerts({ query: { state: 'waiting' } })).items.filter(
      ({ kind }) => kind === 'test',
    );
    assert.equal(mine?.id, called.id);
    await handler.api.acknowledgeAlert({ params: { alert: called.id }, body: {} });
    const after = await desk.boss.api.readAlert({ params: { alert: called.id } });
    assert.equal(after.acknowledgedBy?.id, handler.id);
    const other = await desk.as('auditor');
    await assert.rejects(other.api.readAlert({ params: { alert: called.id } }));
  });
});
