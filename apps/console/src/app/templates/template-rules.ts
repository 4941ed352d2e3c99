import {
  applyEach,
  schema,
  validate,
  type SchemaPathTree,
} from '@angular/forms/signals';
import {
  templateDefinitionSchema,
  templateStepSchema,
} from '@plot-palette/domain';
import { schemaRule } from '../api/schema-rule';
import {
  jsonObjectError,
  type StepDraft,
  type TemplateDraft,
} from './template-draft';

const definition = templateDefinitionSchema.shape;
const stepShape = templateStepSchema.shape;

const stepRules = schema<StepDraft>((step) => {
  schemaRule(step.id, stepShape.id);
  schemaRule(step.prompt, stepShape.prompt);
  schemaRule(step.system, stepShape.system);
  schemaRule(step.maxTokens, stepShape.maxTokens);
  schemaRule(step.temperature, stepShape.temperature.nullable());
  validate(step.outputSchema, ({ value }) => {
    const message =
      value().trim() === '' ? undefined : jsonObjectError(value());
    return message === undefined ? undefined : { kind: 'json', message };
  });
});

export const templateRules = schema<TemplateDraft>((draft) => {
  schemaRule(draft.name, definition.name);
  schemaRule(draft.description, definition.description);
  schemaRule(draft.category, definition.category);
  applyEach(draft.steps, stepRules);
  applyEach(draft.steps, (step) => uniqueId(step, draft));
});

function uniqueId(
  step: SchemaPathTree<StepDraft>,
  draft: SchemaPathTree<TemplateDraft>,
): void {
  validate(step.id, ({ value, valueOf }) => {
    const same = valueOf(draft.steps).filter(({ id }) => id === value());
    return same.length < 2
      ? undefined
      : { kind: 'unique', message: 'Two steps have this name.' };
  });
}
