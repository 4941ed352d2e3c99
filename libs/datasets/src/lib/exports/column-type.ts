/** The type of a column, as far as DuckDB, Parquet and the dataset card know one. */
export type ColumnType =
  | 'VARCHAR'
  | 'BIGINT'
  | 'DOUBLE'
  | 'BOOLEAN'
  | 'JSON'
  | { readonly list: ColumnType }
  | { readonly struct: readonly Column[] };

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
}

/** The type in DuckDB's SQL. */
export function columnSql(type: ColumnType): string {
  if (typeof type === 'string') return type;
  if ('list' in type) return `${columnSql(type.list)}[]`;
  const members = type.struct.map(
    (member) => `${quotedName(member.name)} ${columnSql(member.type)}`,
  );
  return `STRUCT(${members.join(', ')})`;
}

export function quotedName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
