import {
  Conflict,
  NotFound,
  projectSchema,
  type Page,
  type PageQuery,
  type Project,
} from '@plot-palette/domain';
import { z } from 'zod';
import { assignments } from '../assignments';
import { updateWrite, type Database } from '../database';
import { Table } from '../table';
import { retriedTransaction } from './retried-transaction';

const ALL = 'PROJECT';

/** The row has members of its own beside the project: how many cards it has, and the partition of the administrators' index. */
const projectRowSchema = projectSchema.extend({
  cards: z.number().int().nonnegative(),
  all: z.literal(ALL),
});
type ProjectRow = z.infer<typeof projectRowSchema>;

function toProject({ cards: _cards, all: _all, ...project }: ProjectRow) {
  return project;
}

/** Projects of the prompt studio. What belongs to one is only reached through its row: without the row there is no project. */
export class ProjectStore {
  private readonly rows: Table<ProjectRow>;

  constructor(
    private readonly database: Database,
    readonly table: string,
  ) {
    this.rows = new Table(
      table,
      {
        projectId: { type: String, hashKey: true },
        owner: {
          type: String,
          index: { name: 'byOwner', type: 'global', rangeKey: 'updatedAt' },
        },
        all: {
          type: String,
          index: { name: 'all', type: 'global', rangeKey: 'updatedAt' },
        },
        updatedAt: String,
      },
      projectRowSchema,
    );
  }

  /** @throws Conflict when it exists. */
  async create(project: Project): Promise<void> {
    const created = await this.database.put(
      this.table,
      { ...project, cards: 0, all: ALL },
      { condition: 'attribute_not_exists(projectId)' },
    );
    if (!created) throw new Conflict(`Project ${project.projectId} exists.`);
  }

  async get(projectId: string): Promise<Project | undefined> {
    const row = await this.rows.get({ projectId });
    return row === undefined ? undefined : toProject(row);
  }

  /** Last changed first. */
  async listByOwner(owner: string, page: PageQuery): Promise<Page<Project>> {
    return this.list('byOwner', { name: 'owner', value: owner }, page);
  }

  async listAll(page: PageQuery): Promise<Page<Project>> {
    return this.list('all', { name: 'all', value: ALL }, page);
  }

  /** @throws Conflict when its version is not `expectedVersion` any more, NotFound when it is gone. */
  async update(next: Project, expectedVersion: number): Promise<void> {
    const {
      projectId,
      owner: _owner,
      createdAt: _createdAt,
      ...changes
    } = next;
    const { update, names, values } = assignments(changes);
    await retriedTransaction(
      () =>
        this.database.transact([
          updateWrite(
            this.table,
            { projectId },
            {
              update,
              condition: '#version = :expected',
              names,
              values: { ...values, ':expected': expectedVersion },
            },
          ),
        ]),
      async () => {
        const current = await this.get(projectId);
        if (current === undefined)
          throw new NotFound(`There is no project ${projectId}.`);
        if (current.version !== expectedVersion)
          throw new Conflict(
            `The project has version ${current.version} by now, not ${expectedVersion}. Load it and make your change there.`,
          );
        return false;
      },
    );
  }

  /** Its cards cannot be reached from then on; {@link PromptCardStore.removeRemains} removes them. */
  async delete(projectId: string): Promise<void> {
    await this.database.delete(this.table, { projectId });
  }

  private async list(
    index: string,
    partition: { name: string; value: string },
    page: PageQuery,
  ): Promise<Page<Project>> {
    const rows = await this.rows.list(
      { index, partition, newestFirst: true },
      page,
    );
    return { ...rows, items: rows.items.map(toProject) };
  }
}
