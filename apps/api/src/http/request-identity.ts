import { randomUUID } from 'node:crypto';
import type { NextFunction, Request, Response } from 'express';

/** Before everything else, so that requests which are refused early can be found in the logs too. */
export function identifyRequest(
  request: Request & { id?: string },
  response: Response,
  next: NextFunction,
): void {
  request.id = randomUUID();
  response.setHeader('x-request-id', request.id);
  next();
}
