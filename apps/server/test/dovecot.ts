// SPDX-License-Identifier: Apache-2.0
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { appendFile, chmod, chown, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';

const DOVECOT = '/usr/sbin/dovecot';
/** `npm test` installs Debian's dovecot-imapd where it can; elsewhere these tests are skipped. */
export const hasDovecot = existsSync(DOVECOT);

export interface Dovecot {
  readonly port: number;
  readonly password: string;
  /** Puts a mail into a folder, as if it had just been delivered. */
  deliver(user: string, name: string, mail: Uint8Array): Promise<void>;
  /** Loses the numbers of a folder, as a server restored from a backup does: UIDVALIDITY changes. */
  renumber(user: string): Promise<void>;
  /** File names of the folder: flags stand behind the comma. */
  names(user: string): Promise<string[]>;
  log(): string;
  stop(): Promise<void>;
  start(): Promise<void>;
}

/** A real IMAP server on loopback, with its own directory, stopped by its own pid. */
export async function aDovecot(
  t: TestContext,
  options: { readonly introspectionUrl?: string; readonly hasIdle?: boolean } = {},
): Promise<Dovecot> {
  const dir = await mkdtemp(join(tmpdir(), 'belfry-dovecot-'));
  const isRoot = userInfo().uid === 0;
  const owner = isRoot ? { name: 'nobody', group: 'nogroup', uid: 65_534, gid: 65_534 } : null;
  const user = owner?.name ?? userInfo().username;
  const port = await aFreePort();
  const config = join(dir, 'dovecot.conf');
  const own = async (path: string) => (owner === null ? undefined : await chown(path, owner.uid, owner.gid));
  await writeFile(config, configuration({ dir, port, user, group: owner?.group ?? '', ...options }));
  await writeFile(
    join(dir, 'oauth2.conf.ext'),
    `introspection_mode = post\nintrospection_url = ${options.introspectionUrl ?? 'http://127.0.0.1:9/'}\nusername_attribute = email\nactive_attribute = active\nactive_value = true\n`,
  );
  await mkdir(join(dir, 'mail'));
  for (const path of [dir, config, join(dir, 'oauth2.conf.ext'), join(dir, 'mail')]) {
    await own(path);
  }
  await chmod(dir, 0o755);
  let said = '';
  let process: ChildProcess | null = null;
  const start = async () => {
    const child = spawn(DOVECOT, ['-F', '-c', config], {
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(owner === null ? {} : { uid: owner.uid, gid: owner.gid }),
    });
    process = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        said += chunk.toString();
      });
    }
    await untilListening(port, () => `dovecot ended with ${child.exitCode}:\n${said}`, child);
  };
  const stop = async () => {
    const child = process;
    process = null;
    if (child !== null && child.exitCode === null) {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
    }
  };
  t.after(async () => {
    await stop();
    await rm(dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  });
  await start();
  const folder = (of: string) => join(dir, 'mail', of);
  return {
    port,
    password: 'geheim',
    log: () => said,
    start,
    stop,
    deliver: async (of, name, mail) => {
      for (const path of [folder(of), ...['new', 'cur', 'tmp'].map((sub) => join(folder(of), sub))]) {
        if (!existsSync(path)) {
          await mkdir(path);
          await own(path);
        }
      }
      const path = join(folder(of), 'new', name);
      await appendFile(path, mail);
      await own(path);
    },
    renumber: async (of) => {
      for (const name of await readdir(folder(of))) {
        if (name.startsWith('dovecot')) {
          await rm(join(folder(of), name));
        }
      }
    },
    names: async (of) =>
      (await Promise.all(['new', 'cur'].map((sub) => readdir(join(folder(of), sub))))).flat(),
  };
}

function configuration(given: {
  dir: string;
  port: number;
  user: string;
  group: string;
  introspectionUrl?: string;
  hasIdle?: boolean;
}): string {
  const { dir, port, user } = given;
  const capability = given.hasIdle === false ? 'imap_capability = IMAP4rev1 SASL-IR LITERAL+ UIDPLUS\n' : '';
  return `
base_dir = ${dir}/run
state_dir = ${dir}/state
log_path = /dev/stderr
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
default_internal_user = ${user}
${given.group === '' ? '' : `default_internal_group = ${given.group}`}
default_login_user = ${user}
first_valid_uid = 1
mail_location = maildir:${dir}/mail/%u
mail_fsync = never
auth_mechanisms = plain login xoauth2 oauthbearer
${capability}
passdb {
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = ${dir}/oauth2.conf.ext
}
passdb {
  driver = static
  mechanisms = plain login
  args = password=geheim
}
userdb {
  driver = static
  args = uid=${user} gid=${given.group === '' ? '%{gid}' : given.group} home=${dir}/home/%u
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = 0
  }
}
service anvil {
  chroot =
}
`;
}

async function aFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const bound = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof bound === 'object' && bound !== null ? bound.port : 0;
}

async function untilListening(port: number, why: () => string, child: ChildProcess): Promise<void> {
  for (let waited = 0; waited < 240_000; waited += 50) {
    if (child.exitCode !== null) {
      throw new Error(why());
    }
    const isListening = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.destroy();
        resolve(true);
      });
      socket.on('error', () => resolve(false));
    });
    if (isListening) {
      return;
    }
    await delay(50);
  }
  throw new Error(`dovecot does not listen:\n${why()}`);
}
