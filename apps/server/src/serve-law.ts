// SPDX-License-Identifier: Apache-2.0
import type { FastifyInstance } from 'fastify';
import type { House } from './house.ts';
import type { Authenticator } from './platform/authentication/authenticator.ts';
import type { RouteParts } from './platform/http/register-routes.ts';
import type { DueWork } from './platform/jobs/index.ts';

/** What the law asks of the organisation and of each incident, what is owed by when, and what leaves the house. */
export function serveLaw(
  _app: FastifyInstance,
  _house: House,
  _authenticator: Authenticator,
  _routeParts: RouteParts,
): void {}

/** Due work of the clocks of the law. */
export function lawWorks(_house: House): DueWork[] {
  return [];
}
