// SPDX-License-Identifier: Apache-2.0
export { type Detection, startDetection } from './start-detection.ts';
export { startHunts } from './start-hunts.ts';
