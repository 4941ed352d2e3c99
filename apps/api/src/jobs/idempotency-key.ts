import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { InvalidInput } from '@plot-palette/domain';
import type { Request } from 'express';

/** The caller's name for this request; undefined without the header. */
export const IdempotencyKey = createParamDecorator(
  (_: unknown, context: ExecutionContext): string | undefined =>
    keyOf(
      context.switchToHttp().getRequest<Request>().headers['idempotency-key'],
    ),
);

/** @throws InvalidInput when the header is empty, too long or sent more than once. */
export function keyOf(
  header: string | string[] | undefined,
): string | undefined {
  if (header === undefined) return undefined;
  if (typeof header !== 'string' || !/^[\x20-\x7e]{1,255}$/.test(header))
    throw new InvalidInput(
      'Idempotency-Key must be one value of 1 to 255 printable ASCII characters; a UUID is a good one.',
      { issues: [{ where: 'Idempotency-Key', message: 'is not usable' }] },
    );
  return header;
}
