// SPDX-License-Identifier: Apache-2.0
import type { mailOddities } from '@belfry/contract';

export type MailOddity = (typeof mailOddities)[number];

/** Notes what is odd about the mail that is being taken apart. */
export type Mark = (oddity: MailOddity) => void;
