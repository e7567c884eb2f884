// SPDX-License-Identifier: Apache-2.0

/** Lines that stand above what is quoted, in the languages and programs people write with. */
const attributions: readonly RegExp[] = [
  /^\s*On\b.{4,300}\bwrote\s*:\s*$/i,
  /^\s*Op\b.{4,300}\b(?:schreef|heeft)\b.{0,200}:\s*$/i,
  /^\s*Le\b.{4,300}\ba [ée]crit\s*:\s*$/i,
  /^\s*Am\b.{4,300}\bschrieb\b.{0,200}:\s*$/i,
];
const separators: readonly RegExp[] = [
  /^\s*-{2,}\s*(?:Original Message|Oorspronkelijk bericht|Message d.origine|Urspr(?:ü|ue)ngliche Nachricht)\s*-{2,}\s*$/i,
  /^\s*_{20,}\s*$/,
];
const headerFrom = /^\s*\**(?:From|Van|De|Von)\s?:\**\s*\S/i;
const headerSent = /^\s*\**(?:Sent|Date|Verzonden|Datum|Envoy(?:é|e)|Gesendet)\s?:\**\s*\S/i;
const QUOTED = /^\s*>/;

/** Headers of the quoted mail stand within this many lines below its From. */
const HEADER_LINES = 4;
/** An attribution is often broken over two lines, by programs that keep lines short. */
const ATTRIBUTION_LINES = 3;

/**
 * What somebody wrote themselves in an answer, without the mail they answer. Answers between quoted lines stay with
 * what they answer. When nothing would be left, everything stays: folding is for reading, the mail is kept whole.
 */
export function ownWords(text: string): string {
  const lines = text.split('\n');
  const cut = firstQuotedLine(lines);
  const own = lines.slice(0, cut).join('\n').trim();
  return own === '' ? text.trim() : own;
}

function firstQuotedLine(lines: readonly string[]): number {
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    if (separators.some((separator) => separator.test(line)) && isBeforeHeaders(lines, index + 1)) {
      return index;
    }
    if (headerFrom.test(line) && hasSentBelow(lines, index)) {
      return index;
    }
    const below = afterAttribution(lines, index) ?? (QUOTED.test(line) ? index : null);
    if (below !== null) {
      return isAllQuoted(lines, below) ? index : lines.length;
    }
  }
  return lines.length;
}

function hasSentBelow(lines: readonly string[], from: number): boolean {
  return lines.slice(from + 1, from + 1 + HEADER_LINES).some((line) => headerSent.test(line));
}

function isBeforeHeaders(lines: readonly string[], from: number): boolean {
  return lines.slice(from, from + HEADER_LINES).some((line) => headerFrom.test(line));
}

/** The line below an attribution that begins here; null when none does. */
function afterAttribution(lines: readonly string[], from: number): number | null {
  if (!/^\s*(?:On|Op|Le|Am)\b/i.test(lines[from] ?? '')) {
    return null;
  }
  for (let count = 1; count <= ATTRIBUTION_LINES; count += 1) {
    const joined = lines.slice(from, from + count).join(' ');
    if (attributions.some((attribution) => attribution.test(joined))) {
      return from + count;
    }
  }
  return null;
}

/** Whether everything from here on is quoted; programs that mark no line quote everything below. */
function isAllQuoted(lines: readonly string[], from: number): boolean {
  const filled = lines.slice(from).filter((line) => line.trim() !== '');
  const quoted = filled.filter((line) => QUOTED.test(line)).length;
  return quoted === 0 || quoted === filled.length;
}
