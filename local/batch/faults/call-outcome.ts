import type { BatchReply } from "../endpoint/batch-reply";
import type { FaultNamed } from "./fault-schemas";

/** A fault that befalls a call, whatever it is about. */
export type CallFault = FaultNamed<"Throttled" | "ServerError" | "ReplyLost" | "NeverAnswered">;

export const isCallFault = (fault: { readonly fault: string }): fault is CallFault =>
  ["Throttled", "ServerError", "ReplyLost", "NeverAnswered"].includes(fault.fault);

/**
 * What comes of a call under a fault. Batch has taken a call whose reply is lost, and not one that it refuses.
 * @see https://docs.aws.amazon.com/batch/latest/APIReference/CommonErrors.html
 */
export async function disturb(fault: CallFault["fault"], perform: () => Promise<BatchReply>): Promise<BatchReply> {
  switch (fault) {
    case "Throttled":
      return { status: 429, errorType: "TooManyRequestsException", body: { message: "Too Many Requests" } };
    case "ServerError":
      return { status: 500, errorType: "ServerException", body: { message: "Internal failure" } };
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
