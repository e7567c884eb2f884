// SPDX-License-Identifier: Apache-2.0
export { type Detection, evictedOf, startDetection } from './start-detection.ts';
