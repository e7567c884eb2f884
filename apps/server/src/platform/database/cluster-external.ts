// SPDX-License-Identifier: Apache-2.0
import pg from 'pg';
import { ClusterFailure } from './cluster-failure.ts';
import { APPLICATION_ROLE } from './cluster-initialise.ts';

const VERSION_MIN = 160_000;
/** SQLSTATEs of two desks that create the role at the same moment. */
const CREATED_BY_ANOTHER = new Set(['42710', '23505']);

/** Builds a connection to somebody else's PostgreSQL; the URL's own role owns the tables. */
export function externalConnection(
  databaseUrl: string,
  role: 'owner' | 'application',
  database?: string,
): pg.ClientConfig {
  const url = parseUrl(databaseUrl);
  if (database !== undefined) url.pathname = `/${encodeURIComponent(database)}`;
  if (role === 'application') {
    // The role is part of the connection itself, so no query can run before it is set.
    const given = url.searchParams.get('options');
    const options = `-c role=${APPLICATION_ROLE}`;
    url.searchParams.set('options', given === null ? options : `${given} ${options}`);
  }
  return { connectionString: url.href };
}

function parseUrl(databaseUrl: string): URL {
  const url = URL.canParse(databaseUrl) ? new URL(databaseUrl) : null;
  if (url !== null && (url.protocol === 'postgres:' || url.protocol === 'postgresql:')) return url;
  throw new ClusterFailure(
    'cluster.url_malformed',
    // The value itself holds a password and stays out of the message.
    'Cannot read BELFRY_DATABASE_URL: it is no URL such as "postgresql://user:password@host:5432/belfry": percent-encode special characters',
  );
}

/** Checks the version and makes sure that the application role exists and the owner may become it. */
export async function prepareExternal(databaseUrl: string): Promise<void> {
  const client = new pg.Client(externalConnection(databaseUrl, 'owner'));
  try {
    await client.connect();
  } catch (cause) {
    const said = cause instanceof Error ? cause.message || cause.name : String(cause);
    throw new ClusterFailure(
      'cluster.unreachable',
      `Cannot connect to the PostgreSQL of BELFRY_DATABASE_URL at "${new URL(databaseUrl).host}": ${said}: check host, port, name and password`,
      { cause },
    );
  }
  try {
    const { rows } = await client.query<{ number: string; text: string }>(
      `SELECT current_setting('server_version_num') AS number, current_setting('server_version') AS text`,
    );
    const found = rows[0];
    if (Number(found?.number) < VERSION_MIN) {
      throw new ClusterFailure(
        'cluster.version_unsupported',
        `Cannot use PostgreSQL ${found?.text}: Belfry needs 16 or later: upgrade the server or unset BELFRY_DATABASE_URL`,
      );
    }
    await ensureApplicationRole(client);
  } finally {
    await client.end();
  }
}

async function ensureApplicationRole(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ exists: boolean; may: boolean | null }>(
    `SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = $1) AS exists,
            (SELECT pg_has_role(current_user, oid, 'SET') FROM pg_roles WHERE rolname = $1) AS may`,
    [APPLICATION_ROLE],
  );
  try {
    if (rows[0]?.exists !== true) {
      await client.query(
        `CREATE ROLE ${APPLICATION_ROLE} NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE`,
      );
    }
    if (rows[0]?.may !== true) {
      await client.query(`GRANT ${APPLICATION_ROLE} TO CURRENT_USER WITH SET TRUE, INHERIT FALSE`);
    }
  } catch (cause) {
    if (cause instanceof pg.DatabaseError && CREATED_BY_ANOTHER.has(cause.code ?? '')) {
      await client.query(`GRANT ${APPLICATION_ROLE} TO CURRENT_USER WITH SET TRUE, INHERIT FALSE`);
      return;
    }
    throw new ClusterFailure(
      'cluster.unreachable',
      `Cannot prepare role "${APPLICATION_ROLE}": ${cause instanceof Error ? cause.message : String(cause)}: run as an administrator of that server "CREATE ROLE ${APPLICATION_ROLE} NOLOGIN; GRANT ${APPLICATION_ROLE} TO <role of the URL> WITH SET TRUE, INHERIT FALSE"`,
      { cause },
    );
  }
}
