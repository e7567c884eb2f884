// SPDX-License-Identifier: Apache-2.0
import { setPriority } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { SourceZones } from '../receive/source-zones.ts';
import { openLogDirectory } from '../sealing/index.ts';
import type { FromHunt, HuntOrders } from './hunt.ts';
import { LocalHours } from './local-hours.ts';
import { runHunt } from './run-hunt.ts';

/** One hunt, in a thread of its own that only reads. It is ended from outside, at any moment and without a word. */
const orders = workerData as HuntOrders;
const NICENESS = 10;
const gate = new Int32Array(orders.gate);
const zones = new SourceZones();
zones.know(orders.zones);
const local = new LocalHours();
local.know(orders.timeZone);

// Linux schedules threads one by one, and there this is about the calling one only. Elsewhere it would slow everybody.
if (process.platform === 'linux') setPriority(0, NICENESS);

const tell = (message: FromHunt) => parentPort?.postMessage(message);

const end = await runHunt(orders.hunt, {
  ...{ logs: openLogDirectory(orders.logDir), zones, local },
  isHeld: () => Atomics.load(gate, 0) === 1,
  rest: async (ms) => await delay(ms),
  elapsedMs: () => performance.now(),
  tell: (progress) => tell({ kind: 'progress', progress }),
});
tell({ kind: 'ended', end });
parentPort?.close();
