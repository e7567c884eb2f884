// SPDX-License-Identifier: Apache-2.0
export { referralHandlers } from './referral-routes.ts';
