import type { BatchReply } from "../endpoint/batch-reply";
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
