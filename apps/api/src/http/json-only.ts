import { UnsupportedMediaTypeException } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';

/** Refuses bodies that the JSON parser would silently leave unread. */
export function jsonOnly(
  request: Request,
  _response: Response,
  next: NextFunction,
): void {
  // `is` answers null when there is no body and false when its type is another one.
  if (request.is('application/json') !== false || hasEmptyBody(request)) {
    next();
    return;
  }
  next(
    new UnsupportedMediaTypeException(
      'Send the body as JSON, with the header "Content-Type: application/json".',
    ),
  );
}

function hasEmptyBody(request: Request): boolean {
  return request.headers['content-length'] === '0';
}
