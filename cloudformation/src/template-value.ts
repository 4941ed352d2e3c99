/** A template once its YAML is read; intrinsic functions are objects of one key, as in JSON. */
export type TemplateValue =
  | string
  | number
  | boolean
  | null
  | readonly TemplateValue[]
  | { readonly [key: string]: TemplateValue };

export type TemplateObject = { readonly [key: string]: TemplateValue };

export function isObject(
  value: TemplateValue | undefined,
): value is TemplateObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** One value or a list of them, as policies and events allow both. */
export function asList(
  value: TemplateValue | undefined,
): readonly TemplateValue[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value as TemplateValue];
}

/** Every object inside a value, the value itself included. */
export function objectsIn(value: TemplateValue | undefined): TemplateObject[] {
  if (Array.isArray(value)) return value.flatMap((entry) => objectsIn(entry));
  if (!isObject(value)) return [];
  return [value, ...Object.values(value).flatMap((entry) => objectsIn(entry))];
}
