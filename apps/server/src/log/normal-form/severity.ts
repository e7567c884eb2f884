// SPDX-License-Identifier: Apache-2.0
import type { Draft } from './normal-form.ts';

/** Severity of OCSF for each of syslog: 6 fatal, 5 critical, 4 high, 3 medium, 2 low, 1 informational. */
const ocsfOfSyslog = [6, 5, 5, 4, 3, 2, 1, 1];

const ofWord = new Map<string, number>([
  ['emerg', 0],
  ['emergency', 0],
  ['panic', 0],
  ['alert', 1],
  ['crit', 2],
  ['critical', 2],
  ['fatal', 2],
  ['very-high', 2],
  ['very high', 2],
  ['err', 3],
  ['error', 3],
  ['severe', 3],
  ['high', 3],
  ['warn', 4],
  ['warning', 4],
  ['medium', 4],
  ['notice', 5],
  ['low', 5],
  ['info', 6],
  ['information', 6],
  ['informational', 6],
  ['log', 6],
  ['audit success', 6],
  ['audit failure', 4],
  ['debug', 7],
  ['trace', 7],
  ['verbose', 7],
  ['finest', 7],
]);

/** Sets the severity of syslog and, with it, that of OCSF. */
export function setSeverity(form: Draft, severity: number): void {
  form.severity = severity;
  form.severityId = ocsfOfSyslog[severity] ?? 0;
}

/** Severity a word or number of JSON states; null when it says nothing known. */
export function severityOf(level: unknown): number | null {
  if (typeof level === 'string') {
    if (level.length > 16) return null;
    const known = ofWord.get(level.toLowerCase());
    if (known !== undefined) return known;
    return /^\d{1,2}$/.test(level) ? severityOf(Number(level)) : null;
  }
  if (typeof level !== 'number' || !Number.isInteger(level)) return null;
  if (level >= 0 && level <= 7) return level;
  // Loggers of Node count 10 (trace) to 60 (fatal).
  const ofPino: Record<number, number> = { 10: 7, 20: 7, 30: 6, 40: 4, 50: 3, 60: 2 };
  return ofPino[level] ?? null;
}

/** Severity of OpenTelemetry: 1-4 trace, 5-8 debug, 9-12 info, 13-16 warning, 17-20 error, 21-24 fatal. */
export function severityOfOtlp(level: unknown): number | null {
  const value = typeof level === 'string' ? Number(level) : level;
  if (typeof value !== 'number' || !(value >= 1 && value <= 24)) return null;
  return [7, 7, 6, 4, 3, 2][Math.floor((value - 1) / 4)] ?? null;
}

/** Severity of CEF and LEEF, 0 to 10 or a word. */
export function severityOfAppliance(level: string): number | null {
  const value = /^\d{1,2}$/.test(level) ? Number(level) : Number.NaN;
  if (Number.isNaN(value)) return severityOf(level);
  if (value > 10) return null;
  return value >= 9 ? 2 : value >= 7 ? 3 : value >= 4 ? 4 : 6;
}

/** Level of Windows: 1 critical, 2 error, 3 warning, 4 and 0 information, 5 verbose. */
export function severityOfWindows(level: unknown): number | null {
  const value = typeof level === 'string' && /^\d$/.test(level) ? Number(level) : level;
  if (typeof value !== 'number') return severityOf(value);
  return [6, 2, 3, 4, 6, 7][value] ?? null;
}
