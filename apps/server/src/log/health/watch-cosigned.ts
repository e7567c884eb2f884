// SPDX-License-Identifier: Apache-2.0
import { isFault, parseNote } from '@belfry/ledger';
import type { Published, Sealing } from '../sealing/index.ts';
import { verifierOf } from '../sealing/signing-keys.ts';

/** A cosignature begins with its time, in seconds since 1970 (C2SP tlog-cosignature). */
const TIME_BYTES = 8;

/** Notes when each witness cosigned last, on the way from them to sealing. */
export function watchCosigned(
  sealing: Pick<Sealing, 'onPublished' | 'cosigned'>,
  witnesses: readonly { readonly vkey: string }[],
): {
  readonly sealing: Pick<Sealing, 'onPublished' | 'cosigned'>;
  readonly cosigned: ReadonlyMap<string, Date | null>;
} {
  const verifiers = witnesses.flatMap(({ vkey }) => verifierOf(vkey) ?? []);
  const cosigned = new Map<string, Date | null>(verifiers.map(({ name }) => [name, null]));
  const note = ({ content }: Published) => {
    const parsed = parseNote(content);
    if (isFault(parsed)) return;
    for (const { bytes, keyId, name } of parsed.signatures) {
      if (!verifiers.some((each) => each.name === name && each.keyId === keyId)) continue;
      if (bytes.length < TIME_BYTES) continue;
      const at = new Date(Number(Buffer.from(bytes).readBigUInt64BE(0)) * 1_000);
      if (at > (cosigned.get(name) ?? new Date(0))) cosigned.set(name, at);
    }
  };
  return {
    cosigned,
    sealing: {
      onPublished: (listener) => sealing.onPublished(listener),
      cosigned: (checkpoint) => {
        note(checkpoint);
        sealing.cosigned(checkpoint);
      },
    },
  };
}
