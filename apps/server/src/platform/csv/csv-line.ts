// SPDX-License-Identifier: Apache-2.0

/** The signs spreadsheets calculate after, in their wide form too, and the blanks they look past. */
const formulaBeginning = /^'*[\s\u00a0]*[=+\-@\t\r\n＝＋－＠]/u;

/**
 * A cell that begins like a formula is run by spreadsheets that open it (CSV injection, OWASP): a quote in front
 * makes it text. A cell that begins with quotes before such a sign gets one more, so that reading it back is exact.
 */
export function fromFact(value: string): string {
  return formulaBeginning.test(value) ? `'${value}` : value;
}

/** The other way: a quote that only keeps a spreadsheet from calculating is no part of the value. */
export function asCell(cell: string): string {
  return cell.startsWith("'") && formulaBeginning.test(cell) ? cell.slice(1) : cell;
}

/**
 * A line of facts (RFC 4180): it ends with CR LF; a cell with a separator, a quote or a line break stands in quotes,
 * and none is a formula.
 */
export function csvLine(facts: readonly string[], separator: ',' | ';' | '\t' = ','): string {
  const cells = facts
    .map(fromFact)
    .map((cell) => (/[",;\t\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell));
  return `${cells.join(separator)}\r\n`;
}
