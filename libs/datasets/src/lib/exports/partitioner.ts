import {
  MAX_PARTITIONS,
  parseCategoryPath,
  type JsonValue,
} from '@plot-palette/domain';
import type { DatasetRow } from './dataset-row';
import { NO_VALUE, OTHER_VALUES, partitionName } from './partition-name';

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;

export type Partitioning =
  | { readonly by: 'timestamp' }
  | {
      readonly by: 'category';
      /** Into a row; when absent, every row is of `category`. */
      readonly path?: string;
      readonly category: string;
    };

/** Gives every row its directory. The first partitions in the order of the rows get one of their own, the rest share one. */
export class Partitioner {
  private readonly names = new Set<string>();
  private readonly keys: readonly string[] | undefined;

  constructor(private readonly partitioning: Partitioning) {
    this.keys =
      partitioning.by === 'category' && partitioning.path !== undefined
        ? parseCategoryPath(partitioning.path)
        : undefined;
  }

  /** `createdAt` is the record's time stamp, ISO 8601. */
  directoryOf(row: DatasetRow, createdAt: string): string {
    const name = this.nameOf(row, createdAt);
    if (this.names.size < MAX_PARTITIONS) this.names.add(name);
    const own = this.names.has(name) ? name : OTHER_VALUES;
    return `${this.partitioning.by}/${own}`;
  }

  private nameOf(row: DatasetRow, createdAt: string): string {
    if (this.partitioning.by === 'timestamp') return dayName(createdAt);
    return partitionName(
      this.keys === undefined
        ? this.partitioning.category
        : valueAt(row, this.keys),
    );
  }
}

/** The UTC day, as Hive, Spark and Athena name the directories of one. */
function dayName(createdAt: string): string {
  const time = new Date(createdAt);
  if (Number.isNaN(time.getTime())) return NO_VALUE;
  const [, year, month, day] = DAY.exec(time.toISOString().slice(0, 10)) ?? [];
  return day === undefined
    ? NO_VALUE
    : `year=${year}/month=${month}/day=${day}`;
}

function valueAt(
  row: DatasetRow,
  keys: readonly string[],
): JsonValue | undefined {
  let value: JsonValue | undefined = row;
  for (const key of keys) {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return undefined;
    value = Object.hasOwn(value, key)
      ? (value as Readonly<Record<string, JsonValue>>)[key]
      : undefined;
  }
  return value;
}
