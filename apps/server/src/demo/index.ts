// SPDX-License-Identifier: Apache-2.0
export { type Filled, tellStories } from './tell-stories.ts';
