// SPDX-License-Identifier: Apache-2.0
export { type Nis2Sector, nis2Sectors } from './nis2-sectors.ts';
