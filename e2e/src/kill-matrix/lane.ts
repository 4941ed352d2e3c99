import type { ResolvedModel } from '@plot-palette/domain';
import type { Stores } from '@plot-palette/stores';
import { FaultProxy } from '../fault-proxy/fault-proxy';
import type { Outputs } from '../harness/outputs';
import { Simulator } from '../harness/simulator';
import { CALL_TIMEOUT_MS } from './worker-run';
import { modelNamed } from './model';

const NOTHING = { calls: 0, inputTokens: 0, outputTokens: 0 };

/** Troubles that other tests may have left in the shared simulator. */
const NO_TROUBLES = {
  overheadTokens: 0,
  throttleRate: 0,
  maxInFlight: null,
  requestsPerMinute: null,
  failureRate: 0,
  resetRate: 0,
  timeoutRate: 0,
  truncateRate: 0,
  refusalRate: 0,
  emptyRate: 0,
};

/** Where one trial after the other happens; several lanes side by side do not see each other. */
export class Lane {
  /** Of its own, so that the simulator's bill of it is this lane's. */
  readonly model: ResolvedModel;
  private readonly simulator: Simulator;

  constructor(
    readonly outputs: Outputs,
    readonly stores: Stores,
    name: string,
  ) {
    this.model = modelNamed(`us.test.kill-matrix-${name}-v1:0`);
    this.simulator = new Simulator(outputs);
  }

  /** What the simulator has ever billed for this lane's model. */
  async billed(): Promise<typeof NOTHING> {
    const { billed } = await this.simulator.stats();
    return billed.byModel[this.model.modelId] ?? NOTHING;
  }

  proxy(): Promise<FaultProxy> {
    return FaultProxy.listen({
      awsUrl: this.outputs.awsEndpointUrl,
      modelUrl: this.outputs.modelUrl,
      modelHeaders: {
        'x-sim-settings': JSON.stringify({
          latency: { kind: 'fixed', ms: 5 },
          tokenModel: 'bytes',
          answerTokens: 'max',
          ...NO_TROUBLES,
        }),
      },
      delayMs: { store: 300, model: CALL_TIMEOUT_MS + 500 },
    });
  }
}
