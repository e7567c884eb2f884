// SPDX-License-Identifier: Apache-2.0
import { limits } from '@belfry/contract';
import type { FetchMessageObject, MailboxObject } from 'imapflow';
import { type ImapOpened, isRefusedByServer, PIECE_BYTES, within } from './imap-connection.ts';
import { ImapTrouble } from './imap-trouble.ts';
import type { MailboxKept } from './mailbox.ts';
import { type MailIntake, MailTooLarge, receiveMail } from './receive-mail.ts';

/** Where fetching stands in a folder. */
export interface FolderPlace {
  readonly uidValidity: number;
  readonly uidLast: number;
}

export interface FolderLook {
  readonly opened: ImapOpened;
  readonly intake: MailIntake;
  readonly mailbox: MailboxKept;
  readonly place: FolderPlace | null;
  readonly answerMsMax: number;
  readonly isStopped: () => boolean;
  readonly onReceived: () => void;
}

const DAY_MS = 86_400_000;

/**
 * Fetches what is new in a folder, oldest first, and leaves every mail there as it is: the folder is opened for
 * reading only. Each mail moves the place on in the transaction that keeps it, so a crash at any moment begins again
 * with the first mail that is not here.
 *
 * @returns where fetching stands now
 */
export async function fetchNew(look: FolderLook): Promise<FolderPlace> {
  const { opened, mailbox } = look;
  const { imap } = mailbox;
  if (imap === null) {
    throw new Error('Expected a mailbox that is fetched');
  }
  const open = opened.client.mailboxOpen(imap.folder, { readOnly: true });
  const folder = await within(opened, look.answerMsMax, 'open the folder', open);
  const begin = beginningOf(folder, look.place);
  const from = begin.uidLast + 1;
  const takesFrom = imap.takesFrom === null ? null : new Date(imap.takesFrom);
  const found = await within(
    opened,
    look.answerMsMax,
    'list new mails',
    opened.client.search(
      {
        uid: `${from}:*`,
        // The server compares days in its own zone: a day earlier misses nothing, and each mail is checked below.
        ...(takesFrom === null ? {} : { since: new Date(takesFrom.getTime() - DAY_MS) }),
      },
      { uid: true },
    ),
  );
  if (!Array.isArray(found)) {
    throw new ImapTrouble('The mail server cannot list the mails of the folder');
  }
  let { uidLast } = begin;
  // `n:*` names the last mail also when its number is smaller (RFC 9051 section 9, seq-range).
  for (const uid of found.filter((number) => number >= from).sort((one, other) => one - other)) {
    if (look.isStopped()) {
      break;
    }
    await fetchOne(look, { uidValidity: begin.uidValidity, uidLast: uid }, takesFrom);
    uidLast = uid;
  }
  return { uidValidity: begin.uidValidity, uidLast };
}

/** Where to begin: from the start after the folder numbers its mails anew, else after the last one fetched. */
function beginningOf(folder: MailboxObject, place: FolderPlace | null): FolderPlace {
  const uidValidity = Number(folder.uidValidity);
  if (!Number.isSafeInteger(uidValidity) || uidValidity <= 0) {
    throw new ImapTrouble('The mail server does not number its mails (no UIDVALIDITY)');
  }
  if (place === null || place.uidValidity !== uidValidity) {
    return { uidValidity, uidLast: 0 };
  }
  if (Number.isSafeInteger(folder.uidNext) && folder.uidNext > 0 && folder.uidNext <= place.uidLast) {
    throw new ImapTrouble(
      `The mail server gives out numbers again: next is ${folder.uidNext}, ${place.uidLast} was used: save the mailbox again to look at everything anew`,
    );
  }
  return place;
}

async function fetchOne(look: FolderLook, at: FolderPlace, takesFrom: Date | null): Promise<void> {
  const { opened } = look;
  const uid = at.uidLast;
  const query = { uid: true, size: true, internalDate: true } as const;
  const about = await ask(look, uid, opened.client.fetchOne(String(uid), query, { uid: true }));
  if (about === null || (takesFrom !== null && isBefore(about.internalDate, takesFrom))) {
    return;
  }
  const size = about.size ?? 0;
  if (size > limits.incomingMailBytesMax || !(await keepWhole(look, at))) {
    const headersOnly = { uid: true, headers: true } as const;
    const answer = await ask(look, uid, opened.client.fetchOne(String(uid), headersOnly, { uid: true }));
    await keep(look, at, headersOf(answer), size);
  }
  look.onReceived();
}

/**
 * @returns false when only its headers can be had: it is longer than we take and than its server said, or its server
 *   cannot read it itself, which must not keep every later mail waiting
 */
async function keepWhole(look: FolderLook, at: FolderPlace): Promise<boolean> {
  const kept = keep(look, at, piecesOf(look, at.uidLast), null);
  try {
    await within(look.opened, limits.imapMailMsMax, 'hand over one mail', kept);
    return true;
  } catch (error) {
    if (error instanceof MailTooLarge || isRefusedByServer(error)) {
      return false;
    }
    throw error;
  }
}

function keep(
  { intake, mailbox }: FolderLook,
  at: FolderPlace,
  content: AsyncIterable<Uint8Array>,
  cutFromBytes: number | null,
): Promise<void> {
  return receiveMail(intake, {
    to: [{ mailboxId: mailbox.id, addressedAs: [] }],
    content,
    envelopeFrom: null,
    peer: {
      address: mailbox.imap?.host ?? '',
      greeting: null,
      isEncrypted: mailbox.imap?.security !== 'none',
    },
    uid: { validity: at.uidValidity, number: at.uidLast },
    cutFromBytes,
  });
}

/** @returns null when the mail is gone meanwhile */
async function ask(
  look: FolderLook,
  uid: number,
  answer: Promise<FetchMessageObject | false | undefined>,
): Promise<FetchMessageObject | null> {
  const given = await within(look.opened, look.answerMsMax, 'hand over a mail', answer);
  if (given === false || given === undefined) {
    return null;
  }
  if (given.uid !== uid) {
    throw new ImapTrouble(`The mail server answers with mail ${given.uid} when asked for ${uid}`);
  }
  return given;
}

/** A mail in pieces; a mail that vanishes in the middle is no shorter mail but none. */
async function* piecesOf(look: FolderLook, uid: number): AsyncGenerator<Uint8Array> {
  for (let start = 0; ; ) {
    const query = { uid: true, source: { start, maxLength: PIECE_BYTES } } as const;
    const given = await ask(look, uid, look.opened.client.fetchOne(String(uid), query, { uid: true }));
    const piece = given?.source;
    if (piece === undefined) {
      throw new ImapTrouble(`Mail ${uid} vanished from the folder while it was fetched`);
    }
    if (piece.byteLength > PIECE_BYTES && start > 0) {
      throw new ImapTrouble('The mail server sends more of a mail than was asked for');
    }
    yield piece;
    start += piece.byteLength;
    // A server that ignores that a piece was asked for has sent the whole mail.
    if (piece.byteLength !== PIECE_BYTES) {
      return;
    }
  }
}

async function* headersOf(given: FetchMessageObject | null): AsyncGenerator<Uint8Array> {
  if (given?.headers === undefined) {
    throw new ImapTrouble('The mail server hands over no headers of a mail that is too large');
  }
  yield given.headers.subarray(0, limits.incomingMailHeaderBytesMax);
}

function isBefore(internalDate: Date | string | undefined, moment: Date): boolean {
  const at = internalDate === undefined ? Number.NaN : new Date(internalDate).getTime();
  // A date nobody can read hides no mail.
  return at < moment.getTime();
}
