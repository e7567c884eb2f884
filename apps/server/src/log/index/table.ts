// SPDX-License-Identifier: Apache-2.0
import { type LogField, logFields } from '@belfry/contract';

/** The table of entries; `log_entry_local` holds a shard's share of them in a cluster. */
export const ENTRY_TABLE = 'log_entry';

/** Fields of the normal form that are no column of their own under their name: they are stored apart. */
const apart = new Set(['time', 'message']);
/** Fields whose values repeat: stored as a dictionary. */
const repeating = new Set([
  'timeQuality',
  'host',
  'app',
  'msgid',
  'channel',
  'product',
  'vendor',
  'eventClass',
  'activity',
  'status',
  'userDomain',
  'protocol',
  'httpMethod',
  'location',
  'dataCategory',
]);
/** Fields people look for by their whole value: who, from where, on what. */
const lookedUp = ['user', 'userId', 'targetUser', 'session', 'srcHost', 'hash', 'dataSubject', 'trace'];

export interface Column {
  readonly name: string;
  readonly type: string;
}

/** Columns of the fields a sender fills, under the names of the normal form. */
export const fieldColumns: readonly (Column & { readonly kind: LogField['kind'] })[] = logFields
  .filter(({ name }) => !apart.has(name))
  .map(({ name, kind }) => ({ name, kind, type: typeOf(name, kind) }));

function typeOf(name: string, kind: LogField['kind']): string {
  if (kind === 'number') {
    return name === 'bytes' || name === 'pid' || name === 'httpStatus'
      ? 'Nullable(Int64)'
      : 'Nullable(Int32)';
  }
  return repeating.has(name) ? 'LowCardinality(String)' : 'String CODEC(ZSTD(1))';
}

/** What we know of an entry ourselves. */
const ownColumns: readonly Column[] = [
  // The name of the log holds the retention class, so that deletion drops whole partitions.
  { name: 'log', type: 'LowCardinality(String)' },
  // Month of receipt: a wrong clock of a sender can neither make partitions nor move an entry into an earlier deletion.
  { name: 'period', type: 'UInt32' },
  { name: 'index', type: 'UInt64 CODEC(Delta(8), ZSTD(1))' },
  { name: 'seq', type: 'UInt64 CODEC(Delta(8), ZSTD(1))' },
  // Microseconds since 1970.
  { name: 'at', type: 'Int64 CODEC(Delta(8), ZSTD(1))' },
  { name: 'received', type: 'Int64 CODEC(Delta(8), ZSTD(1))' },
  { name: 'claimed', type: 'Nullable(Int64)' },
  { name: 'source', type: 'LowCardinality(String)' },
  { name: 'stream', type: 'LowCardinality(String)' },
  { name: 'transport', type: 'LowCardinality(String)' },
  { name: 'peer', type: 'String CODEC(ZSTD(1))' },
  { name: 'format', type: 'LowCardinality(String)' },
  { name: 'parse', type: 'LowCardinality(String)' },
  { name: 'clock', type: 'LowCardinality(String)' },
  { name: 'duplicateOf', type: 'Nullable(UInt64)' },
  { name: 'part', type: 'UInt16' },
  // Which version of the readers took the line apart.
  { name: 'reading', type: 'UInt16' },
  // The message, and after it every value that does not stand in it: what a word is looked for in.
  { name: 'text', type: 'String CODEC(ZSTD(3))' },
  { name: 'messageBytes', type: 'UInt32 CODEC(ZSTD(1))' },
  // `name=value` of what has no field: one path a name would let a sender make a hundred thousand columns.
  { name: 'attributes', type: 'Array(String) CODEC(ZSTD(1))' },
];

/** Columns the engine fills from others. */
const derivedColumns: readonly string[] = [
  '`srcAddress` IPv6 MATERIALIZED toIPv6OrDefault(`srcIp`) CODEC(ZSTD(1))',
  '`dstAddress` IPv6 MATERIALIZED toIPv6OrDefault(`dstIp`) CODEC(ZSTD(1))',
  '`message` String ALIAS substring(`text`, 1, `messageBytes`)',
];

/** Columns that follow from what is sealed, whoever reads the message. */
export const sealedColumns: ReadonlySet<string> = new Set([
  'log',
  'period',
  'index',
  'seq',
  'received',
  'source',
  'stream',
  'transport',
  'peer',
  'format',
  'parse',
  'clock',
  'duplicateOf',
  'part',
]);

/** Columns that are written, in order. */
export const writtenColumns: readonly Column[] = [...ownColumns, ...fieldColumns];

const indexes: readonly string[] = [
  "INDEX ix_text lowerUTF8(`text`) TYPE text(tokenizer = 'splitByNonAlpha')",
  "INDEX ix_attributes `attributes` TYPE text(tokenizer = 'array')",
  ...lookedUp.map((name) => `INDEX ix_${name} lowerUTF8(\`${name}\`) TYPE bloom_filter(0.01) GRANULARITY 1`),
  'INDEX ix_srcAddress `srcAddress` TYPE bloom_filter(0.01) GRANULARITY 1',
  'INDEX ix_dstAddress `dstAddress` TYPE bloom_filter(0.01) GRANULARITY 1',
  'INDEX ix_at `at` TYPE minmax GRANULARITY 1',
  'INDEX ix_received `received` TYPE minmax GRANULARITY 1',
  'INDEX ix_index `index` TYPE minmax GRANULARITY 1',
];

/** Fifteen minutes, in microseconds: entries of one source in one such step lie side by side. */
export const STEP_US = 900_000_000;

function columnsSql(): string {
  return [
    ...writtenColumns.map(({ name, type }) => `\`${name}\` ${type}`),
    ...derivedColumns,
    ...indexes,
  ].join(',\n  ');
}

function tableSql(name: string, onCluster: string, engine: string): string {
  const window = engine.startsWith('Replicated') ? 'replicated' : 'non_replicated';
  return `CREATE TABLE IF NOT EXISTS ${name}${onCluster}
(
  ${columnsSql()}
)
ENGINE = ${engine}
PARTITION BY (\`log\`, \`period\`)
ORDER BY (intDiv(\`at\`, ${STEP_US}), \`source\`, \`at\`, \`index\`)
SETTINGS index_granularity = 8192, ${window}_deduplication_window = 10000`;
}

/** Statements for one node, embedded or a server. */
export function nodeTables(): readonly string[] {
  return [tableSql(ENTRY_TABLE, '', 'MergeTree')];
}

/**
 * Statements for a cluster: a replicated table on every node, and the one over all of them that is asked and written
 * to. An entry goes to a shard by its place in its log, so that the same range goes the same way twice.
 */
export function clusterTables(cluster: string): readonly string[] {
  if (!/^[A-Za-z][\w-]{0,60}$/.test(cluster))
    throw new RangeError(`Cannot use cluster "${cluster}": it is no name`);
  const local = `${ENTRY_TABLE}_local`;
  return [
    tableSql(
      local,
      ` ON CLUSTER '${cluster}'`,
      `ReplicatedMergeTree('/clickhouse/tables/{shard}/{database}/${local}', '{replica}')`,
    ),
    `CREATE TABLE IF NOT EXISTS ${ENTRY_TABLE} ON CLUSTER '${cluster}' AS ${local}
ENGINE = Distributed('${cluster}', currentDatabase(), ${local}, cityHash64(\`log\`, intDiv(\`index\`, 65536)))`,
  ];
}

/** The partition of a month of a log, to be dropped by whoever deletes with approval. */
export function dropPartition(log: string, period: number): string {
  if (!/^(technical|functional|audit)-\d{4}$/.test(log) || !Number.isInteger(period)) {
    throw new RangeError(`Cannot drop partition "${log}" "${period}": it is no name of one`);
  }
  return `ALTER TABLE ${ENTRY_TABLE} DROP PARTITION ('${log}', ${period})`;
}
