import type { Delivery } from "../../loopback-server";

/** What the endpoint answers a call, over HTTP or in the same process. */
export interface BatchReply {
  /** HTTP status: 200, 400, 403, 408, 429 or 500. */
  readonly status: number;
  readonly body: unknown;
  /** Error name when the call was refused, such as `ClientException`. */
  readonly errorType?: string;
  /** Page that is sent over HTTP instead of `body`, and without an error type. */
  readonly html?: string;
  /** Given, the reply does not reach who called over HTTP. */
  readonly delivery?: Delivery;
}
