// SPDX-License-Identifier: Apache-2.0
import { type Client, createClient, type Language, permissionsOf, type Role, routes } from '@belfry/contract';
import type { FastifyInstance } from 'fastify';
import { issueToken } from '../people/index.ts';
import type { PersonActor } from '../platform/authorization/actor.ts';
import type { Clock } from '../platform/clock/clock.ts';
import type { Database } from '../platform/database/database.ts';
import { type PersonIds, told } from './founding.ts';
import { type PersonKey, type SamplePerson, samplePeople } from './people.ts';

export type Api = Client<typeof routes>;

/** The people of the story at work: each calls the API as themselves, with a token that ends with the story. */
export interface Cast {
  as(who: PersonKey): Promise<Api>;
  actor(who: PersonKey): Promise<PersonActor>;
  id(who: PersonKey): string;
  /** Takes every token back: nothing of the telling opens the desk afterwards. */
  goHome(): Promise<void>;
}

const TOKEN_DAYS = 366;
const DAY_MS = 86_400_000;
const RENEW_AFTER_MS = 360 * DAY_MS;

interface AtWork {
  readonly api: Api;
  readonly tokenId: string;
  readonly since: number;
}

export function castOf(app: FastifyInstance, database: Database, clock: Clock, people: PersonIds): Cast {
  const atWork = new Map<PersonKey, AtWork>();
  const everMade: AtWork[] = [];
  const arrive = async (who: PersonKey): Promise<AtWork> => {
    const now = clock.now().getTime();
    const known = atWork.get(who);
    if (known !== undefined && now - known.since < RENEW_AFTER_MS) {
      return known;
    }
    const issued = told(
      await issueToken(database, { email: personOf(who).email, name: 'demonstration', days: TOKEN_DAYS }),
    );
    const arrived = { api: clientOf(app, issued.token), tokenId: issued.id, since: now };
    atWork.set(who, arrived);
    everMade.push(arrived);
    return arrived;
  };
  return {
    as: async (who) => (await arrive(who)).api,
    id: (who) => people[who],
    actor: async (who) => {
      const { email, language, name, roles } = personOf(who);
      const { tokenId } = await arrive(who);
      return {
        kind: 'person',
        id: people[who],
        name,
        email,
        language,
        roles,
        permissions: permissionsOf(roles),
        via: { kind: 'token', id: tokenId },
      };
    },
    goHome: async () => {
      const now = clock.now().getTime();
      const living = everMade.filter(({ since }) => now - since < TOKEN_DAYS * DAY_MS);
      for (const { api, tokenId } of living) {
        await api.revokeToken({ params: { id: tokenId } });
      }
    },
  };
}

export function personOf(who: PersonKey): {
  name: string;
  email: string;
  language: Language;
  roles: readonly Role[];
} {
  const person: SamplePerson | undefined = samplePeople.find(({ key }) => key === who);
  if (person === undefined) {
    throw new Error(`Cannot tell the story: nobody is called "${who}"`);
  }
  return person;
}

function clientOf(app: FastifyInstance, token: string): Api {
  return createClient(routes, {
    baseUrl: '',
    headers: { authorization: `Bearer ${token}` },
    fetch: async (url, init) => {
      const answer = await app.inject({
        url,
        method: init.method as 'GET',
        headers: init.headers,
        ...(init.body === undefined ? {} : { payload: init.body }),
      });
      return { status: answer.statusCode, text: async () => answer.body };
    },
  });
}
