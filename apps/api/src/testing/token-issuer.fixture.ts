import { createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export const ISSUER = 'https://issuer.example/pool';
export const CLIENT_ID = 'console-client';

const encode = (part: object): string =>
  Buffer.from(JSON.stringify(part)).toString('base64url');

export function accessClaims(userId: string): Record<string, unknown> {
  return {
    sub: userId,
    iss: ISSUER,
    token_use: 'access',
    client_id: CLIENT_ID,
    exp: Math.floor(Date.now() / 1_000) + 600,
  };
}

function keyPair(): { publicKey: KeyObject; privateKey: KeyObject } {
  return generateKeyPairSync('rsa', { modulusLength: 2_048 });
}

/** Signs tokens and publishes its key, like a user pool. */
export class TokenIssuer {
  private readonly keys = keyPair();
  private readonly foreignKeys = keyPair();
  private readonly server: Server;

  private constructor() {
    const jwk = {
      ...this.keys.publicKey.export({ format: 'jwk' }),
      kid: 'key-1',
      use: 'sig',
      alg: 'RS256',
    };
    this.server = createServer((_request, response) => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ keys: [jwk] }));
    });
  }

  static async start(): Promise<TokenIssuer> {
    const issuer = new TokenIssuer();
    await new Promise<void>((resolve) =>
      issuer.server.listen(0, '127.0.0.1', resolve),
    );
    return issuer;
  }

  get jwksUrl(): string {
    const { port } = this.server.address() as AddressInfo;
    return `http://127.0.0.1:${port}/jwks.json`;
  }

  token(userId: string, claims: Record<string, unknown> = {}): string {
    return this.sign({ ...accessClaims(userId), ...claims });
  }

  foreignToken(userId: string): string {
    return this.sign(accessClaims(userId), this.foreignKeys.privateKey);
  }

  /** Right in everything but the algorithm. */
  otherAlgorithmToken(userId: string): string {
    return this.sign(accessClaims(userId), this.keys.privateKey, 'RS512');
  }

  stop(): void {
    this.server.close();
  }

  private sign(
    claims: object,
    key = this.keys.privateKey,
    alg: 'RS256' | 'RS512' = 'RS256',
  ): string {
    const content = `${encode({ alg, kid: 'key-1' })}.${encode(claims)}`;
    const hash = alg === 'RS256' ? 'RSA-SHA256' : 'RSA-SHA512';
    const signature = createSign(hash).update(content).sign(key);
    return `${content}.${signature.toString('base64url')}`;
  }
}

/** `alg: none`: the oldest trick. */
export function unsignedToken(userId: string): string {
  return `${encode({ alg: 'none' })}.${encode(accessClaims(userId))}.`;
}
