import {
  Injectable,
  type CanActivate,
  type ExecutionContext,
} from '@nestjs/common';
import { NotFound } from '@plot-palette/domain';
import type { Request } from 'express';
import type { Caller } from '../auth/caller';
import { SignedRequests } from './signed-requests';

/** Makes the principal that signed the request its caller. */
@Injectable()
export class SignedRequestGuard implements CanActivate {
  constructor(private readonly requests: SignedRequests) {}

  canActivate(context: ExecutionContext): boolean {
    const userId = this.requests.principal();
    if (userId === undefined)
      throw new NotFound(
        'POST /pipeline is there for requests signed with AWS credentials, and only behind API Gateway, which checks the signature. With an access token use POST /pipelines.',
      );
    const request = context
      .switchToHttp()
      .getRequest<Request & { user?: Caller }>();
    request.user = { userId, isAdmin: false };
    return true;
  }
}
