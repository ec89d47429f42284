import type { Delivery } from "../../loopback-server";

/** What the endpoint answers a call, over HTTP or in the same process. */
export interface BatchReply {
  /** HTTP status: 200, 400, 429 or 500. */
  readonly status: number;
  readonly body: unknown;
  /** `ClientException` or `ServerException` when the call was refused. */
  readonly errorType?: string;
  /** Given, the reply does not reach who called over HTTP. */
  readonly delivery?: Delivery;
}
