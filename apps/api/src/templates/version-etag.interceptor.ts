import {
  Injectable,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import type { Template } from '@plot-palette/domain';
import type { Response } from 'express';
import { tap, type Observable } from 'rxjs';

/** A template's version is its entity tag: what `If-Match` of the next PUT names. */
@Injectable()
export class VersionEtag implements NestInterceptor<Template, Template> {
  intercept(
    context: ExecutionContext,
    next: CallHandler<Template>,
  ): Observable<Template> {
    const response = context.switchToHttp().getResponse<Response>();
    return next
      .handle()
      .pipe(tap(({ version }) => response.setHeader('etag', `"${version}"`)));
  }
}
