import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import {
  templateDefinitionSchema,
  type Page,
  type PageQuery,
  type Template,
  type TemplateDefinition,
} from '@plot-palette/domain';
import { TemplateStore } from '@plot-palette/stores';
import type { Caller } from '../auth/caller';
import { assertExpectedVersion } from '../versions/expected-version';
import { TemplateAccess } from './template-access';
import { TemplateChecker } from './template-checker';

@Injectable()
export class TemplatesService {
  constructor(
    private readonly templates: TemplateStore,
    private readonly access: TemplateAccess,
    private readonly checker: TemplateChecker,
  ) {}

  async create(
    caller: Caller,
    definition: TemplateDefinition,
  ): Promise<Template> {
    const { requiredPaths } = await this.checker.check(
      definition,
      caller.userId,
    );
    const createdAt = new Date().toISOString();
    const template: Template = {
      ...definition,
      templateId: randomUUID(),
      version: 1,
      userId: caller.userId,
      requiredPaths,
      createdAt,
      updatedAt: createdAt,
    };
    await this.templates.create(template);
    return template;
  }

  list(
    caller: Caller,
    { visibility, ...page }: PageQuery & { visibility: 'own' | 'public' },
  ): Promise<Page<Template>> {
    return visibility === 'public'
      ? this.templates.listPublic(page)
      : this.templates.listByUser(caller.userId, page);
  }

  get(
    caller: Caller,
    templateId: string,
    version: number | undefined,
  ): Promise<Template> {
    return this.access.readable(caller, templateId, version);
  }

  /** Versions are immutable: a change is the next one, and saving the same again is none. */
  async replace(
    caller: Caller,
    templateId: string,
    definition: TemplateDefinition,
    expectedVersion: number | undefined,
  ): Promise<Template> {
    const latest = await this.access.changeable(caller, templateId);
    assertExpectedVersion('template', latest, expectedVersion);
    if (isDeepStrictEqual(definitionOf(latest), definitionOf(definition)))
      return latest;
    const { requiredPaths } = await this.checker.check(
      definition,
      latest.userId,
    );
    const { userId, createdAt } = latest;
    const next: Template = {
      ...definition,
      templateId,
      version: latest.version + 1,
      userId,
      requiredPaths,
      createdAt,
      updatedAt: new Date().toISOString(),
    };
    await this.templates.update(next, latest.version);
    return next;
  }

  async delete(caller: Caller, templateId: string): Promise<void> {
    await this.access.changeable(caller, templateId);
    await this.templates.delete(templateId);
  }
}

const definitionSchema = templateDefinitionSchema.strip();

function definitionOf(template: TemplateDefinition): TemplateDefinition {
  return definitionSchema.parse(template);
}
