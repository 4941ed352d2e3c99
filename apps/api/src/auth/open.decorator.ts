import { SetMetadata, type CustomDecorator } from '@nestjs/common';

export const OPEN_ROUTE = Symbol('OPEN_ROUTE');

/** Marks a route that needs no access token. Every other route does. */
export function Open(): CustomDecorator<symbol> {
  return SetMetadata(OPEN_ROUTE, true);
}
