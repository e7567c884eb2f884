// SPDX-License-Identifier: Apache-2.0
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  formatAddCheckpoint,
  formatNote,
  isFault,
  type Note,
  type NoteSignature,
  type NoteVerifier,
  openNote,
  parseNote,
  parseSignature,
} from '@belfry/ledger';
import type { AlarmBell, LogHouse } from '../house.ts';
import { logLimits } from '../log-limits.ts';
import { openLogDirectory } from './log-directory.ts';
import { openLogFiles } from './log-files.ts';
import { verifierOf } from './signing-keys.ts';
import type { Published, Sealing } from './start-sealing.ts';

/** A witness that is asked: its key, and where. */
export interface WitnessAddress {
  readonly vkey: string;
  /** `add-checkpoint` is put behind it (C2SP tlog-witness). */
  readonly url: string;
}

type WitnessLimit = keyof typeof logLimits & `witness${string}`;

export interface WitnessParts extends Pick<LogHouse, 'logger'> {
  readonly alarms: AlarmBell;
  readonly logDir: string;
  readonly witnesses: readonly WitnessAddress[];
  readonly limits?: Partial<Record<'witnessEveryMs' | 'witnessAgainMs' | 'witnessAnswerMsMax', number>>;
}

export interface Witnesses {
  /** Checkpoints that wait for a witness, one a log and witness at most. */
  readonly due: number;
  stop(): Promise<void>;
}

interface OneWitness {
  readonly name: string;
  readonly url: string;
  readonly verifier: NoteVerifier;
  /** Newest checkpoint of each log it has not seen. */
  readonly due: Map<string, Published>;
  /** Size of each log it cosigned last, as far as we know; it tells when we are wrong. */
  readonly sizes: Map<string, number>;
  readonly running: Map<string, Promise<void>>;
  failures: number;
}

/**
 * Has every checkpoint cosigned by every witness: at most one a minute of each log, and the last one before silence
 * always. A witness that does not answer makes checkpoints wait and raises an alarm; sealing never waits for one.
 */
export function startWitnesses(
  sealing: Pick<Sealing, 'onPublished' | 'cosigned'>,
  parts: WitnessParts,
): Witnesses {
  const limits = { ...logLimits, ...parts.limits };
  const stopped = new AbortController();
  const witnesses = parts.witnesses.flatMap(({ url, vkey }): OneWitness[] => {
    const verifier = verifierOf(vkey);
    return verifier === null
      ? []
      : [
          {
            name: verifier.name,
            url,
            verifier,
            due: new Map(),
            sizes: new Map(),
            running: new Map(),
            failures: 0,
          },
        ];
  });
  const submitDue = async (witness: OneWitness, log: string) => {
    for (let next = witness.due.get(log); next !== undefined; next = witness.due.get(log)) {
      if (stopped.signal.aborted) return;
      const reason = await submit(witness, next, { parts, sealing, limits, signal: stopped.signal });
      if (reason === null) {
        if (witness.due.get(log)?.size === next.size) witness.due.delete(log);
        witness.failures = 0;
        parts.alarms.clear('witness', witness.name);
      } else if (!stopped.signal.aborted) {
        witness.failures += 1;
        parts.logger.warn({ log, size: next.size, witness: witness.name, reason }, 'No cosignature');
        if (witness.failures >= limits.witnessFailuresMax) {
          parts.alarms.raise('witness', witness.name, { log, reason });
        }
      }
      const pauseMs = reason === null ? limits.witnessEveryMs : limits.witnessAgainMs;
      await delay(pauseMs, undefined, { signal: stopped.signal }).catch(() => undefined);
    }
  };
  const onPublished = (published: Published) => {
    for (const witness of witnesses) {
      witness.due.set(published.log, published);
      if (witness.running.has(published.log)) continue;
      const done = submitDue(witness, published.log)
        .catch((error: unknown) => parts.logger.error({ err: error }, 'Cannot keep a cosignature'))
        .finally(() => witness.running.delete(published.log));
      witness.running.set(published.log, done);
    }
  };
  const forget = witnesses.length === 0 ? () => undefined : sealing.onPublished(onPublished);
  return {
    get due() {
      return witnesses.reduce((sum, witness) => sum + witness.due.size, 0);
    },
    stop: async () => {
      forget();
      stopped.abort();
      await Promise.all(witnesses.flatMap(({ running }) => [...running.values()]));
    },
  };
}

interface Submission {
  readonly parts: WitnessParts;
  readonly sealing: Pick<Sealing, 'cosigned'>;
  readonly limits: { readonly [name in WitnessLimit]: number };
  readonly signal: AbortSignal;
}

/** @returns null once the cosignature is kept; else why there is none */
async function submit(
  witness: OneWitness,
  published: Published,
  submission: Submission,
): Promise<string | null> {
  const { log, size } = published;
  const note = parseNote(published.content);
  if (isFault(note)) return note.detail;
  // The first answer may be that it knows another size than we thought; the second time we know.
  for (let round = 0; round < 2; round += 1) {
    const old = witness.sizes.get(log) ?? 0;
    if (old > size) return `it has cosigned ${old} entries, and the log has ${size}`;
    const readable = openLogDirectory(submission.parts.logDir).open(log);
    const proof = old === 0 || old === size ? [] : await readable.consistency(old, size);
    const answer = await post(witness.url, formatAddCheckpoint({ old, proof, checkpoint: note }), submission);
    if (typeof answer === 'string') return answer;
    if (answer.status === 409 && /^\d{1,15}\n?$/.test(answer.body)) {
      witness.sizes.set(log, Number(answer.body));
      continue;
    }
    if (answer.status !== 200) return `it answered ${answer.status}: ${answer.body.slice(0, 200).trim()}`;
    const cosignatures = await held(witness, note, answer.body);
    if (cosignatures.length === 0) return 'its cosignature does not hold';
    witness.sizes.set(log, size);
    keep(published, cosignatures, submission);
    return null;
  }
  return 'it has cosigned a checkpoint that is not one of this log';
}

/** The cosignatures of an answer that hold under the key of the witness. */
async function held(witness: OneWitness, note: Note, body: string): Promise<NoteSignature[]> {
  const found: NoteSignature[] = [];
  for (const line of body.split('\n').filter((each) => each !== '')) {
    const signature = parseSignature(line);
    if (isFault(signature)) continue;
    const opened = await openNote({ text: note.text, signatures: [signature] }, [witness.verifier]);
    if (!isFault(opened)) found.push(signature);
  }
  return found;
}

/**
 * Adds cosignatures to the checkpoint that is kept beside the time-stamps, and to the newest one while it still is.
 * Everything between reading and writing is one turn: nobody else of this process writes in between.
 */
function keep(
  { content, log, size }: Published,
  added: readonly NoteSignature[],
  { parts, sealing }: Submission,
): void {
  const files = openLogFiles(path.join(parts.logDir, log));
  const file = `timestamps/${size}.checkpoint`;
  const note = parseNote(content);
  const kept = parseNote((files.read(file) ?? Buffer.from(content)).toString());
  if (isFault(note) || isFault(kept) || kept.text !== note.text) {
    throw new Error(`Cannot keep a cosignature: "${file}" of log "${log}" is of another checkpoint`);
  }
  const others = kept.signatures.filter(
    (each) => !added.some(({ keyId, name }) => each.name === name && each.keyId === keyId),
  );
  const cosigned = formatNote({ text: note.text, signatures: [...others, ...added] });
  files.writeDurably(file, Buffer.from(cosigned));
  sealing.cosigned({ log, size, content: cosigned });
}

async function post(
  url: string,
  body: string,
  { limits, signal }: Submission,
): Promise<{ readonly status: number; readonly body: string } | string> {
  try {
    const response = await fetch(`${url.replace(/\/$/, '')}/add-checkpoint`, {
      method: 'POST',
      body,
      redirect: 'error',
      signal: AbortSignal.any([signal, AbortSignal.timeout(limits.witnessAnswerMsMax)]),
    });
    const pieces: Buffer[] = [];
    let length = 0;
    for await (const piece of response.body ?? []) {
      length += piece.length;
      if (length > limits.witnessAnswerBytesMax) return 'its answer is too large';
      pieces.push(Buffer.from(piece));
    }
    return { status: response.status, body: Buffer.concat(pieces).toString() };
  } catch {
    return 'it does not answer';
  }
}
