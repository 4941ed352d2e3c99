import { parse, type CollectionTag, type ScalarTag } from 'yaml';
import { isMap, isScalar, isSeq } from 'yaml';

/** What a template is made of once its YAML is read; intrinsic functions are objects of one key, as in JSON. */
export type TemplateValue =
  | string
  | number
  | boolean
  | null
  | readonly TemplateValue[]
  | { readonly [key: string]: TemplateValue };

const FUNCTIONS = [
  'And',
  'Base64',
  'Cidr',
  'Equals',
  'FindInMap',
  'GetAZs',
  'GetAtt',
  'If',
  'ImportValue',
  'Join',
  'Length',
  'Not',
  'Or',
  'Select',
  'Split',
  'Sub',
  'ToJsonString',
  'Transform',
];

/** Reads CloudFormation's YAML with its short tags: `!GetAtt A.B` becomes `{"Fn::GetAtt": ["A", "B"]}`. */
export function parseCloudFormation(text: string): TemplateValue {
  // Version dates stay text: CloudFormation has no timestamps.
  return parse(text, { schema: 'core', customTags: TAGS }) as TemplateValue;
}

function tagsFor(name: string, key: string): (ScalarTag | CollectionTag)[] {
  const wrap = (value: unknown) => ({
    [key]: name === 'GetAtt' ? splitAttribute(value) : value,
  });
  return [
    { tag: `!${name}`, resolve: (text: string) => wrap(text) },
    {
      tag: `!${name}`,
      collection: 'seq',
      resolve: (node) => wrap(isSeq(node) ? node.toJSON() : node),
    },
    {
      tag: `!${name}`,
      collection: 'map',
      resolve: (node) =>
        wrap(isMap(node) ? node.toJSON() : isScalar(node) ? node.value : node),
    },
  ];
}

function splitAttribute(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const dot = value.indexOf('.');
  return [value.slice(0, dot), value.slice(dot + 1)];
}

const TAGS = [
  ...tagsFor('Ref', 'Ref'),
  ...tagsFor('Condition', 'Condition'),
  ...FUNCTIONS.flatMap((name) => tagsFor(name, `Fn::${name}`)),
];
