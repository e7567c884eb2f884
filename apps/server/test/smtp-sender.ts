// SPDX-License-Identifier: Apache-2.0
import { readdir, readFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { fileURLToPath } from 'node:url';

export interface SmtpReply {
  readonly code: number;
  readonly text: string;
}

/** A mail server that hands over, byte by byte as told. It fails when the connection ends before the answer. */
export interface SmtpSender {
  readonly greeting: SmtpReply;
  say(line: string): Promise<SmtpReply>;
  /** Writes bytes and waits for nothing. */
  write(bytes: Uint8Array | string): void;
  /** The next answer. */
  hear(): Promise<SmtpReply>;
  /** A whole mail, dot-stuffed. @returns the answer to its end */
  send(to: string | readonly string[], mail: Uint8Array, from?: string): Promise<SmtpReply>;
  startTls(): Promise<void>;
  readonly ended: Promise<void>;
  destroy(): void;
}

export async function aSmtpSender(port: number): Promise<SmtpSender> {
  let socket: Socket = connect(port, '127.0.0.1');
  let heard = '';
  let isOver = false;
  let waiting: (() => void) | null = null;
  const ended = Promise.withResolvers<void>();
  const listenTo = (to: Socket) => {
    to.on('data', (chunk: Buffer) => {
      heard += chunk.toString('latin1');
      waiting?.();
    });
    to.on('error', () => undefined);
    to.on('close', () => {
      isOver = true;
      ended.resolve();
      waiting?.();
    });
  };
  listenTo(socket);
  const hear = async (): Promise<SmtpReply> => {
    for (;;) {
      const whole = /^(?:\d{3}-.*\r\n)*(\d{3}) .*\r\n/.exec(heard) ?? /^(\d{3})\r\n/.exec(heard);
      if (whole !== null) {
        heard = heard.slice(whole[0].length);
        return { code: Number(whole[1]), text: whole[0] };
      }
      if (isOver) {
        throw new Error(`The connection ended; last heard: ${JSON.stringify(heard)}`);
      }
      await new Promise<void>((resolve) => {
        waiting = resolve;
      });
      waiting = null;
    }
  };
  const say = (line: string) => {
    socket.write(`${line}\r\n`);
    return hear();
  };
  const greeting = await hear();
  return {
    greeting,
    say,
    hear,
    ended: ended.promise,
    write: (bytes) => void socket.write(bytes),
    destroy: () => socket.destroy(),
    startTls: async () => {
      await say('STARTTLS');
      socket.removeAllListeners('data');
      socket.removeAllListeners('close');
      const secure = connectTls({ socket, rejectUnauthorized: false });
      await new Promise<void>((resolve, reject) => {
        secure.once('secureConnect', resolve);
        secure.once('error', reject);
      });
      socket = secure;
      listenTo(secure);
    },
    send: async (to, mail, from = 'reporter@example.net') => {
      for (const line of [`MAIL FROM:<${from}>`, ...[to].flat().map((one) => `RCPT TO:<${one}>`), 'DATA']) {
        const answer = await say(line);
        if (answer.code >= 400) {
          return answer;
        }
      }
      socket.write(dotStuffed(mail));
      return hear();
    },
  };
}

/** Lines as they travel (RFC 5321 section 4.5.2): a leading dot is doubled, and a dot alone ends the mail. */
function dotStuffed(mail: Uint8Array): Buffer {
  const text = Buffer.from(mail).toString('latin1').replace(/^\./gm, '..');
  return Buffer.from(`${text}${text.endsWith('\r\n') ? '' : '\r\n'}.\r\n`, 'latin1');
}

/** A mail as a mail server sends it on: every line ends with CR LF, and so does the last one. */
export function asItTravels(mail: Uint8Array): Buffer {
  const text = Buffer.from(mail)
    .toString('latin1')
    .replace(/\r\n|\r|\n/g, '\r\n');
  return Buffer.from(text.endsWith('\r\n') ? text : `${text}\r\n`, 'latin1');
}

/** A mail somebody forwards as an attachment (RFC 2046 section 5.2.1). */
export function forwarded(mail: Uint8Array, id: string): Buffer {
  const head = [
    'From: Some Colleague <colleague@example.org>',
    'To: incidents@example.org',
    `Subject: FW: is this phishing? ${id}`,
    `Message-ID: <${id}@example.org>`,
    'Date: Sat, 21 Nov 2026 10:00:00 +0000',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary="=_forward_of_mine"',
    '',
    '--=_forward_of_mine',
    'Content-Type: text/plain; charset=utf-8',
    '',
    'I got this and did not click.',
    '--=_forward_of_mine',
    'Content-Type: message/rfc822',
    'Content-Disposition: attachment; filename="suspicious.eml"',
    '',
    '',
  ].join('\r\n');
  return Buffer.concat([Buffer.from(head), asItTravels(mail), Buffer.from('\r\n--=_forward_of_mine--\r\n')]);
}

/** Real phishing mails, beside the repository; null where they are not at hand. */
export async function phishingMails(): Promise<{ name: string; raw: Buffer }[] | null> {
  const directory = fileURLToPath(new URL('../../../../shared/data/phishing-pot/', import.meta.url));
  const names = await readdir(directory).catch(() => null);
  return names === null
    ? null
    : Promise.all(
        names
          .filter((name) => name.endsWith('.eml'))
          .map(async (name) => ({ name, raw: await readFile(directory + name) })),
      );
}
