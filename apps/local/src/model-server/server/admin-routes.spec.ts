import { ask, question, ServerHarness, textOf } from '../model-server.fixture';
import { SIM_SETTINGS_HEADER } from '../sim/sim-backend';
import type { SimSettings } from '../sim/sim-settings';

describe('admin routes', () => {
  let harness: ServerHarness;

  const start = async (settings: Partial<SimSettings>) => {
    harness = await ServerHarness.simulator(settings);
    return harness.client();
  };
  const put = (body: object, method = 'PUT') =>
    fetch(`${harness.url}/sim/settings`, {
      method,
      body: JSON.stringify(body),
    });
  afterEach(() => harness.stop());

  it('counts duplicates, in requests and in money', async () => {
    const client = await start({});
    for (const text of ['one', 'two', 'one', 'one'])
      await ask(client, question(text));
    const { topDuplicates, ...stats } = await harness.stats();
    expect(stats).toMatchObject({
      requests: { total: 4, converse: 4 },
      ok: 4,
      uniquePrompts: 2,
      duplicates: 2,
      duplicateBilled: { calls: 2 },
      stopReasons: { end_turn: 4 },
      inFlight: 0,
      peakInFlight: 1,
    });
    expect(topDuplicates).toEqual([
      { hash: expect.stringMatching(/^[0-9a-f]{16}$/), requests: 3, billed: 3 },
    ]);
  });

  it('keeps counting the open calls after a reset', async () => {
    const client = await start({ latency: { kind: 'fixed', ms: 300 } });
    const open = ask(client, question('Hi'));
    await harness.untilInFlight(1);
    await fetch(`${harness.url}/stats/reset`, { method: 'POST' });
    expect(await harness.stats()).toMatchObject({
      requests: { total: 0 },
      inFlight: 1,
      peakInFlight: 1,
    });
    await open;
    expect(await harness.stats()).toMatchObject({
      ok: 1,
      inFlight: 0,
      billed: { total: { calls: 1 } },
    });
  });

  it('shows the statistics as a page to browsers', async () => {
    const client = await start({});
    await ask(client, question('Hi', { modelId: '<script>' }));
    const page = await (
      await fetch(`${harness.url}/stats`, { headers: { accept: 'text/html' } })
    ).text();
    expect(page).toContain('&lt;script&gt;');
    expect(page).not.toContain('<script>');
  });

  describe('settings', () => {
    it('are replaced by PUT and changed by PATCH at run time', async () => {
      const client = await start({ seed: 5 });
      const before = textOf(await ask(client, question('Hi')));
      await put({ overheadTokens: 100 }, 'PATCH');
      expect((await ask(client, question('Hi'))).usage?.inputTokens).toBe(101);
      await put({ seed: 6 });
      const after = await ask(client, question('Hi'));
      expect(after.usage?.inputTokens).toBe(1);
      expect(textOf(after)).not.toBe(before);
    });

    it.each([
      [{ throttelRate: 1 }, 'throttelRate'],
      [{ throttleRate: 2 }, 'throttleRate: '],
      [{ latency: { kind: 'uniform' } }, 'latency.kind: '],
      [{ tokenModel: 'chars' }, 'tokenModel: '],
    ])('refuse %j and stay as they were', async (body, message) => {
      await start({ seed: 9 });
      const response = await put(body);
      expect(response.status).toBe(400);
      expect(await response.json()).toEqual({
        message: expect.stringContaining(message),
      });
      expect(
        await (await fetch(`${harness.url}/sim/settings`)).json(),
      ).toMatchObject({ seed: 9, throttleRate: 0 });
    });

    it('are overridden for one request by its header', async () => {
      await start({ tokenModel: 'bytes' });
      const call = (header: string) =>
        fetch(`${harness.url}/model/x/converse`, {
          method: 'POST',
          headers: { authorization: 'Bearer x', [SIM_SETTINGS_HEADER]: header },
          body: JSON.stringify(question('four')),
        });
      expect(await (await call('{"overheadTokens":10}')).json()).toMatchObject({
        usage: { inputTokens: 14 },
      });
      expect(await (await call('{}')).json()).toMatchObject({
        usage: { inputTokens: 4 },
      });
      const refused = await call('{"x":1}');
      expect([refused.status, await refused.text()]).toEqual([
        400,
        expect.stringContaining('x'),
      ]);
    });
  });
});
