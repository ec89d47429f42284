import type { ServiceFaults, ServiceReply } from "../../service-faults";
import type { BatchReply } from "../endpoint/operation";
import type { FaultScript } from "./fault-script";
import { SERVICE_OPERATIONS } from "./fault-schemas";

/** Error codes of Step Functions and DynamoDB for faults of Batch. */
const CODES: Readonly<Record<string, { readonly status: number; readonly code: string; readonly message?: string }>> = {
  TooManyRequestsException: { status: 400, code: "ThrottlingException", message: "Rate exceeded" },
  ServerException: { status: 500, code: "InternalServerError" },
};

/** Applies the call faults of a script to Step Functions and DynamoDB. Counts only calls that a fault can affect. */
export function createServiceFaults(script: FaultScript): ServiceFaults {
  return {
    async call(operation, input, perform) {
      if (!SERVICE_OPERATIONS.some((name) => name === operation)) return perform();
      return toServiceReply(await script.call(operation, input, () => Promise.resolve(perform())));
    },
  };
}

function toServiceReply({ status, body, errorType, delivery }: BatchReply): ServiceReply {
  const lost = delivery === undefined ? {} : { delivery };
  if (errorType === undefined) return { status, body, ...lost };
  const known = CODES[errorType];
  const given = typeof body === "object" && body !== null && "message" in body ? String(body.message) : "";
  const __type = known?.code ?? errorType;
  return { status: known?.status ?? status, body: { __type, message: known?.message ?? given }, ...lost };
}
