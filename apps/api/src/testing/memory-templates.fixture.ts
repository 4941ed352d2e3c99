import {
  Conflict,
  type Page,
  type PageQuery,
  type Template,
} from '@plot-palette/domain';
import type { TemplateStore } from '@plot-palette/stores';
import { pageOf, type PublicOf } from './memory-pages.fixture';

export class MemoryTemplates implements PublicOf<TemplateStore> {
  readonly table = 'templates';
  private readonly versions = new Map<string, Template[]>();

  async create(template: Template): Promise<void> {
    this.versions.set(template.templateId, [template]);
  }

  async get(
    templateId: string,
    version?: number,
  ): Promise<Template | undefined> {
    const versions = this.versions.get(templateId);
    return version === undefined
      ? versions?.at(-1)
      : versions?.find((template) => template.version === version);
  }

  async listByUser(userId: string, page: PageQuery): Promise<Page<Template>> {
    return this.list((template) => template.userId === userId, page);
  }

  async listPublic(page: PageQuery): Promise<Page<Template>> {
    return this.list((template) => template.isPublic, page);
  }

  async update(next: Template, expectedVersion: number): Promise<void> {
    const versions = this.versions.get(next.templateId);
    if (versions?.at(-1)?.version !== expectedVersion)
      throw new Conflict('Somebody saved a newer version of this template.');
    versions.push(next);
  }

  async delete(templateId: string): Promise<void> {
    this.versions.delete(templateId);
  }

  private list(
    wanted: (template: Template) => boolean,
    page: PageQuery,
  ): Page<Template> {
    const heads = [...this.versions.values()].flatMap((versions) =>
      versions.slice(-1),
    );
    return pageOf(heads.filter(wanted).reverse(), page);
  }
}
