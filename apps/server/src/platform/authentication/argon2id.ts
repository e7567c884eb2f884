// SPDX-License-Identifier: Apache-2.0
import { argon2 } from 'node:crypto';

/** What one hash costs whoever computes it. */
export interface Argon2idCost {
  readonly memoryKib: number;
  readonly passes: number;
  readonly tagBytes: number;
}

/** The Argon2id tag of a text under a salt (RFC 9106), base64url; computed off the main thread. */
export function argon2idTag(text: string, salt: Buffer, cost: Argon2idCost): Promise<string> {
  const parameters = {
    message: text,
    nonce: salt,
    parallelism: 1,
    tagLength: cost.tagBytes,
    memory: cost.memoryKib,
    passes: cost.passes,
  };
  return new Promise((resolve, reject) => {
    argon2('argon2id', parameters, (error, tag) =>
      error === null ? resolve(tag.toString('base64url')) : reject(error),
    );
  });
}
