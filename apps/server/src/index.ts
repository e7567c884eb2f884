// SPDX-License-Identifier: Apache-2.0
export { type RunningServer, startServer } from './server.ts';
