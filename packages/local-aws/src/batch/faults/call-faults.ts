import type { BatchReply } from "../endpoint/operation";
import type { FaultNamed } from "./fault-schemas";
import { GATEWAY_PAGE, NOT_AUTHORIZED, REQUEST_TIMEOUT, TOKEN_EXPIRED } from "./fault-texts";

const CALL_FAULTS = ["Throttled", "ServerError", "Refused", "RequestTimeout", "ReplyLost", "NeverAnswered"] as const;

/** Fault that replaces the reply to a call, independent of its content. */
export type CallFault = FaultNamed<(typeof CALL_FAULTS)[number]>;

export const isCallFault = (fault: { readonly fault: string }): fault is CallFault =>
  CALL_FAULTS.some((name) => name === fault.fault);

const REFUSALS: Readonly<Record<FaultNamed<"Refused">["reason"], BatchReply>> = {
  ACCESS_DENIED: { status: 403, errorType: "AccessDeniedException", body: { message: NOT_AUTHORIZED } },
  EXPIRED_TOKEN: { status: 403, errorType: "ExpiredTokenException", body: { message: TOKEN_EXPIRED } },
  HTML: { status: 403, body: { message: "403 Forbidden" }, html: GATEWAY_PAGE },
};

/**
 * Returns the reply to a call under a fault. If only the reply is lost, Batch has performed the call; an error reply
 * means that it has not.
 * @see https://docs.aws.amazon.com/batch/latest/APIReference/CommonErrors.html
 */
export async function applyCallFault(fault: CallFault, perform: () => Promise<BatchReply>): Promise<BatchReply> {
  switch (fault.fault) {
    case "Throttled":
      return { status: 429, errorType: "TooManyRequestsException", body: { message: "Too Many Requests" } };
    case "ServerError":
      return { status: 500, errorType: "ServerException", body: { message: "Internal failure" } };
    case "Refused":
      return REFUSALS[fault.reason];
    case "RequestTimeout":
      return { status: 408, errorType: "RequestTimeoutException", body: { message: REQUEST_TIMEOUT } };
    case "ReplyLost":
      return lose("close", await perform());
    case "NeverAnswered":
      return lose("silence", await perform());
  }
}

/** Marks a reply as lost. A caller in the same process has no connection, so it receives a ServerException. */
const lose = (delivery: "close" | "silence", reply: BatchReply): BatchReply =>
  reply.status === 200
    ? { status: 500, errorType: "ServerException", body: { message: "the reply was lost" }, delivery }
    : { ...reply, delivery };

/** Calls of an operation that a fault affects. */
export interface CallWindow {
  /** Calls in the window that pass unchanged before the fault takes effect. */
  readonly afterCalls: number;
  /** Number of affected calls. ALL affects every call until the window ends. */
  readonly times: number | "ALL";
  /** Start of the window, in seconds since the script was loaded. */
  readonly fromSeconds: number;
  /** Length of the window, in seconds. @default no end */
  readonly forSeconds?: number | undefined;
}

/** Counts the calls in a window. */
export class CallCounter {
  private seen = 0;

  /** Counts a call and returns whether the fault affects it. @param ageSeconds - time since the script was loaded */
  count({ afterCalls, times, fromSeconds, forSeconds = Infinity }: CallWindow, ageSeconds: number): boolean {
    if (ageSeconds < fromSeconds) return false;
    const earlier = this.seen;
    this.seen += 1;
    const isTurn = earlier >= afterCalls && (times === "ALL" || earlier < afterCalls + times);
    return isTurn && ageSeconds < fromSeconds + forSeconds;
  }
}
