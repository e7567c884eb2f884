// SPDX-License-Identifier: Apache-2.0
import { limits } from '@belfry/contract';
import type { Timer } from '../platform/jobs/index.ts';
import type { Sealing } from '../platform/keys/sealing.ts';
import { type ImapOpened, openImap, within } from './imap-connection.ts';
import { fetchNew } from './imap-fetch.ts';
import { troubleOf } from './imap-trouble.ts';
import { openSecrets, sealSecrets } from './mailbox-secrets.ts';
import { findFetched, type MailboxRow, markFailed, markFetched, updateSecrets } from './mailbox-store.ts';
import { type MailIntake, mailComesIn } from './receive-mail.ts';

export interface ImapWatchParts extends MailIntake {
  readonly log: { info(about: object, words: string): void; warn(about: object, words: string): void };
  readonly timer: Timer;
  readonly now: () => Date;
  readonly sealing: Sealing;
  readonly count: () => void;
  readonly limits?: ImapLimits;
}

export interface ImapLimits {
  readonly imapLookEveryMs: number;
  readonly imapRetryAfterMsMin: number;
  readonly imapRetryAfterMsMax: number;
  readonly imapAnswerMsMax: number;
  readonly imapIdleMsMax: number;
}

/** How soon a mailbox that another process changed is noticed. */
const LOOK_AT_SETTINGS_MS = 10_000;

/** Fetches every active mailbox, each on a connection of its own: one that hangs or lies keeps no other waiting. */
export class ImapWatch {
  readonly #parts: ImapWatchParts;
  readonly #followed = new Map<string, Follower>();
  #cancel: () => void = () => undefined;
  #isStopped = false;
  #looking: Promise<void> | null = null;
  #isNudged = false;

  constructor(parts: ImapWatchParts) {
    this.#parts = parts;
  }

  start(): void {
    this.look();
  }

  /** Looks at the settings now. */
  look(): void {
    this.#isNudged = true;
    this.#cancel();
    if (this.#isStopped || this.#looking !== null) {
      return;
    }
    this.#looking = this.#lookWhileNudged().finally(() => {
      this.#looking = null;
      if (!this.#isStopped) {
        this.#cancel = this.#parts.timer.after(LOOK_AT_SETTINGS_MS, () => this.look());
      }
    });
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#cancel();
    await this.#looking;
    await Promise.all([...this.#followed.values()].map((follower) => follower.stop()));
  }

  async #lookWhileNudged(): Promise<void> {
    while (this.#isNudged && !this.#isStopped) {
      this.#isNudged = false;
      try {
        await this.#follow(await this.#parts.database.read(mailComesIn, ({ sql }) => findFetched(sql)));
      } catch (error) {
        this.#parts.log.warn({ err: error }, 'Cannot read which mailboxes to fetch: looking again soon');
      }
    }
  }

  async #follow(rows: readonly MailboxRow[]): Promise<void> {
    const wanted = new Map(rows.map((row) => [`${row.mailbox.id} ${fingerprint(row)}`, row]));
    const over = [...this.#followed].filter(([key]) => !wanted.has(key));
    for (const [key] of over) {
      this.#followed.delete(key);
    }
    // An old setting has to be done before its new one begins: two would fetch the same mail at once.
    await Promise.all(over.map(([, follower]) => follower.stop()));
    for (const [key, row] of wanted) {
      if (!this.#followed.has(key) && !this.#isStopped) {
        this.#followed.set(key, new Follower(this.#parts, row));
      }
    }
  }
}

/** Where and as whom; a new refresh token that the endpoint gave is no other setting. */
function fingerprint({ mailbox, sealed }: MailboxRow): string {
  return JSON.stringify([mailbox.imap, sealed.password, sealed.clientSecret]);
}

/** Fetches one mailbox until stopped, in good weather and bad. */
class Follower {
  readonly #parts: ImapWatchParts;
  readonly #id: string;
  readonly #limits: ImapLimits;
  readonly #over = Promise.withResolvers<void>();
  #isStopped = false;
  #opened: ImapOpened | null = null;
  #hasTold = false;
  readonly #done: Promise<void>;

  constructor(parts: ImapWatchParts, row: MailboxRow) {
    this.#parts = parts;
    this.#id = row.mailbox.id;
    this.#limits = parts.limits ?? limits;
    this.#done = this.#run();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#over.resolve();
    this.#opened?.client.close();
    await this.#done;
  }

  async #run(): Promise<void> {
    let waitMs = this.#limits.imapRetryAfterMsMin;
    while (!this.#isStopped) {
      try {
        await this.#connect();
        for (;;) {
          await this.#fetch();
          waitMs = this.#limits.imapRetryAfterMsMin;
          if (this.#isStopped) {
            break;
          }
          await this.#waitForMail();
        }
      } catch (error) {
        await this.#tell(error);
      } finally {
        this.#opened?.client.close();
        this.#opened = null;
      }
      await this.#pause(waitMs);
      waitMs = Math.min(2 * waitMs, this.#limits.imapRetryAfterMsMax);
    }
  }

  async #row(): Promise<MailboxRow> {
    const rows = await this.#parts.database.read(mailComesIn, ({ sql }) => findFetched(sql));
    const row = rows.find(({ mailbox }) => mailbox.id === this.#id);
    if (row?.mailbox.imap == null) {
      throw new Error('The mailbox is not fetched any more');
    }
    return row;
  }

  async #connect(): Promise<void> {
    const { database, sealing, now } = this.#parts;
    const { mailbox, sealed } = await this.#row();
    if (mailbox.imap === null) {
      return;
    }
    const secrets = openSecrets(sealing, mailbox.id, sealed);
    const answerMsMax = this.#limits.imapAnswerMsMax;
    this.#opened = await openImap({ imap: mailbox.imap, secrets, now, answerMsMax });
    const { nextRefreshToken } = this.#opened;
    if (nextRefreshToken !== null && nextRefreshToken !== secrets.refreshToken) {
      const renewed = sealSecrets(sealing, mailbox.id, { refreshToken: nextRefreshToken });
      await database.change(mailComesIn, ({ sql }) => updateSecrets(sql, mailbox.id, renewed));
    }
  }

  async #fetch(): Promise<void> {
    const { count, database } = this.#parts;
    const row = await this.#row();
    const opened = this.#opened;
    if (opened === null) {
      return;
    }
    const at = await fetchNew({
      opened,
      intake: this.#parts,
      mailbox: row.mailbox,
      place:
        row.uidValidity === null || row.uidLast === null
          ? null
          : { uidValidity: row.uidValidity, uidLast: row.uidLast },
      answerMsMax: this.#limits.imapAnswerMsMax,
      isStopped: () => this.#isStopped,
      onReceived: count,
    });
    await database.change(mailComesIn, ({ sql, now }) => markFetched(sql, this.#id, now, at));
    this.#hasTold = false;
  }

  /** IDLE where the server has it (RFC 2177), else a while. Ends early when the desk stops or the connection breaks. */
  async #waitForMail(): Promise<void> {
    const opened = this.#opened;
    if (opened === null) {
      return;
    }
    const { client, broken } = opened;
    if (!client.capabilities.has('IDLE')) {
      await Promise.race([this.#pause(this.#limits.imapLookEveryMs), broken]);
      return;
    }
    const announced = Promise.withResolvers<void>();
    const announce = () => announced.resolve();
    client.on('exists', announce);
    const idling = client.idle();
    idling.catch(() => undefined);
    try {
      await Promise.race([announced.promise, this.#pause(this.#limits.imapIdleMsMax), broken]);
    } finally {
      client.removeListener('exists', announce);
    }
    if (!this.#isStopped) {
      // Any command ends IDLE; a server that does not come back from it is silent.
      await within(opened, this.#limits.imapAnswerMsMax, 'come back from waiting', client.noop());
    }
  }

  async #pause(ms: number): Promise<void> {
    const elapsed = Promise.withResolvers<void>();
    const cancel = this.#parts.timer.after(ms, elapsed.resolve);
    await Promise.race([elapsed.promise, this.#over.promise]);
    cancel();
  }

  async #tell(error: unknown): Promise<void> {
    if (this.#isStopped) {
      return;
    }
    const why = troubleOf(error);
    if (!this.#hasTold) {
      this.#parts.log.warn(
        { mailbox: this.#id, why },
        'Cannot fetch a mailbox: trying again, less and less often',
      );
      this.#hasTold = true;
    }
    try {
      await this.#parts.database.change(mailComesIn, ({ sql }) => markFailed(sql, this.#id, why));
    } catch {
      // The database is what is down: it says so itself, and the next try writes what is wrong then.
    }
  }
}
