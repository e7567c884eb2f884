// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import type { LogStream, logSourceStates, RetentionClass } from '@belfry/contract';
import { addressBits, leadingBits, readNetwork } from './sender-address.ts';

/** What receivers have to know of a source. */
export interface KnownSource {
  readonly id: string;
  readonly state: (typeof logSourceStates)[number];
  readonly stream: LogStream;
  readonly retentionClass: RetentionClass;
}

export interface KnownIdentity {
  readonly sourceId: string;
  readonly kind: 'address' | 'certificate' | 'token';
  readonly value: string;
}

/** The zone of a source from a moment on, for times that state none. */
export interface KnownZone {
  readonly sourceId: string;
  readonly sinceMs: number;
  readonly timeZone: string;
}

/** Everything receivers know, as it is read from the database and kept on disk. */
export interface KnownSources {
  readonly sources: readonly KnownSource[];
  readonly identities: readonly KnownIdentity[];
  readonly zones: readonly KnownZone[];
}

/** Sources by what they are known by. Built anew when something changes, then only read. */
export interface SourceTable {
  byId(id: string): KnownSource | null;
  /** By its SHA-256: how long looking takes tells nothing about a token. */
  byTokenHash(hash: string): KnownSource | null;
  byCertificate(certificate: {
    readonly fingerprint256: string;
    readonly subject: string;
  }): KnownSource | null;
  /** The narrowest network wins. */
  byAddress(address: string): KnownSource | null;
  readonly unknownCount: number;
}

/** What is kept of a token, in hex. */
export function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

export function sourceTable(known: KnownSources): SourceTable {
  const byId = new Map(known.sources.map((source) => [source.id, source]));
  const tokens = new Map<string, KnownSource>();
  const certificates = new Map<string, KnownSource>();
  const networks = new Map<number, Map<bigint, KnownSource>>();
  for (const { kind, sourceId, value } of known.identities) {
    const source = byId.get(sourceId);
    // A retired source is known by nothing: who still sends is a sender nobody expects, and waits as one.
    if (source === undefined || source.state === 'retired') continue;
    if (kind === 'token') tokens.set(value.toLowerCase(), source);
    if (kind === 'certificate') certificates.set(certificateKey(value), source);
    const network = kind === 'address' ? readNetwork(value) : null;
    if (network !== null) {
      const ofLength = networks.get(network.prefix) ?? new Map<bigint, KnownSource>();
      networks.set(network.prefix, ofLength.set(network.bits, source));
    }
  }
  const narrowestFirst = [...networks].sort(([a], [b]) => b - a);
  return {
    byId: (id) => byId.get(id) ?? null,
    byTokenHash: (hash) => tokens.get(hash) ?? null,
    byCertificate: ({ fingerprint256, subject }) =>
      certificates.get(certificateKey(`sha256:${fingerprint256}`)) ??
      certificates.get(certificateKey(commonName(subject))) ??
      null,
    byAddress: (address) => {
      const bits = addressBits(address);
      if (bits === null) return null;
      for (const [prefix, sources] of narrowestFirst) {
        const source = sources.get(leadingBits(bits, prefix));
        if (source !== undefined) return source;
      }
      return null;
    },
    unknownCount: known.sources.filter(({ state }) => state === 'unknown').length,
  };
}

/** `sha256:` with or without colons and in any case; a common name as it is written. */
function certificateKey(value: string): string {
  const trimmed = value.trim();
  return /^sha256:/i.test(trimmed)
    ? `sha256:${trimmed.slice(7).replaceAll(':', '').toLowerCase()}`
    : trimmed.replace(/^cn=/i, 'CN=');
}

/** The line of the subject that names the holder; Node writes one attribute a line. */
function commonName(subject: string): string {
  return subject.split('\n').find((line) => /^cn=/i.test(line)) ?? '';
}
