import { modelCapabilitiesSchema, modelSchema } from '@plot-palette/domain';
import { z } from 'zod';

/** Dollars per million tokens as a decimal text, so that no price passes through binary fractions. */
const usdSchema = z.string().regex(/^\d+(\.\d{1,9})?$/);

const entrySchema = z.strictObject({
  alias: z.string().min(1),
  name: z.string(),
  provider: z.string(),
  tier: modelSchema.shape.tier,
  lifecycle: modelSchema.shape.lifecycle,
  modelId: z.string().min(1),
  /** Inference profiles by the geography they route within; `global` routes anywhere. */
  profiles: z.partialRecord(z.enum(['us', 'eu', 'apac', 'global']), z.string()),
  /** Regions that take the model id itself. */
  onDemandRegions: z.array(z.string()),
  price: z.strictObject({
    inputUsd: usdSchema,
    outputUsd: usdSchema,
    cacheReadUsd: usdSchema.optional(),
    cacheWriteUsd: usdSchema.optional(),
    effectiveDate: z.iso.date(),
    source: z.url(),
  }),
  capabilities: modelCapabilitiesSchema,
  note: z.string().optional(),
});
export type CatalogueEntry = z.infer<typeof entrySchema>;

/** `catalogue.json`: every model the product knows; data that changes without a change of code. */
export const catalogueSchema = z
  .strictObject({
    schemaVersion: z.literal(1),
    note: z.string(),
    sources: z.array(z.url()),
    /** Default alias of each tier. */
    tiers: z.record(modelSchema.shape.tier, z.string()),
    models: z.array(entrySchema).min(1),
    /** Ids and aliases that are out of date, and the alias that took their place. */
    forward: z.record(z.string(), z.string()),
  })
  .superRefine(({ tiers, models, forward }, context) => {
    const aliases = new Set(models.map(({ alias }) => alias));
    const named = [...Object.entries(tiers), ...Object.entries(forward)];
    for (const [name, alias] of named) {
      if (!aliases.has(alias))
        context.addIssue({
          code: 'custom',
          message: `${name} leads to ${alias}, which no model has as its alias.`,
        });
    }
    if (aliases.size < models.length)
      context.addIssue({ code: 'custom', message: 'An alias is used twice.' });
  });
export type Catalogue = z.infer<typeof catalogueSchema>;
