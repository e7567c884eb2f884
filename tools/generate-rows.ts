// SPDX-License-Identifier: Apache-2.0
import type pg from 'pg';

interface Column {
  table_name: string;
  column_name: string;
  udt_name: string;
  is_nullable: 'YES' | 'NO';
  column_default: string | null;
  is_generated: 'ALWAYS' | 'NEVER';
}

const scalars: Record<string, string> = {
  bool: 'boolean',
  bytea: 'Buffer',
  date: 'string',
  float8: 'number',
  int2: 'number',
  int4: 'number',
  int8: 'number',
  jsonb: 'JsonColumn',
  text: 'string',
  timestamptz: 'Date',
  uuid: 'string',
};

function typeOf(column: Column): string {
  const isArray = column.udt_name.startsWith('_');
  const scalar = scalars[isArray ? column.udt_name.slice(1) : column.udt_name];
  if (scalar === undefined) {
    throw new Error(
      `Cannot type column "${column.table_name}.${column.column_name}": its type ${column.udt_name} is not listed in tools/generate-rows.ts`,
    );
  }
  const base = isArray ? `${scalar}[]` : scalar;
  return column.is_nullable === 'YES' ? `${base} | null` : base;
}

const pascal = (name: string) =>
  name.replace(/(^|_)([a-z])/g, (_whole, _line, letter: string) => letter.toUpperCase());

/** Row types of the migrated database, as a source file. */
export async function generateRows(client: pg.Client): Promise<string> {
  const { rows } = await client.query<Column>(`
    SELECT table_name, column_name, udt_name, is_nullable, column_default, is_generated FROM information_schema.columns
    WHERE table_schema = 'public' ORDER BY table_name, ordinal_position`);
  const tables = Map.groupBy(rows, (column) => column.table_name);
  const out = [
    '// SPDX-License-Identifier: Apache-2.0',
    '// Generated from the migrated database by `npm run generate`; proved fresh by the tests.',
    "import type { ColumnType, Generated, GeneratedAlways } from 'kysely';",
    '',
    'type JsonColumn = ColumnType<unknown, string, string>;',
    '',
  ];
  for (const [table, columns] of tables) {
    out.push(`export interface ${pascal(table)}Table {`);
    for (const column of columns) {
      const type = typeOf(column);
      if (column.is_generated === 'ALWAYS') {
        out.push(`  ${column.column_name}: GeneratedAlways<${type}>;`);
        continue;
      }
      const generated = column.column_default !== null;
      const shape = !generated
        ? type
        : type === 'JsonColumn'
          ? 'ColumnType<unknown, string | undefined, string>'
          : `Generated<${type}>`;
      out.push(`  ${column.column_name}: ${shape};`);
    }
    out.push('}', '');
  }
  out.push('export interface DB {');
  for (const table of tables.keys()) {
    out.push(`  ${table}: ${pascal(table)}Table;`);
  }
  out.push('}', '');
  return out.join('\n');
}
