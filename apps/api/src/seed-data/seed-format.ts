import {
  InvalidInput,
  seedFormatSchema,
  type SeedFormat,
  type SeedUploadRequest,
} from '@plot-palette/domain';

/**
 * The format that was named, or the one that the file's ending names.
 * @throws InvalidInput when neither says one that can be read.
 */
export function formatOf({
  format,
  fileName,
}: Pick<SeedUploadRequest, 'format' | 'fileName'>): SeedFormat {
  if (format !== undefined) return format;
  const dot = fileName.lastIndexOf('.');
  const ending = dot === -1 ? '' : fileName.slice(dot + 1).toLowerCase();
  const named = seedFormatSchema.safeParse(
    ending === 'ndjson' ? 'jsonl' : ending,
  );
  if (named.success) return named.data;
  const known = seedFormatSchema.options.map((name) => `.${name}`).join(', ');
  throw new InvalidInput(
    ending === ''
      ? `${fileName} has no ending. Name it ${known}, or send "format".`
      : `${fileName}: files that end in .${ending} cannot be read. Use ${known}, or send "format".`,
    { issues: [{ where: 'fileName', message: `must end in ${known}` }] },
  );
}
