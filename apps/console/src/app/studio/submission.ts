/** Gives the same key to the same request until it was answered: however often it is sent, it is done once. */
export class Submission {
  #body = '';
  #key = '';

  async send<Body, Answer>(
    body: Body,
    send: (body: Body, idempotencyKey: string) => Promise<Answer>,
  ): Promise<Answer> {
    const text = JSON.stringify(body);
    if (text !== this.#body) {
      this.#body = text;
      this.#key = crypto.randomUUID();
    }
    const answer = await send(body, this.#key);
    this.#body = '';
    return answer;
  }
}
