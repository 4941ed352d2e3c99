import type { ExportFormat } from '@plot-palette/domain';
import type { Column, ColumnType } from './column-type';
import type { YamlValue } from './yaml-block';

const SIZES: readonly [below: number, category: string][] = [
  [1_000, 'n<1K'],
  [10_000, '1K<n<10K'],
  [100_000, '10K<n<100K'],
  [1_000_000, '100K<n<1M'],
];
const LARGEST_SIZE = '1M<n<10M';

const DTYPES: Record<Extract<ColumnType, string>, string> = {
  VARCHAR: 'string',
  JSON: 'string',
  BIGINT: 'int64',
  DOUBLE: 'float64',
  BOOLEAN: 'bool',
};

export interface CardMetadata {
  readonly name: string;
  readonly rows: number;
  readonly formats: readonly ExportFormat[];
  readonly partitionedBy: string | undefined;
  readonly columns: readonly Column[];
}

/**
 * The front matter that the Hugging Face Hub reads (huggingface.co/docs/hub/datasets-cards). Licence and language are
 * left out: nobody said them. Features are Parquet's, because the Hub's other readers would refuse rows that deviate.
 */
export function cardMetadata(metadata: CardMetadata): YamlValue {
  const { name, rows, formats, columns } = metadata;
  return {
    pretty_name: name,
    tags: ['synthetic'],
    size_categories: [
      SIZES.find(([below]) => rows < below)?.[1] ?? LARGEST_SIZE,
    ],
    configs: formats.map((format, position) => ({
      config_name: format.toLowerCase(),
      ...(position === 0 ? { default: true } : {}),
      data_files: [{ split: 'train', path: pathOf(format, metadata) }],
    })),
    ...(formats.includes('PARQUET')
      ? {
          dataset_info: [
            { config_name: 'parquet', features: columns.map(feature) },
          ],
        }
      : {}),
  };
}

function pathOf(
  format: ExportFormat,
  { partitionedBy }: Pick<CardMetadata, 'partitionedBy'>,
): string {
  const extension = format.toLowerCase();
  return partitionedBy === undefined
    ? `dataset.${extension}`
    : `partitioned/${partitionedBy}/**/records.${extension}`;
}

function feature({ name, type }: Column): YamlValue {
  return { name, ...typed(type) };
}

function typed(type: ColumnType): { readonly [key: string]: YamlValue } {
  if (typeof type === 'string') return { dtype: DTYPES[type] };
  if ('struct' in type) return { struct: type.struct.map(feature) };
  return { list: elementOf(type.list) };
}

/** A list of plain values names their type only, one of objects lists their members. */
function elementOf(type: ColumnType): YamlValue {
  if (typeof type === 'string') return DTYPES[type];
  return 'struct' in type ? type.struct.map(feature) : typed(type);
}
