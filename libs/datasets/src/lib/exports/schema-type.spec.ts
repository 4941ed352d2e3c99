import type { JsonValue } from '@plot-palette/domain';
import { schemaType } from './schema-type';

const nested = (levels: number): JsonValue =>
  levels === 0
    ? { type: 'string' }
    : { type: 'object', properties: { a: nested(levels - 1) } };

describe(schemaType.name, () => {
  it.each<[JsonValue, string]>([
    [{ type: 'string' }, 'VARCHAR'],
    [{ type: 'integer' }, 'BIGINT'],
    [{ type: ['null', 'number'] }, 'DOUBLE'],
    [{ type: 'boolean' }, 'BOOLEAN'],
    [{ enum: ['a', 'b'] }, 'VARCHAR'],
    [{ enum: ['a', 1] }, 'JSON'],
    [{ type: 'array', items: { type: 'integer' } }, 'BIGINT[]'],
    [{ type: 'array' }, 'JSON'],
    [{ properties: { 'a"b': { type: 'string' } } }, 'STRUCT("a""b" VARCHAR)'],
    [{ type: 'object' }, 'JSON'],
    [{ type: 'object', properties: { a: {}, A: {} } }, 'JSON'],
    [{ type: ['string', 'number'] }, 'JSON'],
    [{ $ref: '#/$defs/a' }, 'JSON'],
    [{ oneOf: [{ type: 'string' }] }, 'JSON'],
    [true, 'JSON'],
  ])('makes %j a column of type %s', (schema, sql) => {
    expect(schemaType(schema).sql()).toBe(sql);
  });

  it('stops at eight levels', () => {
    expect(schemaType(nested(7)).sql()).toMatch(/VARCHAR\)+$/);
    expect(schemaType(nested(8)).sql()).toMatch(/JSON\)+$/);
    expect(schemaType(nested(5_000)).sql()).toMatch(/JSON\)+$/);
  });
});
