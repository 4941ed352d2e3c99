import { Inject, Injectable, UnauthorizedException } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { passportJwtSecret } from 'jwks-rsa';
import { ExtractJwt, Strategy } from 'passport-jwt';
import { z } from 'zod';
import { API_CONFIG, type ApiConfig } from '../app/api-config';
import type { Caller } from './caller';

const ADMIN_GROUP = 'admin';

/** Cognito's access token: it carries `client_id` and no `aud`; an ID token has another `token_use`. */
const accessTokenSchema = z.object({
  sub: z.string().min(1),
  token_use: z.literal('access'),
  client_id: z.string(),
  exp: z.number(),
  'cognito:groups': z.array(z.string()).default([]),
});

@Injectable()
export class JwtStrategy extends PassportStrategy(Strategy) {
  private readonly clientId: string;

  constructor(@Inject(API_CONFIG) { tokens }: ApiConfig) {
    super({
      jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(),
      secretOrKeyProvider: passportJwtSecret({
        jwksUri: tokens.jwksUrl,
        cache: true,
        // Tokens with made-up key ids must not turn into a stream of requests to the issuer.
        rateLimit: true,
        jwksRequestsPerMinute: 10,
        timeout: 5_000,
      }),
      issuer: tokens.issuer,
      algorithms: ['RS256'],
    });
    this.clientId = tokens.clientId;
  }

  /** Called with the claims of a token whose signature, issuer and expiry are right. */
  validate(claims: unknown): Caller {
    const token = accessTokenSchema.safeParse(claims);
    if (!token.success)
      throw new UnauthorizedException('The token is not an access token.');
    if (token.data.client_id !== this.clientId)
      throw new UnauthorizedException(
        'The access token was issued to another application.',
      );
    return {
      userId: token.data.sub,
      isAdmin: token.data['cognito:groups'].includes(ADMIN_GROUP),
    };
  }
}
