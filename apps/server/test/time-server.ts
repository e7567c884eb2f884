// SPDX-License-Identifier: Apache-2.0
import { type ChildProcess, spawn } from 'node:child_process';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestContext } from 'node:test';

const CHRONYD = '/usr/sbin/chronyd';
/** `npm test` installs Debian's chrony where it can; elsewhere these tests are skipped. */
export const noChrony = existsSync(CHRONYD) ? false : 'chrony is not installed';

const EPOCH_SECONDS = 2_208_988_800;

/** A time server that says what it is told to, true or not. */
export async function aTimeServer(
  t: TestContext,
  given: { aheadMs: number; change?: (packet: Buffer) => void },
): Promise<{ readonly address: string; readonly asked: () => number }> {
  const socket: Socket = createSocket('udp4');
  let asked = 0;
  socket.on('message', (question, from) => {
    asked += 1;
    const packet = Buffer.alloc(48);
    packet[0] = (4 << 3) | 4;
    packet[1] = 1;
    question.copy(packet, 24, 40, 48);
    const ms = Date.now() + given.aheadMs;
    for (const at of [32, 40]) {
      packet.writeUInt32BE((Math.floor(ms / 1_000) + EPOCH_SECONDS) % 2 ** 32, at);
      packet.writeUInt32BE(Math.floor(((ms % 1_000) / 1_000) * 2 ** 32), at + 4);
    }
    given.change?.(packet);
    socket.send(packet, from.port, from.address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  t.after(() => socket.close());
  return { address: `127.0.0.1:${socket.address().port}`, asked: () => asked };
}

async function freePort(): Promise<number> {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  await once(socket, 'close');
  return port;
}

/** A real chronyd on a port of its own that serves this machine's time and leaves its clock alone. */
export async function startChrony(t: TestContext): Promise<{ address: string; stop(): Promise<void> }> {
  const directory = await mkdtemp(path.join(tmpdir(), 'belfry-chrony-'));
  const port = await freePort();
  const file = path.join(directory, 'chrony.conf');
  await writeFile(
    file,
    `port ${port}\ncmdport 0\nbindaddress 127.0.0.1\nallow 127.0.0.1\nlocal stratum 1\npidfile ${directory}/pid\nbindcmdaddress ${directory}/chronyd.sock\nuser root\n`,
  );
  const child: ChildProcess = spawn(CHRONYD, ['-d', '-x', '-f', file], { stdio: 'ignore' });
  const ended = once(child, 'exit');
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  t.after(async () => {
    await stop();
    await rm(directory, { recursive: true, force: true, maxRetries: 10 });
  });
  return { address: `127.0.0.1:${port}`, stop };
}
