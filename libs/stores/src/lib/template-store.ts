import {
  Conflict,
  InvalidInput,
  templateSchema,
  type Page,
  type PageQuery,
  type Template,
} from '@plot-palette/domain';
import { z } from 'zod';
import { putWrite, toAttributes, type Database } from './database';
import { itemBytes, MAX_ITEM_BYTES } from './item-bytes';
import { Table } from './table';

const HEAD = 0;

/**
 * `version` is the sort key and 0 marks the head, so the template's own version is kept beside it. The steps are one text:
 * their JSON Schemas may hold numbers and nest in ways that DynamoDB's own types cannot.
 */
const templateRowSchema = templateSchema.extend({
  steps: z
    .string()
    .transform((steps): unknown => JSON.parse(steps))
    .pipe(templateSchema.shape.steps),
  templateVersion: z.number().int().positive(),
  version: z.number().int().nonnegative(),
});
type TemplateRow = z.infer<typeof templateRowSchema>;

function toTemplate(row: TemplateRow): Template {
  const { templateVersion, ...template } = row;
  return { ...template, version: templateVersion };
}

/** Immutable versions, and a head row that carries the latest and is what lists show. */
export class TemplateStore {
  private readonly rows: Table<TemplateRow>;

  constructor(
    private readonly database: Database,
    readonly table: string,
  ) {
    this.rows = new Table(
      table,
      {
        templateId: { type: String, hashKey: true },
        version: { type: Number, rangeKey: true },
        ownerId: {
          type: String,
          index: { name: 'byUser', type: 'global', rangeKey: 'updatedAt' },
        },
        publicPartition: {
          type: String,
          index: { name: 'public', type: 'global', rangeKey: 'updatedAt' },
        },
        updatedAt: String,
      },
      // The index keys of head rows are dropped on reading.
      templateRowSchema.strip(),
    );
  }

  async create(template: Template): Promise<void> {
    if (!(await this.write(template, 'attribute_not_exists(templateId)'))) {
      throw new Conflict(`Template ${template.templateId} exists.`);
    }
  }

  /** The latest version unless one is named. */
  async get(
    templateId: string,
    version: number = HEAD,
  ): Promise<Template | undefined> {
    const row = await this.rows.get({ templateId, version });
    return row === undefined ? undefined : toTemplate(row);
  }

  async listByUser(userId: string, page: PageQuery): Promise<Page<Template>> {
    return this.list('byUser', { name: 'ownerId', value: userId }, page);
  }

  async listPublic(page: PageQuery): Promise<Page<Template>> {
    return this.list(
      'public',
      { name: 'publicPartition', value: 'PUBLIC' },
      page,
    );
  }

  /** @throws Conflict when the latest version is not `expectedVersion` any more. */
  async update(next: Template, expectedVersion: number): Promise<void> {
    if (
      !(await this.write(next, 'templateVersion = :expected', {
        ':expected': expectedVersion,
      }))
    ) {
      throw new Conflict(
        'Somebody saved a newer version of this template. Load it and make your change there.',
      );
    }
  }

  /** Versions that finished jobs ran with stay readable in the jobs' own snapshots. */
  async delete(templateId: string): Promise<void> {
    const rows = await this.rows.all({ name: 'templateId', value: templateId });
    // The head goes first: without it no list and no read shows the template.
    for (const { version } of rows.sort((a, b) => a.version - b.version)) {
      await this.database.delete(this.table, { templateId, version });
    }
  }

  private async write(
    template: Template,
    condition: string,
    values?: Record<string, unknown>,
  ): Promise<boolean> {
    const row = {
      ...template,
      templateVersion: template.version,
      steps: JSON.stringify(template.steps),
    };
    const head = {
      ...row,
      version: HEAD,
      ownerId: template.userId,
      publicPartition: template.isPublic ? 'PUBLIC' : undefined,
    };
    assertFits(head);
    return this.database.transact([
      putWrite(this.table, head, {
        condition,
        ...(values === undefined ? {} : { values }),
      }),
      putWrite(this.table, row, {
        condition: 'attribute_not_exists(templateId)',
      }),
    ]);
  }

  private async list(
    index: string,
    partition: { name: string; value: string },
    page: PageQuery,
  ): Promise<Page<Template>> {
    const rows = await this.rows.list(
      { index, partition, newestFirst: true },
      page,
    );
    return { ...rows, items: rows.items.map(toTemplate) };
  }
}

function assertFits(row: Readonly<Record<string, unknown>>): void {
  const bytes = itemBytes(toAttributes(row));
  if (bytes <= MAX_ITEM_BYTES) return;
  throw new InvalidInput(
    `The template has ${bytes} bytes; at most ${MAX_ITEM_BYTES} can be stored. Shorten its prompts.`,
    {
      issues: [
        {
          where: 'steps',
          message: `are ${bytes - MAX_ITEM_BYTES} bytes too long together`,
        },
      ],
    },
  );
}
