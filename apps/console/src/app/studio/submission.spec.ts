import { Submission } from './submission';

describe(Submission, () => {
  it('keeps the key of a request until it is answered', async () => {
    const submission = new Submission();
    const keys: string[] = [];
    const send = (fails: boolean) => async (_: object, key: string) => {
      keys.push(key);
      if (fails) throw new Error('offline');
    };
    await expect(submission.send({ a: 1 }, send(true))).rejects.toThrow();
    await submission.send({ a: 1 }, send(false));
    await submission.send({ a: 1 }, send(false));
    await submission.send({ a: 2 }, send(false));
    expect(keys[1]).toBe(keys[0]);
    expect(new Set(keys).size).toBe(3);
  });
});
