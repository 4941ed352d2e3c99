import type { RequestKind, Service } from './request-kind';
import type { Reply } from './upstream';

export const FAULTS = [
  /** It was done; the connection ends instead of a reply. */
  'LOST_REPLY',
  /** It was done; half of the reply arrives. */
  'HALF_REPLY',
  /** It was done; the reply says 500. */
  'DONE_BUT_500',
  /** It was done; the reply comes late: from a model, later than the caller waits. */
  'DELAY',
  /** It never arrived. */
  'RESET',
  'ERROR_500',
  'ERROR_503',
  /** SlowDown, ProvisionedThroughputExceeded or ThrottlingException. */
  'THROTTLED',
  'CONFLICT_409',
  'PRECONDITION_412',
] as const;
/** BLACK_HOLE: it never arrived, and nobody says so. Lasts as long as the worker waits, so not every write is tried. */
export type Fault = (typeof FAULTS)[number] | 'BLACK_HOLE';

/** Services refuse with 409 and 412 only what carries a condition. */
export function isPossible(
  fault: Fault,
  { conditional }: RequestKind,
): boolean {
  const needsCondition =
    fault === 'CONFLICT_409' || fault === 'PRECONDITION_412';
  return conditional || !needsCondition;
}

/** The caller of a model cannot know whether it is billed for the call. */
export function leavesBillOpen(fault: Fault): boolean {
  return fault !== 'ERROR_503' && fault !== 'THROTTLED';
}

/** Answered by an error, and not done unless it says so. */
type Refusal = keyof typeof CODES;

export function isRefusal(fault: Fault): fault is Refusal {
  return fault in CODES && fault !== 'DONE_BUT_500';
}

type Codes = Readonly<Record<Service, readonly [number, string]>>;
const INTERNAL: Codes = {
  s3: [500, 'InternalError'],
  dynamodb: [500, 'InternalServerError'],
  bedrock: [500, 'InternalServerException'],
};
const CODES = {
  DONE_BUT_500: INTERNAL,
  ERROR_500: INTERNAL,
  ERROR_503: {
    s3: [503, 'ServiceUnavailable'],
    dynamodb: [503, 'ServiceUnavailable'],
    bedrock: [503, 'ServiceUnavailableException'],
  },
  THROTTLED: {
    s3: [503, 'SlowDown'],
    dynamodb: [400, 'ProvisionedThroughputExceededException'],
    bedrock: [429, 'ThrottlingException'],
  },
  CONFLICT_409: onlyS3(409, 'ConditionalRequestConflict'),
  PRECONDITION_412: onlyS3(412, 'PreconditionFailed'),
} satisfies Partial<Record<Fault, Codes>>;

function onlyS3(status: number, code: string): Codes {
  return { ...INTERNAL, s3: [status, code] };
}

/** The refusal as the service words it. */
export function refusal(fault: Refusal, service: Service): Reply {
  const codes: Codes = CODES[fault];
  const [status, code] = codes[service];
  return service === 's3'
    ? {
        status,
        headers: ['content-type', 'application/xml'],
        body: Buffer.from(
          `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>Injected.</Message></Error>`,
        ),
      }
    : {
        status,
        headers: [
          ...['content-type', 'application/x-amz-json-1.0'],
          ...['x-amzn-errortype', code],
        ],
        body: Buffer.from(
          JSON.stringify({ __type: code, message: 'Injected.' }),
        ),
      };
}
