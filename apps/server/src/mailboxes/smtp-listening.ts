// SPDX-License-Identifier: Apache-2.0
import { readFile, stat } from 'node:fs/promises';
import {
  type Certificate,
  createSmtpReceiver,
  type SmtpReceiver,
  type SmtpReceiverParts,
} from './smtp-receiver.ts';

export interface ListeningParts extends Omit<SmtpReceiverParts, 'certificate'> {
  readonly host: string;
  /** Null switches the receiver off; 0 takes any free port. */
  readonly port: number | null;
  readonly certificateFiles: { readonly cert: string; readonly key: string } | null;
}

export interface ListeningState {
  readonly port: number | null;
  readonly hasCertificate: boolean;
  readonly lastError: string | null;
}

const LOOK_AGAIN_MS = 60_000;

/**
 * Keeps the receiver listening. A port that is taken stops nothing else of the desk: it is said, shown, and tried
 * again. A certificate that is renewed on the disk is offered from the next look on; one that is broken leaves the
 * old one in place.
 */
export class SmtpListening {
  readonly #parts: ListeningParts;
  #receiver: SmtpReceiver | null = null;
  #state: ListeningState = { port: null, hasCertificate: false, lastError: null };
  #certificateStamp = '';
  #cancel: () => void = () => undefined;
  #isStopped = false;

  constructor(parts: ListeningParts) {
    this.#parts = parts;
  }

  get state(): ListeningState {
    return this.#state;
  }

  async start(): Promise<void> {
    if (this.#parts.port !== null) {
      await this.#look();
    }
  }

  mailboxesChanged(): void {
    this.#receiver?.mailboxesChanged();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#cancel();
    await this.#receiver?.close();
  }

  async #look(): Promise<void> {
    const renewed = await this.#renewedCertificate();
    if (this.#receiver === null) {
      await this.#listen(renewed);
    } else if (renewed !== null) {
      this.#present(this.#receiver, renewed);
    }
    if (this.#isStopped) {
      await this.#receiver?.close();
    } else {
      this.#cancel = this.#parts.timer.after(LOOK_AGAIN_MS, () => void this.#look());
    }
  }

  async #listen(certificate: Certificate | null): Promise<void> {
    const { host, log, port } = this.#parts;
    try {
      const receiver = createSmtpReceiver({ ...this.#parts, certificate });
      const bound = await receiver.listen(host, port ?? 0);
      this.#receiver = receiver;
      const lastError =
        this.#parts.certificateFiles !== null && certificate === null ? this.#state.lastError : null;
      this.#state = { port: bound, hasCertificate: certificate !== null, lastError };
      log.info({ host, port: bound }, 'Receiving mail');
    } catch (error) {
      // Read anew with the next try.
      this.#certificateStamp = '';
      const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
      const why = isTaken
        ? `Cannot receive mail on ${host}:${port}: the port is in use by another process: set BELFRY_SMTP_LISTEN_PORT to another, or to off`
        : `Cannot receive mail on ${host}:${port}: ${wordsOf(error)}`;
      this.#fail(why, error);
    }
  }

  #present(receiver: SmtpReceiver, certificate: Certificate): void {
    try {
      receiver.present(certificate);
      this.#state = { ...this.#state, hasCertificate: true, lastError: null };
      this.#parts.log.info({}, 'The mail receiver has a renewed certificate');
    } catch (error) {
      this.#fail(`Cannot use the certificate of the mail receiver: ${wordsOf(error)}`, error);
    }
  }

  /** @returns the certificate when it is new since the last look, else null */
  async #renewedCertificate(): Promise<Certificate | null> {
    const { certificateFiles: at } = this.#parts;
    if (at === null) {
      return null;
    }
    try {
      const [certStat, keyStat] = await Promise.all([stat(at.cert), stat(at.key)]);
      const stamp = `${certStat.mtimeMs} ${keyStat.mtimeMs}`;
      if (stamp === this.#certificateStamp) {
        return null;
      }
      const [cert, key] = await Promise.all([readFile(at.cert, 'utf8'), readFile(at.key, 'utf8')]);
      this.#certificateStamp = stamp;
      return { cert, key };
    } catch (error) {
      this.#fail(`Cannot read the certificate of the mail receiver: ${wordsOf(error)}`, error);
      return null;
    }
  }

  #fail(why: string, error: unknown): void {
    if (why !== this.#state.lastError) {
      this.#parts.log.error({ err: error }, why);
    }
    this.#state = { ...this.#state, lastError: why };
  }
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
