import type { CloudFormationCustomResourceEvent } from 'aws-lambda';

const ATTEMPTS = 4;
const FIRST_DELAY_MS = 500;
/** CloudFormation refuses answers beyond 4 KiB. */
const MAX_REASON_CHARACTERS = 1_000;

export type Answer =
  | {
      readonly status: 'SUCCESS';
      readonly physicalResourceId: string;
      readonly data: Readonly<Record<string, string>>;
    }
  | {
      readonly status: 'FAILED';
      readonly physicalResourceId: string;
      readonly reason: string;
    };

/**
 * Tells CloudFormation how a custom resource's request ended. Until it hears, the stack hangs.
 * @throws Error when the answer could not be delivered in several tries
 */
export async function answerStack(
  event: CloudFormationCustomResourceEvent,
  answer: Answer,
  tools: {
    readonly fetch: typeof fetch;
    readonly sleep: (ms: number) => Promise<unknown>;
  },
): Promise<void> {
  const body = JSON.stringify({
    Status: answer.status,
    PhysicalResourceId: answer.physicalResourceId,
    StackId: event.StackId,
    RequestId: event.RequestId,
    LogicalResourceId: event.LogicalResourceId,
    ...(answer.status === 'SUCCESS'
      ? { Data: answer.data }
      : { Reason: answer.reason.slice(0, MAX_REASON_CHARACTERS) }),
  });
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await put(event.ResponseURL, body, tools.fetch);
    if (outcome === 'delivered') return;
    if (attempt === ATTEMPTS)
      throw new Error(`CloudFormation did not take the answer: ${outcome}`);
    await tools.sleep(FIRST_DELAY_MS * 2 ** attempt);
  }
}

/** The address is signed for an empty content type; any other is refused. */
async function put(
  address: string,
  body: string,
  send: typeof fetch,
): Promise<string> {
  try {
    const { ok, status } = await send(address, {
      method: 'PUT',
      headers: { 'content-type': '' },
      body,
    });
    return ok ? 'delivered' : `HTTP ${status}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
