import {
  Catch,
  type ArgumentsHost,
  type ExceptionFilter,
} from '@nestjs/common';
import type { Request, Response } from 'express';
import { PinoLogger } from 'nestjs-pino';
import { problemOf } from './problem-of';

/** Turns whatever is thrown into problem details; the only writer of error answers. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly logger: PinoLogger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<Request & { id?: string }>();
    const response = http.getResponse<Response>();
    const problem = problemOf(error);
    if (problem.status >= 500)
      this.logger.error({ err: error }, 'http.request.failed');
    if (response.headersSent) {
      response.destroy();
      return;
    }
    if (problem.status === 401)
      response.setHeader('www-authenticate', 'Bearer');
    response
      .status(problem.status)
      .type('application/problem+json')
      .send(
        JSON.stringify({
          ...problem,
          instance: request.path,
          requestId: request.id ?? '',
        }),
      );
  }
}
