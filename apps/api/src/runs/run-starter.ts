import { Injectable } from '@nestjs/common';
import {
  Conflict,
  type Comparison,
  type ComparisonRequest,
  type Run,
  type RunPlan,
  type RunRequest,
  type TriedStep,
} from '@plot-palette/domain';
import { RunStore } from '@plot-palette/stores';
import type { Caller } from '../auth/caller';
import { requestHashOf } from '../jobs/job-identity';
import { LifecycleFunctions } from '../lifecycle/lifecycle-functions';
import { RunAdmission } from './run-admission';
import { columnRunId, studioIdFor } from './run-identity';

/** Lambda drops an invocation that waits for longer than a minute: by then nobody will begin the run any more. */
const CLAIM_WITHIN_MS = 90_000;

const OTHER_REQUEST =
  'This Idempotency-Key was used for another request. Use a new key for a new run.';

interface Column {
  readonly runId: string;
  readonly request: RunRequest;
  readonly step?: TriedStep | undefined;
}

/** Creates runs so that a request can be repeated at any time, and starts their generation. */
@Injectable()
export class RunStarter {
  constructor(
    private readonly runs: RunStore,
    private readonly admission: RunAdmission,
    private readonly functions: LifecycleFunctions,
  ) {}

  /** @param step what is asked is this step of a template */
  async start(
    caller: Caller,
    request: RunRequest,
    key: string | undefined,
    step?: TriedStep,
  ): Promise<Run> {
    const runId = studioIdFor('run', caller.userId, key);
    const [run] = await this.startAll(
      caller,
      [{ runId, request, step }],
      runId,
      requestHashOf(step === undefined ? request : { ...request, step }),
    );
    if (run === undefined) throw new Conflict(`Run ${runId} is gone.`);
    return run;
  }

  /** One question in one session; its columns run side by side. */
  async compare(
    caller: Caller,
    request: ComparisonRequest,
    key: string | undefined,
  ): Promise<Comparison> {
    const comparisonId = studioIdFor('comparison', caller.userId, key);
    const { columns, projectId, sessionId, text, parentId } = request;
    const runs = await this.startAll(
      caller,
      columns.map((settings, column) => ({
        runId: columnRunId(comparisonId, column),
        request: {
          ...settings,
          projectId,
          sessionId,
          action: { kind: 'MESSAGE', text, parentId },
        },
      })),
      comparisonId,
      requestHashOf(request),
    );
    return { comparisonId, runs };
  }

  private async startAll(
    caller: Caller,
    columns: readonly Column[],
    createdBy: string,
    requestHash: string,
  ): Promise<Run[]> {
    const existing = await this.repeated(columns, requestHash);
    const runs =
      existing ?? (await this.create(caller, columns, createdBy, requestHash));
    // A repeated request also starts what an earlier one did not come to start: a run is claimed only once.
    const waiting = runs.filter(({ status }) => status === 'QUEUED');
    await Promise.all(
      waiting.map(({ runId }) => this.functions.generateRun(runId)),
    );
    return runs;
  }

  private async create(
    caller: Caller,
    columns: readonly Column[],
    createdBy: string,
    requestHash: string,
  ): Promise<Run[]> {
    const plans = await this.plan(caller, columns, createdBy);
    const [first] = plans;
    if (first === undefined) return [];
    const { session, isNew, question, assignment } = first;
    try {
      await this.runs.create(
        plans.map((plan) => ({ ...plan, requestHash })),
        { session, isNew, question, historyDays: assignment.historyDays },
        new Date(Date.now() + CLAIM_WITHIN_MS).toISOString(),
      );
    } catch (error) {
      if (!(error instanceof Conflict)) throw error;
      const twins = await this.repeated(columns, requestHash);
      if (twins === undefined) throw error;
      return twins;
    }
    return plans.map(({ run }) => run);
  }

  private async plan(
    caller: Caller,
    columns: readonly Column[],
    createdBy: string,
  ): Promise<RunPlan[]> {
    const [first] = columns;
    if (first === undefined) return [];
    const surroundings = await this.admission.surroundings(
      caller,
      first.request,
    );
    const planned = await Promise.all(
      columns.map(({ runId, request, step }) =>
        this.admission.plan(caller, request, surroundings, {
          runId,
          createdBy,
          step,
        }),
      ),
    );
    const worstCase = planned.reduce(
      (sum, { worstCaseNanoUsd }) => sum + worstCaseNanoUsd,
      0,
    );
    await this.admission.assertAffordable(caller, worstCase, surroundings.now);
    return planned.map(({ plan }) => plan);
  }

  private async repeated(
    columns: readonly Column[],
    requestHash: string,
  ): Promise<Run[] | undefined> {
    const [first] = columns;
    const earlier = first && (await this.runs.requestHash(first.runId));
    if (earlier === undefined) return undefined;
    if (earlier !== requestHash) throw new Conflict(OTHER_REQUEST);
    const runs = await Promise.all(
      columns.map(({ runId }) => this.runs.get(runId)),
    );
    return runs.filter((run) => run !== undefined);
  }
}
