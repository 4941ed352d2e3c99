import Ajv from 'ajv';
import type { JsonSchema } from '../json-schema';
import { hashPrompt } from '../prompt-hash';
import { simulatedValue } from './answer-json';
import { answerSequence } from './draw';

const ajv = new Ajv({ strict: false, formats: { date: true, email: true } });

function answerTo(schema: JsonSchema, prompt = 'prompt'): unknown {
  const hash = hashPrompt('model', [prompt]);
  return simulatedValue(schema, hash.hex, answerSequence(1, hash));
}

const SCHEMAS: readonly (readonly [string, JsonSchema])[] = [
  ['text lengths', { type: 'string', minLength: 70, maxLength: 75 }],
  ['a very short text', { type: 'string', maxLength: 3 }],
  ['number bounds', { type: 'number', minimum: -1.5, maximum: -1.25 }],
  [
    'exclusive number bounds',
    { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 0.001 },
  ],
  ['integer bounds', { type: 'integer', exclusiveMinimum: 3, maximum: 5 }],
  ['a half-open integer', { type: 'integer', maximum: -10 }],
  ['multiples', { type: 'integer', minimum: 10, maximum: 30, multipleOf: 7 }],
  [
    'booleans and null',
    {
      type: 'array',
      minItems: 2,
      items: { anyOf: [{ type: 'boolean' }, { type: 'null' }] },
    },
  ],
  [
    'enum and const',
    {
      type: 'object',
      properties: { a: { enum: ['x', 2, null] }, b: { const: { deep: true } } },
      required: ['a', 'b'],
    },
  ],
  [
    'list lengths',
    {
      type: 'array',
      minItems: 3,
      maxItems: 3,
      items: { type: 'integer', minimum: 1, maximum: 2 },
    },
  ],
  ['an empty list', { type: 'array', maxItems: 0, items: { type: 'string' } }],
  ['types in a list', { type: ['null', 'integer'] }],
  ['required without description', { type: 'object', required: ['anything'] }],
  [
    'oneOf objects',
    {
      oneOf: [
        {
          type: 'object',
          properties: { kind: { const: 'a' } },
          required: ['kind'],
        },
        {
          type: 'object',
          properties: { kind: { const: 'b' } },
          required: ['kind'],
        },
      ],
    },
  ],
  [
    'allOf',
    {
      allOf: [
        {
          type: 'object',
          properties: { a: { type: 'integer' } },
          required: ['a'],
        },
        { properties: { b: { type: 'string' } }, required: ['b'] },
      ],
    },
  ],
];

describe(simulatedValue.name, () => {
  it.each(SCHEMAS)('is valid against %s', (_name, schema) => {
    const validate = ajv.compile(schema);
    for (let prompt = 0; prompt < 50; prompt += 1) {
      const value = answerTo(schema, `prompt ${prompt}`);
      expect([validate(value), value, validate.errors]).toEqual([
        true,
        value,
        null,
      ]);
    }
  });

  it('follows local references, and stops where recursion is optional', () => {
    const schema = {
      $ref: '#/$defs/node',
      $defs: {
        node: {
          type: 'object',
          properties: {
            name: { type: 'string' },
            children: { type: 'array', items: { $ref: '#/$defs/node' } },
          },
          required: ['name'],
        },
      },
    };
    expect(ajv.validate(schema, answerTo(schema))).toBe(true);
  });

  it('refuses a schema that requires itself', () => {
    const schema = {
      $ref: '#/$defs/a',
      $defs: {
        a: {
          type: 'object',
          properties: { a: { $ref: '#/$defs/a' } },
          required: ['a'],
        },
      },
    };
    expect(() => answerTo(schema)).toThrow('without an end');
  });

  it.each(['#/$defs/missing', 'https://example.com/schema', '#/constructor'])(
    'refuses the reference %s',
    ($ref) => {
      expect(() => answerTo({ $ref })).toThrow(`refers to ${$ref}`);
    },
  );

  it('says in its texts that it is simulated', () => {
    expect(
      answerTo({
        type: 'object',
        properties: { full_name: { type: 'string' } },
      }),
    ).toEqual({ full_name: expect.stringMatching(/^Simulated full name /) });
  });

  it('gives well-known formats their form', () => {
    expect(answerTo({ type: 'string', format: 'date' })).toMatch(
      /^20\d\d-\d\d-\d\d$/,
    );
    expect(answerTo({ type: 'string', format: 'email' })).toMatch(
      /^simulated-.*@example\.com$/,
    );
  });

  it('depends on the prompt alone', () => {
    const schema: JsonSchema = {
      type: 'object',
      properties: { a: { type: 'string' }, b: { type: 'number' } },
    };
    expect(answerTo(schema)).toEqual(answerTo(schema));
    expect(answerTo(schema)).not.toEqual(answerTo(schema, 'other'));
  });
});
