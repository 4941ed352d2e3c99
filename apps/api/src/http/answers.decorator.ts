import { applyDecorators, HttpCode } from '@nestjs/common';
import { ApiDefaultResponse, ApiResponse } from '@nestjs/swagger';
import { problemSchema } from '@plot-palette/domain';
import { createZodDto, ZodSerializerDto, type ZodDto } from 'nestjs-zod';
import type { z } from 'zod';

export class ProblemDto extends createZodDto(problemSchema) {}

type Handler<Shape> = (...parameters: never[]) => Shape | Promise<Shape>;

/**
 * Status and schema of a route's answer: checked by the compiler, by the serializer and in the OpenAPI document.
 * nestjs-zod's own decorator loads Swagger in a way that bundlers do not see.
 */
export function Answers<Schema extends z.ZodType>(
  status: number,
  dto: ZodDto<Schema, false>,
) {
  return (
    target: object,
    name: string | symbol,
    // Only what is read: the other members of a descriptor would make its type invariant.
    descriptor: Pick<
      TypedPropertyDescriptor<Handler<z.input<Schema>>>,
      'value'
    >,
  ): void => {
    applyDecorators(
      HttpCode(status),
      ZodSerializerDto(dto),
      ApiResponse({ status, type: dto.Output }),
      ApiDefaultResponse({ type: ProblemDto.Output }),
    )(target, name, descriptor);
  };
}
