import type { JsonObject } from '@plot-palette/domain';

/** The names that an outputSchema gives to the top level of its answers; none when it describes no object. */
export function declaredFields(schema: JsonObject | undefined): string[] {
  const properties = schema?.['properties'];
  return typeof properties === 'object' &&
    properties !== null &&
    !Array.isArray(properties)
    ? Object.keys(properties)
    : [];
}
