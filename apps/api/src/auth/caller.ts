import { createParamDecorator, type ExecutionContext } from '@nestjs/common';

/** Who asks, as the access token says. */
export interface Caller {
  readonly userId: string;
  readonly isAdmin: boolean;
}

/** Injects the {@link Caller} into a route handler. */
export const CurrentCaller = createParamDecorator(
  (_: unknown, context: ExecutionContext): Caller =>
    context.switchToHttp().getRequest<{ user: Caller }>().user,
);
