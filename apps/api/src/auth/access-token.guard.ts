import {
  Injectable,
  ServiceUnavailableException,
  UnauthorizedException,
  type ExecutionContext,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';
import { OPEN_ROUTE } from './open.decorator';

/** Errors that say something about the token; all others mean that the issuer's keys could not be fetched. */
const TOKEN_ERRORS: ReadonlySet<string> = new Set([
  'JsonWebTokenError',
  'TokenExpiredError',
  'NotBeforeError',
  'JwksRateLimitError',
]);

@Injectable()
export class AccessTokenGuard extends AuthGuard('jwt') {
  constructor(private readonly reflector: Reflector) {
    super();
  }

  override canActivate(context: ExecutionContext) {
    const isOpen = this.reflector.getAllAndOverride<boolean | undefined>(
      OPEN_ROUTE,
      [context.getHandler(), context.getClass()],
    );
    return isOpen === true || super.canActivate(context);
  }

  override handleRequest<Caller>(
    error: unknown,
    caller: Caller | false,
    info: unknown,
  ): Caller {
    if (error instanceof Error) throw error;
    if (caller) return caller;
    throw refusal(info);
  }
}

function refusal(info: unknown): Error {
  if (!(info instanceof Error) || info.message === 'No auth token')
    return new UnauthorizedException(
      'There is no access token. Send it as "Authorization: Bearer …".',
    );
  if (info.name === 'TokenExpiredError')
    return new UnauthorizedException(
      'The access token has expired. Sign in again or refresh it.',
    );
  if (TOKEN_ERRORS.has(info.name))
    return new UnauthorizedException('The access token is not valid.');
  return new ServiceUnavailableException(
    "The issuer's keys cannot be fetched right now, so the access token cannot be checked. Try again.",
    { cause: info },
  );
}
