// SPDX-License-Identifier: Apache-2.0
import type { AlarmBell } from '../house.ts';
import { READING_VERSION } from '../normal-form/index.ts';
import { EngineAway, EngineTooMuch } from './engine.ts';
import type { LogIndex } from './open-index.ts';
import { compareRow, type EntryRow } from './row.ts';
import type { ParsedAnswer } from './search-shapes.ts';
import { ENTRY_TABLE, writtenColumns } from './table.ts';

/** What the index has of an entry, beside what was sealed. */
export type RowState = Pick<ParsedAnswer, 'index' | 'differs'>;

/** The line is the truth: the row is compared with it each time somebody opens an entry. */
export async function rowState(
  index: Pick<LogIndex, 'engine' | 'state' | 'zones'>,
  line: Buffer,
  log: string,
  at: number,
): Promise<RowState> {
  const engine = index.engine();
  if (engine === null) return { index: 'away', differs: [] };
  const isReadAgain = () => index.state.toReadAgain > 0;
  const wasReadAgain = isReadAgain();
  try {
    const columns = writtenColumns.map(({ name }) => `\`${name}\``).join(', ');
    const rows = await engine.rows<EntryRow>({
      sql: `SELECT ${columns} FROM ${ENTRY_TABLE} WHERE \`log\` = {log:String} AND \`index\` = {index:Int64} LIMIT 2`,
      parameters: { log, index: at },
    });
    const [row] = rows;
    if (row === undefined) {
      // What the indexer knows to lack comes without anybody's doing.
      const isLater = wasReadAgain || isReadAgain() || at >= (index.state.places[log] ?? 0);
      return { index: isLater ? 'later' : 'missing', differs: [] };
    }
    const differs = rows.length > 1 ? ['index'] : compareRow(line, log, at, row, index.zones);
    if (differs.length > 0) return { index: 'differs', differs };
    return { index: row['reading'] === READING_VERSION ? 'same' : 'older', differs };
  } catch (error) {
    if (error instanceof EngineAway || error instanceof EngineTooMuch) return { index: 'away', differs: [] };
    throw error;
  }
}

const KIND = 'verification_failed';

/** An altered row rings; a right one ends what rang for it, also what a process before this one rang. */
export function ringForRow(alarms: AlarmBell, { differs, index }: RowState, log: string, at: number): void {
  const subject = `${log}/${at}`;
  if (index === 'same') alarms.clear(KIND, subject);
  if (index !== 'differs' && index !== 'missing') return;
  alarms.raise(KIND, subject, { index, columns: differs.join(' ') });
}
