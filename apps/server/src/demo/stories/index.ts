// SPDX-License-Identifier: Apache-2.0
import type { Story } from '../scenario.ts';
import { availability } from './availability.ts';
import { fraud } from './fraud.ts';
import { intrusions } from './intrusions.ts';
import { noIncident } from './no-incident.ts';
import { openNow } from './open-now.ts';
import { personalData } from './personal-data.ts';
import { waiting } from './waiting.ts';
import { waysIn } from './ways-in.ts';
import { weaknesses } from './weaknesses.ts';

/** Everything that happened to the sample organisation in two years. */
export const stories: readonly Story[] = [
  ...fraud,
  ...personalData,
  ...availability,
  ...intrusions,
  ...weaknesses,
  ...noIncident,
  ...openNow,
  ...waiting,
  ...waysIn,
];
