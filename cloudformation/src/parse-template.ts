import { isMap, isSeq, parse, type CollectionTag, type ScalarTag } from 'yaml';
import { z } from 'zod';
import type { TemplateObject } from './template-value';

const FUNCTIONS = [
  'And',
  'Equals',
  'FindInMap',
  'GetAZs',
  'GetAtt',
  'If',
  'ImportValue',
  'Join',
  'Not',
  'Or',
  'Select',
  'Split',
  'Sub',
];

const objectSchema = z.custom<TemplateObject>(
  (value) =>
    typeof value === 'object' && value !== null && !Array.isArray(value),
);
const sectionSchema = z.record(z.string(), objectSchema).default({});

const templateSchema = z.object({
  Description: z.string().optional(),
  Metadata: objectSchema.default({}),
  Parameters: sectionSchema,
  Rules: sectionSchema,
  Mappings: sectionSchema,
  Conditions: sectionSchema,
  Resources: z.record(
    z.string(),
    z.object({
      Type: z.string(),
      Condition: z.string().optional(),
      DeletionPolicy: z.string().optional(),
      UpdateReplacePolicy: z.string().optional(),
      Properties: objectSchema.default({}),
    }),
  ),
  Outputs: sectionSchema,
});

export type Resource = z.infer<typeof templateSchema>['Resources'][string];

export interface Template extends z.infer<typeof templateSchema> {
  /** Such as `compute.yaml`; findings begin with it. */
  readonly file: string;
  readonly text: string;
  /** Names of the top-level sections, in their order. */
  readonly sections: readonly string[];
}

/** @throws ZodError when the text is no template */
export function parseTemplate(file: string, text: string): Template {
  const value: unknown = parse(text, { schema: 'core', customTags: TAGS });
  return {
    ...templateSchema.parse(value),
    file,
    text,
    sections: Object.keys(objectSchema.parse(value)),
  };
}

export function resourcesOfType(
  { Resources }: Template,
  type: string,
): [string, Resource][] {
  return Object.entries(Resources).filter(
    ([, resource]) => resource.Type === type,
  );
}

function tagsOf(name: string): (ScalarTag | CollectionTag)[] {
  const key = name === 'Ref' || name === 'Condition' ? name : `Fn::${name}`;
  const wrap = (value: unknown) => ({ [key]: value });
  return [
    {
      tag: `!${name}`,
      resolve: (text: string) =>
        wrap(name === 'GetAtt' ? splitOnce(text) : text),
    },
    {
      tag: `!${name}`,
      collection: 'seq',
      resolve: (node) => wrap(isSeq(node) ? node.toJSON() : []),
    },
    {
      tag: `!${name}`,
      collection: 'map',
      resolve: (node) => wrap(isMap(node) ? node.toJSON() : {}),
    },
  ];
}

function splitOnce(text: string): string[] {
  const dot = text.indexOf('.');
  return [text.slice(0, dot), text.slice(dot + 1)];
}

const TAGS = ['Ref', 'Condition', ...FUNCTIONS].flatMap(tagsOf);
