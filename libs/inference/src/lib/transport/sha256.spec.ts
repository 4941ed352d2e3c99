import { Sha256 } from './sha256';

async function digestOf(data: string, secret?: string | Uint8Array) {
  const hash = new Sha256(secret);
  hash.update(Buffer.from(data));
  return Buffer.from(await hash.digest()).toString('hex');
}

/** RFC 4231, test case 2. */
const SIGNED =
  '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843';
const question = 'what do ya want for nothing?';

describe(Sha256.name, () => {
  it('hashes (FIPS 180-2)', async () => {
    expect(await digestOf('abc')).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
  });

  it.each([
    ['text', 'Jefe'],
    ['bytes', Buffer.from('Jefe')],
    ['a part of a buffer', Buffer.from('..Jefe..').subarray(2, 6)],
  ])('signs with %s, again and again', async (_what, secret) => {
    expect(await digestOf(question, secret)).toBe(SIGNED);
    expect(await digestOf(question, secret)).toBe(SIGNED);
  });

  it('begins anew', async () => {
    const hash = new Sha256('Jefe');
    hash.update(Buffer.from('something else'));
    hash.reset();
    hash.update(Buffer.from(question));
    expect(Buffer.from(await hash.digest()).toString('hex')).toBe(SIGNED);
  });
});
