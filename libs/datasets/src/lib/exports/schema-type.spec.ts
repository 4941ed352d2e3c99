import type { JsonValue } from '@plot-palette/domain';
import { columnSql } from './column-type';
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
    expect(columnSql(schemaType(schema).resolved())).toBe(sql);
  });

  it('stops at eight levels', () => {
    expect(columnSql(schemaType(nested(7)).resolved())).toMatch(/VARCHAR\)+$/);
    expect(columnSql(schemaType(nested(8)).resolved())).toMatch(/JSON\)+$/);
    expect(columnSql(schemaType(nested(5_000)).resolved())).toMatch(/JSON\)+$/);
  });
});
