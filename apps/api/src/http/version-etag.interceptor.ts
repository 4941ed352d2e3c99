import {
  Injectable,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import type { Response } from 'express';
import { tap, type Observable } from 'rxjs';

interface Versioned {
  readonly version: number;
}

/** The version of what is answered is its entity tag: what `If-Match` of the next PUT names. */
@Injectable()
export class VersionEtag implements NestInterceptor<Versioned, Versioned> {
  intercept(
    context: ExecutionContext,
    next: CallHandler<Versioned>,
  ): Observable<Versioned> {
    const response = context.switchToHttp().getResponse<Response>();
    return next
      .handle()
      .pipe(tap(({ version }) => response.setHeader('etag', `"${version}"`)));
  }
}
