// SPDX-License-Identifier: Apache-2.0
export { type DueWork, startWorker, systemTimer, type Timer, type Worker, type WorkerLog } from './worker.ts';
