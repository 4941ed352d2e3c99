import { Injectable } from '@nestjs/common';
import { Forbidden, NotFound, type Template } from '@plot-palette/domain';
import { TemplateStore } from '@plot-palette/stores';
import type { Caller } from '../auth/caller';

/** Who may read and who may change a template: the owner and administrators both, everybody the public ones. */
@Injectable()
export class TemplateAccess {
  constructor(private readonly templates: TemplateStore) {}

  /**
   * The latest version unless one is named. Others read a template while its latest version is public, and of the older
   * ones those that were public themselves: a private one may show fragments that never were.
   * @throws NotFound when it does not exist or the caller may not know that it does.
   */
  async readable(
    caller: Caller,
    templateId: string,
    version?: number,
  ): Promise<Template> {
    const latest = await this.templates.get(templateId);
    if (latest === undefined || !mayRead(caller, latest))
      throw new NotFound(`There is no template ${templateId}.`);
    if (version === undefined || version === latest.version) return latest;
    const older = await this.templates.get(templateId, version);
    if (older === undefined || !mayRead(caller, older))
      throw new NotFound(
        `Template ${templateId} has no version ${version}; the latest is ${latest.version}.`,
      );
    return older;
  }

  /** @throws NotFound like `readable`, Forbidden when the caller may read but not change it. */
  async changeable(caller: Caller, templateId: string): Promise<Template> {
    const latest = await this.readable(caller, templateId);
    if (!owns(caller, latest))
      throw new Forbidden(
        'The template is public, but only its owner may change it. Save a copy of your own.',
      );
    return latest;
  }
}

function mayRead(caller: Caller, template: Template): boolean {
  return template.isPublic || owns(caller, template);
}

function owns(caller: Caller, template: Template): boolean {
  return caller.isAdmin || template.userId === caller.userId;
}
