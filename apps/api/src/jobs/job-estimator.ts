import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { JobEstimate, JobRequest, NanoUsd } from '@plot-palette/domain';
import type { Caller } from '../auth/caller';
import { budgetFor } from './budget';
import { JobPlanner, type JobPlan } from './job-planner';

/** What a job would cost; it is planned like a real one, and then forgotten. */
@Injectable()
export class JobEstimator {
  constructor(private readonly planner: JobPlanner) {}

  async estimate(caller: Caller, request: JobRequest): Promise<JobEstimate> {
    return estimateOf(await this.planner.plan(caller, request, randomUUID()));
  }
}

export function estimateOf({
  snapshot,
  worstRecordNanoUsd,
  expectedRecordNanoUsd,
}: JobPlan): JobEstimate {
  const { closingNanoUsd, budgetNanoUsd, request } = snapshot;
  const forRecords = budgetNanoUsd - budgetFor(snapshot, 0, worstRecordNanoUsd);
  const affordable = Math.floor(forRecords / Math.max(1, worstRecordNanoUsd));
  return {
    expectedNanoUsd: atMostSafe(request.records * expectedRecordNanoUsd),
    worstCaseNanoUsd: atMostSafe(
      request.records * worstRecordNanoUsd + closingNanoUsd,
    ),
    minimumNanoUsd: atMostSafe(budgetFor(snapshot, 1, worstRecordNanoUsd)),
    closingNanoUsd,
    affordableRecords: Math.min(request.records, Math.max(0, affordable)),
  };
}

/** Sums of money are exact up to 9 million dollars; what would cost more is told as that much. */
function atMostSafe(amount: NanoUsd): NanoUsd {
  return Math.min(amount, Number.MAX_SAFE_INTEGER);
}
