import type { Delivery } from "../../loopback-server";

/** Reply to a call, over HTTP or in process. */
export interface BatchReply {
  /** HTTP status: 200, 400, 403, 408, 429 or 500. */
  readonly status: number;
  readonly body: unknown;
  /** Error code of a failed call, such as `ClientException`. */
  readonly errorType?: string;
  /** HTML page sent over HTTP instead of `body`, without an error code. */
  readonly html?: string;
  /** If set, the HTTP client does not receive the reply. */
  readonly delivery?: Delivery;
}
