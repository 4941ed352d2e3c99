import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import { InvalidInput } from '@plot-palette/domain';
import type { Request } from 'express';

/** The version that `If-Match: "3"` names; undefined without the header. */
export const IfMatchVersion = createParamDecorator(
  (_: unknown, context: ExecutionContext): number | undefined =>
    versionOf(context.switchToHttp().getRequest<Request>().headers['if-match']),
);

/** The header in the OpenAPI document. */
export function TakesIfMatch(): MethodDecorator {
  return ApiHeader({
    name: 'If-Match',
    required: false,
    description:
      'The version that the change was made to, in double quotes. Another one is answered 409.',
  });
}

/** @throws InvalidInput when the header is no version in quotes. */
export function versionOf(header: string | undefined): number | undefined {
  if (header === undefined || header === '*') return undefined;
  const version = /^"([1-9]\d{0,8})"$/.exec(header)?.[1];
  if (version === undefined)
    throw new InvalidInput(
      'If-Match must be the version in double quotes, as in the ETag of GET: "3".',
      { issues: [{ where: 'If-Match', message: 'is not a quoted version' }] },
    );
  return Number(version);
}
