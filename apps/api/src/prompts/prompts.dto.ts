import {
  cardDiffSchema,
  cardDuplicateSchema,
  cardLabelSchema,
  cardLabelTargetSchema,
  cardOrderSchema,
  cardRollbackSchema,
  promptCardDefinitionSchema,
  promptCardPageSchema,
  promptCardSchema,
  promptCardSummarySchema,
  uuidSchema,
} from '@plot-palette/domain';
import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';

const promptParams = z.strictObject({
  projectId: uuidSchema,
  promptId: uuidSchema,
});
const version = z.coerce.number().int().positive();

export class PromptParams extends createZodDto(promptParams) {}

export class PromptLabelParams extends createZodDto(
  promptParams.extend({ label: cardLabelSchema }),
) {}

export class PromptVersionQuery extends createZodDto(
  z
    .strictObject({
      /** The latest when neither is given. */
      version: version.optional(),
      /** `latest` is one, too. */
      label: cardLabelSchema.optional(),
    })
    .refine(
      (query) => query.version === undefined || query.label === undefined,
      {
        message: 'give either a version or a label, not both',
        path: ['label'],
      },
    ),
) {}

export class PromptDiffQuery extends createZodDto(
  z.strictObject({ from: version, to: version }),
) {}

export class PromptCardDefinitionDto extends createZodDto(
  promptCardDefinitionSchema,
) {}

export class PromptCardDto extends createZodDto(promptCardSchema) {}

export class PromptCardSummaryDto extends createZodDto(
  promptCardSummarySchema,
) {}

export class PromptCardPageDto extends createZodDto(promptCardPageSchema) {}

export class CardDiffDto extends createZodDto(cardDiffSchema) {}

export class CardRollbackDto extends createZodDto(cardRollbackSchema) {}

export class CardLabelTargetDto extends createZodDto(cardLabelTargetSchema) {}

export class CardDuplicateDto extends createZodDto(cardDuplicateSchema) {}

export class CardOrderDto extends createZodDto(cardOrderSchema) {}
