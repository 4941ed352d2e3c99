import { schema, validate } from '@angular/forms/signals';
import { promptCardDefinitionSchema } from '@plot-palette/domain';
import { issueText, schemaRule } from '../../api/schema-rule';
import { tagsOf, type CardDraft } from './card-draft';

const definition = promptCardDefinitionSchema.shape;

export const cardRules = schema<CardDraft>((draft) => {
  schemaRule(draft.title, definition.title);
  schemaRule(draft.content, definition.content);
  schemaRule(draft.message, definition.message);
  validate(draft.tags, ({ value }) =>
    definition.tags.safeParse(tagsOf(value())).error?.issues.map((issue) => ({
      kind: issue.code,
      message: issueText(issue),
    })),
  );
});
