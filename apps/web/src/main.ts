// SPDX-License-Identifier: Apache-2.0
import { closeMarkupGate } from './shell/trusted-types.ts';

const place = document.getElementById('desk');
if (place === null) {
  throw new Error('Cannot start the desk: index.html has no element with the id "desk"');
}
// The gate closes before any other module runs; a static import of the rest would run first.
closeMarkupGate();
const { start } = await import('./start.tsx');
await start(place);
