// SPDX-License-Identifier: Apache-2.0
import { z } from 'zod';

/**
 * How long entries are kept, which decides the tree they are sealed in. Technical and infrastructure logs at least
 * 2 years, transactional and functional ones at least 10 (KSZ 5.11.7 e); `audit` is Belfry's own record.
 */
export const retentionClasses = ['technical', 'functional', 'audit'] as const;
export type RetentionClass = (typeof retentionClasses)[number];
/** Years a class is kept at least. */
export const retentionYearsMin: Readonly<Record<RetentionClass, number>> = {
  technical: 2,
  functional: 10,
  audit: 10,
};

/** Kinds of log that are kept apart (KSZ 5.9.5, LM-41); `desk` is the record of the desk itself. */
export const logStreams = [
  'transaction',
  'control',
  'user-activity',
  'exception',
  'security-privacy',
  'technical',
  'privacy-access',
  'manual',
  'desk',
] as const;
export type LogStream = (typeof logStreams)[number];

/** How an entry came to us. */
export const logTransports = [
  'syslog-udp',
  'syslog-tcp',
  'syslog-tls',
  'relp',
  'relp-tls',
  'otlp',
  'elastic',
  'hec',
  'loki',
  'journal',
  'ndjson',
  'outbox',
] as const;
export type LogTransport = (typeof logTransports)[number];

/** Whether an entry could be read: whole, in part, or not at all. Nothing is refused because it cannot be read. */
export const parseStates = ['ok', 'partial', 'raw'] as const;
export type ParseState = (typeof parseStates)[number];

/** What our clock was worth when an entry came: agreed with the approved source, not compared, or disagreeing. */
export const clockStates = ['synchronised', 'unknown', 'disagrees', 'jumped'] as const;
export type ClockState = (typeof clockStates)[number];

/** Forms of a line that are known. */
export const lineFormats = [
  'rfc5424',
  'rfc3164',
  'syslog-iso',
  'cef',
  'leef',
  'auditd',
  'json',
  'windows',
  'otlp',
  'journal',
  'access-log',
  'desk',
  'text',
] as const;
export type LineFormat = (typeof lineFormats)[number];

/** A source is unknown until somebody adopts it; a retired one sends no more, and what it sent stays. */
export const logSourceStates = ['unknown', 'active', 'retired'] as const;
/** How a source is known: the address it sends from, its certificate, or a token. */
export const logSourceIdentityKinds = ['address', 'certificate', 'token'] as const;
/** Ways to look into the logbook; each look is recorded. */
export const logLookKinds = ['search', 'entry', 'tail', 'export'] as const;
/** What can be wrong with the logbook itself (LM-30). */
export const logAlarmKinds = [
  'no_checkpoint',
  'disk',
  'source_silent',
  'clock',
  'signing_key',
  'index_behind',
  'detection_behind',
  'verification_failed',
  'time_stamp',
  'witness',
  'receiver',
  'log_stopped',
  'rollback',
] as const;
export type LogAlarmKind = (typeof logAlarmKinds)[number];

/** What an information class is given for, 1 (low) to 5 (high). */
export const informationClass = z.number().int().min(1).max(5).describe('Information class, 1 to 5');

/** The name of a log: retention class and year of receipt, as its directory is called. */
export const logName = z
  .string()
  .regex(/^(technical|functional|audit)-\d{4}$/)
  .describe('Log: retention class and year');

/**
 * One line of a segment, in this order of members: the bytes that are sealed. A leaf of the tree is
 * SHA-256(0x00 ‖ the line without its line feed).
 */
export const sealedLine = z
  .object({
    v: z.literal(1).describe('Version of this form'),
    seq: z.number().int().describe('Number of receipt, growing without gaps over all logs; parts share it'),
    received: z.string().describe('When we had it, RFC 3339 in UTC with microseconds'),
    mono: z.string().describe('Nanoseconds of the monotonic clock of that process, decimal'),
    clock: z.enum(clockStates).describe('What our clock was worth'),
    source: z.uuid().describe('Source'),
    stream: z.enum(logStreams).describe('Stream'),
    transport: z.enum(logTransports).describe('Transport'),
    peer: z.string().describe('Address it came from'),
    format: z.enum(lineFormats).describe('Form of the line'),
    parse: z.enum(parseStates).describe('Whether it could be read'),
    dup: z.number().int().optional().describe('Number of receipt of an earlier entry with the same bytes'),
    cut: z.number().int().optional().describe('Bytes the sender meant to send, where we kept only the first'),
    part: z
      .tuple([z.number().int(), z.number().int()])
      .optional()
      .describe('Which part, from 1, of how many: an entry longer than a leaf may be is sealed in parts'),
    salt: z
      .string()
      .describe('16 random bytes, base64: without them nobody can guess the entry from its hash'),
    raw: z.string().optional().describe('The bytes as they came, where they are UTF-8'),
    raw64: z.string().optional().describe('The bytes as they came, base64, where they are not'),
  })
  .describe('A line of a segment');
export type SealedLine = z.infer<typeof sealedLine>;
