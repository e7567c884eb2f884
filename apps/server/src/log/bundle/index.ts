// SPDX-License-Identifier: Apache-2.0
export { bundleOfDirectory } from './bundle-directory.ts';
export {
  type BundleAbout,
  BundleFailure,
  type BundleLog,
  type BundleManifest,
  type BundleSource,
  type BundleToWrite,
  writeBundle,
} from './write-bundle.ts';
export { filesInZip } from './zip.ts';
