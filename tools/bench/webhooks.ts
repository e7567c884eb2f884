// SPDX-License-Identifier: Apache-2.0
import { type Figure, latency } from './figures.ts';
import { ask, timeAtRate } from './http.ts';

const PER_SECOND = 200;
const SECONDS = 20;
/** Different things that go wrong at once; each gathers in one report. */
const GROUPS = 20;

/** Alerts at a fixed rate through one webhook, each answered after it is durable. */
export async function measureWebhooks(address: string, token: string): Promise<Figure[]> {
  const added = await ask(`${address}/api/v1/webhooks`, {
    method: 'POST',
    token,
    body: { kind: 'generic', name: 'Bench' },
  });
  const { secret, webhook } = JSON.parse(added.text) as { secret: string; webhook: { id: string } };
  const { failed, samples } = await timeAtRate(PER_SECOND, SECONDS, (index) =>
    ask(`${address}/hooks/${webhook.id}`, {
      method: 'POST',
      token: secret,
      body: {
        title: `Something goes wrong at ${index % GROUPS}`,
        group: `bench-${index % GROUPS}`,
        status: 'firing',
        severity: 'high',
        id: String(index),
        host: `host-${index % GROUPS}`,
      },
    }),
  );
  return [
    latency(`webhooks: ${PER_SECOND} alerts/s in ${GROUPS} groups for ${SECONDS} s`, samples, null),
    { what: 'webhooks: failed', value: failed, unit: `of ${PER_SECOND * SECONDS}`, atMost: 0, detail: '' },
  ];
}
