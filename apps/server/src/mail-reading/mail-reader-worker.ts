// SPDX-License-Identifier: Apache-2.0
import { parentPort } from 'node:worker_threads';
import { readMail } from './read-mail.ts';

/**
 * The thread in which mails are taken apart. It holds nothing: whatever a mail does to it, the next one gets a new
 * thread. Contents go back by moving, not by copying.
 */
parentPort?.on('message', (raw: Uint8Array) => {
  const { files, reading } = readMail(raw);
  const moved = files.map(({ content, part }) => ({ part, content: new Uint8Array(content) }));
  parentPort?.postMessage(
    { reading, files: moved },
    moved.map(({ content }) => content.buffer),
  );
});
