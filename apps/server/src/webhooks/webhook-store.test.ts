// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { isRefusal } from '@belfry/contract';
import { openTestDatabase } from '../../test/database.ts';
import { systemActor } from '../platform/authorization/actor.ts';
import { kindOf } from './kinds.ts';
import {
  countsReceived,
  findWebhook,
  insertWebhook,
  lastPayload,
  updateWebhook,
  type WebhookRow,
} from './webhook-store.ts';

const system = systemActor('test');
const at = new Date('2026-11-21T14:05:07Z');

const aWebhook = (): WebhookRow => ({
  id: randomUUID(),
  name: 'Doors',
  kind: 'generic',
  mapping: kindOf('generic').mapping,
  secretWay: 'signature',
  signatureHeader: 'X-Signature-256',
  secretSalt: randomUUID(),
  secretMadeAt: at,
  silenceMinutes: 60,
  language: 'nl',
  isActive: true,
  createdAt: at,
});

describe('webhook-store', () => {
  it('gives back what it keeps', async (t) => {
    const { database } = await openTestDatabase(t);
    const row = aWebhook();
    await database.change(system, async ({ sql }) => {
      await insertWebhook(sql, row);
      assert.deepEqual(await findWebhook(sql, row.id), row);
      const changed = {
        ...row,
        name: 'Gates',
        isActive: false,
        secretWay: 'path',
        signatureHeader: null,
      } as const;
      await updateWebhook(sql, changed);
      assert.deepEqual(await findWebhook(sql, row.id, true), changed);
      assert.equal((await countsReceived(sql)).size, 0);
      assert.equal(await lastPayload(sql, row.id), null);
      assert.ok(isRefusal(await findWebhook(sql, randomUUID())));
    });
  });
});
