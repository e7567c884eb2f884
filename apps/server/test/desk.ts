// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { type Client, createClient, isRefusal, type Role, routes } from '@belfry/contract';
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';
import { pino } from 'pino';
import { composeDesk } from '../src/main.ts';
import { createPerson, issueToken, setUpOrganisation } from '../src/people/index.ts';
import { systemActor } from '../src/platform/authorization/actor.ts';
import { type Clock, type Ids, systemClock, systemIds } from '../src/platform/clock/clock.ts';
import type { Configuration } from '../src/platform/configuration/configuration.ts';
import { readConfiguration } from '../src/platform/configuration/configuration.ts';
import type { LogLink } from '../src/platform/log-link/log-link.ts';
import { openTestDatabase, type TestDatabase } from './database.ts';

export const ADMIN_EMAIL = 'ada.admin@example.org';
export const ADMIN_PASSWORD = 'Belfort klokken luiden om zes uur';

/** Somebody at work: their token, and a typed client that carries it. */
export interface Somebody {
  readonly id: string;
  readonly email: string;
  readonly token: string;
  readonly api: Client<typeof routes>;
  inject(options: InjectOptions): Promise<LightMyRequestResponse>;
}

export interface TestDesk extends TestDatabase {
  readonly app: FastifyInstance;
  readonly dataDir: string;
  readonly logged: string[];
  /** The address, once `listen` was asked for; for browsers and real clients. */
  readonly address: string;
  /** A person with these roles, made when first asked for. */
  as(...roles: [Role, ...Role[]]): Promise<Somebody>;
  /** Another person with these roles. */
  another(name: string, ...roles: [Role, ...Role[]]): Promise<Somebody>;
}

export interface TestDeskOptions {
  readonly clock?: Clock;
  readonly ids?: Ids;
  readonly configuration?: Partial<Configuration>;
  /** Listen on a free port of 127.0.0.1, for a browser or a real client. */
  readonly listen?: boolean;
  /** Leave the organisation unmade, to walk the first run. */
  readonly isNew?: boolean;
  /** Nothing works by itself: the test does what is due, so that no worker takes it first. */
  readonly isIdle?: boolean;
  /** A log process beside the desk, or one that answers from a list. */
  readonly log?: LogLink;
}

/** A whole desk in this process, on a database of its own. */
export async function openTestDesk(t: TestContext, options: TestDeskOptions = {}): Promise<TestDesk> {
  const clock = options.clock ?? systemClock;
  const ids = options.ids ?? systemIds;
  const dataDir = await mkdtemp(join(tmpdir(), 'belfry-desk-'));
  const opened = await openTestDatabase(t, { clock, ids });
  // Hooks run in the order they are registered: the desk has stopped by then, and writes no file any more.
  t.after(() => rm(dataDir, { recursive: true, force: true, maxRetries: 10 }));
  const logged: string[] = [];
  const desk = await composeDesk({
    configuration: {
      ...readConfiguration({ args: ['--data', dataDir], environment: {} }),
      // Tests run beside each other: one that wants mail asks for a free port.
      smtpListenPort: null,
      syslogPort: null,
      syslogTlsPort: null,
      relpPort: null,
      relpTls: false,
      logCertificate: null,
      logClientCaFile: null,
      logOrigin: null,
      timestampUrls: [],
      timestampCaFile: null,
      witnesses: [],
      timeServers: [],
      outgoingPrivateHosts: [],
      clickhouseUrl: null,
      ...options.configuration,
    },
    connection: () => opened.application,
    clock,
    ids,
    ...(options.log === undefined ? {} : { log: options.log }),
    logger: pino({ level: 'debug' }, { write: (line) => void logged.push(line) }),
  });
  opened.closeFirst(() => desk.stop());
  let address = 'http://localhost';
  if (options.listen === true) {
    await desk.app.listen({ host: '127.0.0.1', port: 0 });
    const bound = desk.app.server.address();
    address = `http://localhost:${typeof bound === 'object' && bound !== null ? bound.port : 0}`;
    desk.setPublicUrl(options.configuration?.publicUrl ?? address);
  }
  if (options.isIdle !== true) await desk.start();
  if (options.isNew !== true) {
    must(
      await setUpOrganisation(desk.database, {
        organisation: {
          name: 'Stad Example',
          helpdeskMail: 'helpdesk@example.org',
          helpdeskPhone: '+32 9 000 00 00',
        },
        admin: { name: 'Ada Admin', email: ADMIN_EMAIL, password: ADMIN_PASSWORD, language: 'en' },
      }),
    );
  }
  const made = new Map<string, Promise<Somebody>>();
  const another = async (name: string, ...roles: Role[]) => {
    const email = `${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '.')}@example.org`;
    const person = must(
      await createPerson(desk.database, systemActor('test'), {
        name,
        email,
        language: 'en',
        roles,
        phone: null,
        deputyId: null,
      }),
    );
    const { token } = must(await issueToken(desk.database, { email, name: 'test' }));
    return somebody(desk.app, person.id, email, token);
  };
  return {
    ...opened,
    database: desk.database,
    app: desk.app,
    dataDir,
    logged,
    address,
    another,
    as: (...roles) => {
      const key = roles.join('+');
      const known = made.get(key) ?? another(`Some ${key.replaceAll('_', ' ')}`, ...roles);
      made.set(key, known);
      return known;
    },
  };
}

function somebody(app: FastifyInstance, id: string, email: string, token: string): Somebody {
  const headers = { authorization: `Bearer ${token}` };
  const inject = (options: InjectOptions) =>
    app.inject({ ...options, headers: { ...options.headers, ...headers } });
  const api = createClient(routes, {
    baseUrl: '',
    headers,
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
  return { id, email, token, api, inject };
}

/** The value, or the refusal as an error: tests say what they build, not what might go wrong. */
export function must<T>(value: T): Exclude<T, { refused: unknown }> {
  if (isRefusal(value)) {
    throw new Error(`${value.refused}: ${value.detail ?? ''}`);
  }
  return value as Exclude<T, { refused: unknown }>;
}
