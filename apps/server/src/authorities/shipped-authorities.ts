// SPDX-License-Identifier: Apache-2.0
import { belgianAuthorities } from './shipped/belgium.ts';
import { authoritiesElsewhere } from './shipped/elsewhere.ts';
import {
  dutchAuthorities,
  frenchAuthorities,
  germanAuthorities,
  luxembourgishAuthorities,
} from './shipped/neighbours.ts';
import { finnishAuthorities, latvianAuthorities, norwegianAuthorities } from './shipped/north.ts';
import type { ShippedAuthority } from './shipped/shipped-authority.ts';
import { unionAuthorities } from './shipped/union.ts';

export type { ShippedAuthority };

/** The authorities book as the product ships it. */
export const shippedAuthorities: readonly ShippedAuthority[] = [
  ...belgianAuthorities,
  ...unionAuthorities,
  ...finnishAuthorities,
  ...latvianAuthorities,
  ...norwegianAuthorities,
  ...dutchAuthorities,
  ...frenchAuthorities,
  ...germanAuthorities,
  ...luxembourgishAuthorities,
  ...authoritiesElsewhere,
];
