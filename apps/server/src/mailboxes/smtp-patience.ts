// SPDX-License-Identifier: Apache-2.0
import { isIPv4, isIPv6, type Socket } from 'node:net';
import type { Timer } from '../platform/jobs/index.ts';

export interface PatienceLimits {
  readonly smtpConnectionsPerNetworkMax: number;
  readonly smtpMailsPerConnectionMax: number;
  readonly smtpCommandMsMax: number;
  readonly smtpMailMsMax: number;
}

interface Guest {
  readonly key: string;
  readonly network: string;
  mails: number;
}

/**
 * How long a connection may take and how many there may be. A connection has to get nearer to a mail within the time
 * of a command, and the whole of a mail has its own: bytes that trickle in, and commands that lead nowhere, hold a
 * place no longer than that.
 */
export class SmtpPatience {
  readonly #timer: Timer;
  readonly #limits: PatienceLimits;
  readonly #onTooSlow: () => void;
  readonly #guests = new Map<string, Guest>();
  readonly #perNetwork = new Map<string, number>();
  readonly #deadlines = new Map<string, () => void>();
  readonly #sockets = new Map<string, Socket>();
  readonly #busy = new Set<string>();

  constructor(timer: Timer, limits: PatienceLimits, onTooSlow: () => void) {
    this.#timer = timer;
    this.#limits = limits;
    this.#onTooSlow = onTooSlow;
  }

  /** A connection that was just opened: the clock runs before the first word. */
  meet(socket: Socket): void {
    const key = keyOf(socket.remoteAddress ?? '', socket.remotePort ?? 0);
    this.#sockets.set(key, socket);
    this.#restart(key, this.#limits.smtpCommandMsMax);
    socket.once('close', () => {
      this.#deadlines.get(key)?.();
      this.#deadlines.delete(key);
      this.#sockets.delete(key);
      this.#busy.delete(key);
    });
  }

  /** @returns false when its network has as many connections as it may */
  welcome(id: string, address: string, port: number): boolean {
    const network = networkOf(address);
    const present = this.#perNetwork.get(network) ?? 0;
    if (present >= this.#limits.smtpConnectionsPerNetworkMax) {
      return false;
    }
    this.#perNetwork.set(network, present + 1);
    this.#guests.set(id, { key: keyOf(address, port), network, mails: 0 });
    return true;
  }

  forget(id: string): void {
    const guest = this.#guests.get(id);
    if (guest === undefined) {
      return;
    }
    this.#guests.delete(id);
    const left = (this.#perNetwork.get(guest.network) ?? 1) - 1;
    if (left === 0) {
      this.#perNetwork.delete(guest.network);
    } else {
      this.#perNetwork.set(guest.network, left);
    }
  }

  /** It got nearer to a mail, or a mail ended. */
  progress(id: string): void {
    const key = this.#guests.get(id)?.key;
    if (key !== undefined && this.#sockets.has(key)) {
      this.#busy.delete(key);
      this.#restart(key, this.#limits.smtpCommandMsMax);
    }
  }

  mailBegins(id: string): void {
    const key = this.#guests.get(id)?.key;
    if (key !== undefined && this.#sockets.has(key)) {
      this.#busy.add(key);
      this.#restart(key, this.#limits.smtpMailMsMax);
    }
  }

  /** @returns false when the connection brought as many mails as it may */
  countMail(id: string): boolean {
    const guest = this.#guests.get(id);
    if (guest === undefined) {
      return true;
    }
    guest.mails += 1;
    return guest.mails <= this.#limits.smtpMailsPerConnectionMax;
  }

  /** Ends every connection that is not in the middle of a mail: the desk stops. */
  dismissIdle(): void {
    for (const [key, socket] of this.#sockets) {
      if (!this.#busy.has(key)) {
        socket.destroy();
      }
    }
  }

  #restart(key: string, durationMs: number): void {
    this.#deadlines.get(key)?.();
    this.#deadlines.set(
      key,
      this.#timer.after(durationMs, () => {
        this.#onTooSlow();
        this.#sockets.get(key)?.destroy();
      }),
    );
  }
}

const bare = (address: string) => address.toLowerCase().replace(/^::ffff:(?=\d+\.)/, '');
const keyOf = (address: string, port: number) => `${expanded(bare(address))} ${port}`;

/** /24 of IPv4, /64 of IPv6: what one sender usually commands. */
function networkOf(address: string): string {
  const plain = bare(address);
  return isIPv4(plain)
    ? plain.split('.').slice(0, 3).join('.')
    : expanded(plain).split(':').slice(0, 4).join(':');
}

/** Every spelling of an IPv6 address as one: eight groups, none left out. */
function expanded(address: string): string {
  if (!isIPv6(address)) {
    return address;
  }
  const [head = '', tail] = address.split('%')[0]?.split('::') ?? [];
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length);
  return [...before, ...Array.from({ length: zeros }, () => '0'), ...after]
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':');
}
