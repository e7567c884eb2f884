// SPDX-License-Identifier: Apache-2.0
/** Builds the web application when its sources are not those of the last build. */
export function ensureWeb(): Promise<void>;
