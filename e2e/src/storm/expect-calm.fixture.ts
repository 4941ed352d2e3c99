import type { StormSettings, StormTally } from './storm';

/** Every client has heard its run to the end, and exactly so. */
export function expectCalm(
  { violations, openSockets, runs, killed, breaks, peakInFlight }: StormTally,
  { sockets, atOnce }: StormSettings,
): void {
  expect(violations).toEqual([]);
  expect(openSockets).toBe(sockets);
  const { COMPLETED = 0, STOPPED = 0, FAILED = 0, ...others } = runs;
  expect(others).toEqual({});
  expect(COMPLETED + STOPPED + FAILED).toBe(sockets);
  expect(killed).toBeGreaterThan(0);
  // A killed process may just have ended its run.
  expect(FAILED).toBeLessThanOrEqual(killed);
  expect(breaks).toBeGreaterThan(0);
  expect(peakInFlight).toBeLessThanOrEqual(atOnce);
}
