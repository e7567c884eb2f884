// SPDX-License-Identifier: Apache-2.0
export { showBanner } from './banner.ts';
export { openDoor } from './door.ts';
export { sendLogLines } from './log-sources.ts';
export { reasonNotNew } from './new-directory.ts';
export { type Filled, tellStories } from './tell-stories.ts';
