// SPDX-License-Identifier: Apache-2.0
import type { Readable } from 'node:stream';
import { MailTooLarge } from './receive-mail.ts';

/** The connection broke before the mail was whole: nothing of it is kept, its sender has it still. */
export class SenderLeft extends Error {
  readonly code = 'mail.sender_left';
}

/**
 * Lets a mail through up to a number of bytes. What is longer is read to its end and dropped as it comes, so that the
 * sender hears the answer in its place; a mail held back holds no memory either way.
 *
 * @throws MailTooLarge once a longer mail has ended, SenderLeft when the connection broke
 */
export async function* boundedBy(stream: Readable, bytesMax: number): AsyncGenerator<Uint8Array> {
  let sizeBytes = 0;
  try {
    for await (const chunk of stream) {
      sizeBytes += (chunk as Uint8Array).byteLength;
      if (sizeBytes <= bytesMax) {
        yield chunk as Uint8Array;
      }
    }
  } catch (error) {
    throw new SenderLeft('The connection broke before the mail was whole', { cause: error });
  }
  if (sizeBytes > bytesMax) {
    throw new MailTooLarge(`A mail may have ${bytesMax} bytes`);
  }
}
