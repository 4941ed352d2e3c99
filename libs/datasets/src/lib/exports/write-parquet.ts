import { columnSql, quotedName, type Column } from './column-type';
import type { Spool } from './spool-file';

const MEMORY_LIMIT = '256MB';
/** DuckDB reads with two buffers of twice this, and refuses a longer line. */
const LEAST_LINE_BYTES = 2 * 1024 ** 2;

/** A row group is held in memory until it is full, so that its rows are counted by their size. */
const ROW_GROUP_BYTES = 16 * 1024 ** 2;
const DEFAULT_ROW_GROUP = 122_880;
const SMALLEST_ROW_GROUP = 64;

/**
 * Writes a spool of rows to a Parquet file (zstd) in their order. DuckDB reads and writes inside `directory` only, and
 * loads no extension: JSON and Parquet are part of it. It is loaded here, because most who use this library do not ship it.
 */
export async function writeParquet(
  spool: Spool,
  columns: readonly Column[],
  path: string,
  directory: string,
): Promise<void> {
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: MEMORY_LIMIT,
    // With one thread rows are written as they are read; several keep the order by holding rows back in memory.
    threads: '1',
    temp_directory: directory,
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
  try {
    const connection = await instance.connect();
    try {
      await connection.run(
        `SET allowed_directories = [${quotedText(directory)}]`,
      );
      await connection.run('SET enable_external_access = false');
      await connection.run('SET preserve_insertion_order = true');
      await connection.run(copyStatement(spool, columns, path));
    } finally {
      connection.closeSync();
    }
  } finally {
    instance.closeSync();
  }
}

function copyStatement(
  spool: Spool,
  columns: readonly Column[],
  path: string,
): string {
  const types = columns.map(
    ({ name, type }) => `${quotedName(name)}: ${quotedText(columnSql(type))}`,
  );
  return `COPY (
    FROM read_json(${quotedText(spool.path)}, format = 'newline_delimited', maximum_object_size = ${Math.max(LEAST_LINE_BYTES, spool.longestLineBytes)},
      columns = {${types.join(', ')}})
  ) TO ${quotedText(path)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE ${rowGroupSize(spool)})`;
}

function rowGroupSize({ rows, bytes }: Spool): number {
  const averageBytes = Math.max(1, bytes / Math.max(1, rows));
  const fitting = Math.floor(ROW_GROUP_BYTES / averageBytes);
  return Math.min(DEFAULT_ROW_GROUP, Math.max(SMALLEST_ROW_GROUP, fitting));
}

function quotedText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
