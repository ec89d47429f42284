import type { Delivery } from "./loopback-server";

/** Reply of an endpoint with the JSON protocol. */
export interface ServiceReply {
  /** HTTP status. */
  readonly status: number;
  /** Error replies have `__type` and `message`. */
  readonly body: unknown;
  /** If set, the HTTP client does not receive the reply. */
  readonly delivery?: Delivery;
}

/** Faults of the calls of an endpoint with the JSON protocol. */
export interface ServiceFaults {
  /** Performs a call with the loaded faults applied. */
  call(operation: string, input: unknown, perform: () => ServiceReply): Promise<ServiceReply>;
}

/** Performs every call unchanged. */
export const NO_SERVICE_FAULTS: ServiceFaults = {
  call: (_operation, _input, perform) => Promise.resolve(perform()),
};
