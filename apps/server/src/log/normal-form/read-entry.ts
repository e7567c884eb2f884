// SPDX-License-Identifier: Apache-2.0
import type { LineFormat, LogTransport, ParseState } from '@belfry/contract';
import { emptyForm, type Read, type ReadHints } from './normal-form.ts';

/** Reads an entry. Never throws, never refuses: what nobody can read is text. */
export function readEntry(raw: Uint8Array, hints: ReadHints): Read {
  const fields = emptyForm();
  fields.message = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength).toString('utf8');
  return { ...formatOf(raw, hints.transport), fields };
}

/** The form of an entry and whether it can be read, as {@link readEntry} finds them. */
export function formatOf(
  _raw: Uint8Array,
  _transport: LogTransport,
): { readonly format: LineFormat; readonly parse: ParseState } {
  return { format: 'text', parse: 'raw' };
}
