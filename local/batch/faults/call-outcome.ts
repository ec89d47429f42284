import type { BatchReply } from "../endpoint/batch-reply";
import type { FaultNamed } from "./fault-schemas";
import { GATEWAY_PAGE, NOT_AUTHORIZED, REQUEST_TIMEOUT, TOKEN_EXPIRED } from "./fault-texts";

const CALL_FAULTS = ["Throttled", "ServerError", "Refused", "RequestTimeout", "ReplyLost", "NeverAnswered"] as const;

/** A fault of a call, whatever it is about. */
export type CallFault = FaultNamed<(typeof CALL_FAULTS)[number]>;

export const isCallFault = (fault: { readonly fault: string }): fault is CallFault =>
  CALL_FAULTS.some((name) => name === fault.fault);

const REFUSALS: Readonly<Record<FaultNamed<"Refused">["reason"], BatchReply>> = {
  ACCESS_DENIED: { status: 403, errorType: "AccessDeniedException", body: { message: NOT_AUTHORIZED } },
  EXPIRED_TOKEN: { status: 403, errorType: "ExpiredTokenException", body: { message: TOKEN_EXPIRED } },
  HTML: { status: 403, body: { message: "403 Forbidden" }, html: GATEWAY_PAGE },
};

/**
 * Reply to a call under a fault. Batch has taken a call whose reply is lost, and not one that it refuses.
 * @see https://docs.aws.amazon.com/batch/latest/APIReference/CommonErrors.html
 */
export async function disturb(fault: CallFault, perform: () => Promise<BatchReply>): Promise<BatchReply> {
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

/** Who calls in the same process has no connection to lose, and sees a failure of the server. */
const lose = (delivery: "close" | "silence", reply: BatchReply): BatchReply =>
  reply.status === 200
    ? { status: 500, errorType: "ServerException", body: { message: "the reply was lost" }, delivery }
    : { ...reply, delivery };
