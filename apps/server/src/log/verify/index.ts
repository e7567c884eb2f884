// SPDX-License-Identifier: Apache-2.0
export { verifierOfVkey } from './read-files.ts';
export type { AboutBundle } from './verify-bundle.ts';
export {
  type KeysFrom,
  keptCheckpoint,
  NothingToVerify,
  type PathReport,
  type VerifyOptions,
  verifyPath,
  vkeysIn,
} from './verify-path.ts';
