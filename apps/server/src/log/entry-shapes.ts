// SPDX-License-Identifier: Apache-2.0
import { logName } from '@belfry/contract';
import { z } from 'zod';

/** `POST /inside/entry`: a sealed line with what proves it; status 404 where the log has no such entry yet. */
export const entryAsked = z.object({ log: logName, index: z.number().int().min(0) });

export interface EntryAnswer {
  /** The sealed line without its line feed, read from the segment; its bytes are UTF-8. */
  readonly line: string;
  /** Entries under the newest checkpoint. */
  readonly sealedSize: number;
  /** To the oldest time-stamped checkpoint that covers the entry, where there is one, and to the newest. */
  readonly proofs: readonly {
    /** C2SP tlog-proof, with the cosigned checkpoint. */
    readonly content: string;
    readonly size: number;
    readonly timeStamp: {
      readonly at: string;
      readonly authority: string;
      /** TimeStampResp, DER, base64. */
      readonly response: string;
    } | null;
  }[];
  /** Verifier keys of this log, the current one first. */
  readonly vkeys: readonly string[];
  /** Verifier keys of the witnesses it is submitted to. */
  readonly witnesses: readonly string[];
}

/** `POST /inside/record`: where an entry of the desk's record is sealed; status 404 while it is not. */
export const recordAsked = z.object({ position: z.number().int().min(1), id: z.uuid() });

export interface RecordAnswer {
  readonly log: string;
  /** One line, or several that follow one another where the entry is long. */
  readonly lines: readonly (EntryAnswer & { readonly index: number })[];
}

/** `POST /inside/record-state`: how far the desk's record is sealed; position 0 before the first. */
export interface RecordStateAnswer {
  readonly position: number;
  readonly received: string | null;
}

/** `POST /inside/keys`: verifier keys of every log. */
export interface KeysAnswer {
  readonly items: readonly { readonly log: string; readonly vkeys: readonly string[] }[];
}
