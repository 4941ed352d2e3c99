import { Inject, Injectable } from '@nestjs/common';
import { InvalidInput, type ProjectDefinition } from '@plot-palette/domain';
import { modelChoice, resolveModel } from '@plot-palette/inference';
import { API_CONFIG, type ApiConfig } from '../app/api-config';

/** The model that answers in a project when a run names none. */
@Injectable()
export class ProjectModel {
  constructor(@Inject(API_CONFIG) private readonly config: ApiConfig) {}

  /** @throws InvalidInput when the catalogue does not know it. */
  assertKnown({ settings }: Pick<ProjectDefinition, 'settings'>): void {
    try {
      resolveModel(modelChoice(settings.model), this.config.region);
    } catch (cause) {
      if (!(cause instanceof InvalidInput)) throw cause;
      const { message } = cause;
      throw new InvalidInput(`settings.model: ${message}`, {
        cause,
        issues: [{ where: 'settings.model', message }],
      });
    }
  }
}
