// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import {
  type Attachment,
  cutText,
  type declineReasons,
  type Language,
  languages,
  type ongoingAnswers,
  type Report,
  type reportChannels,
  type reportKinds,
} from '@belfry/contract';
import { canonicalJson } from '@belfry/ledger';

export type ReportKind = (typeof reportKinds)[number];
export type ReportChannel = (typeof reportChannels)[number];
export type OngoingAnswer = (typeof ongoingAnswers)[number];
export type DeclineReason = (typeof declineReasons)[number];

/** A file whose content is kept already. */
export interface KeptFile {
  readonly name: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
  readonly sha256: string;
}

/** What somebody told us, complete, as it is kept. */
export interface ReportContent {
  readonly summary: string;
  readonly description: string | null;
  readonly kind: ReportKind;
  readonly category: string | null;
  readonly noticedAt: Date | null;
  readonly ongoing: OngoingAnswer;
  readonly anonymous: boolean;
  readonly language: Language;
  readonly reporter: { name: string | null; email: string | null; phone: string | null } | null;
  readonly files: readonly KeptFile[];
}

/**
 * SHA-256 of the report in canonical form (RFC 8785), with the moment of receipt. The same digest stands on the
 * reporter's page and in the record.
 */
export function contentSha256(content: ReportContent, channel: ReportChannel, receivedAt: Date): string {
  const { files, noticedAt, reporter, ...rest } = content;
  const canonical = canonicalJson({
    v: 1,
    ...rest,
    channel,
    noticedAt: noticedAt?.toISOString() ?? null,
    reporter: reporter === null ? null : { ...reporter },
    files: files.map(({ name, sha256, sizeBytes }) => ({ name, sha256, sizeBytes })),
    receivedAt: receivedAt.toISOString(),
  });
  return createHash('sha256').update(canonical).digest('hex');
}

/** The first of the listed languages that Belfry speaks (RFC 9110 section 12.5.4), or null. */
export function languageOf(acceptLanguage: string | undefined): Language | null {
  const wanted = (acceptLanguage ?? '')
    .slice(0, 500)
    .split(',')
    .map((range) => {
      const [tag = '', ...parameters] = range.trim().toLowerCase().split(';');
      const weight = parameters.map((text) => /^\s*q=([\d.]+)\s*$/.exec(text)?.[1]).find(Boolean);
      return { tag, weight: weight === undefined ? 1 : Number(weight) };
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight);
  for (const { tag } of wanted) {
    const known = languages.find((each) => tag === each || tag.startsWith(`${each}-`));
    if (known !== undefined) {
      return known;
    }
  }
  return null;
}

/** A title for an incident made of the reporter's first words. */
export function titleOf(summary: string, charactersMax: number): string {
  const line = summary.trim().split(/\r?\n/, 1)[0]?.replaceAll(/\s+/g, ' ') ?? '';
  if (line.length <= charactersMax) {
    return line;
  }
  const cut = cutText(line, charactersMax - 1);
  return `${cut.replace(/\s+\S*$/, '') || cut}…`;
}

export type ReporterShown = NonNullable<Report['reporter']>;
export type AttachmentShown = Attachment;
