import type { LoopbackReply, LoopbackRequest } from "../../loopback-server";
import type { FaultScript } from "./fault-script";
import { InvalidFaultScriptError } from "./fault-schemas";

/** Path for reading and loading faults. No path of the Batch API starts with it. */
const FAULTS_PATH = "/_faults";

export const isFaultsRequest = ({ path }: LoopbackRequest): boolean => path === FAULTS_PATH;

/**
 * GET returns the loaded faults and the number of calls of each operation. POST replaces the faults and resets the
 * counts.
 */
export function serveFaults({ method, body }: LoopbackRequest, faults: FaultScript): LoopbackReply {
  if (method !== "GET" && method !== "POST")
    return refuse(405, `${FAULTS_PATH} supports only GET and POST, got ${method}`);
  try {
    if (method === "POST") faults.load(JSON.parse(body));
  } catch (error) {
    return refuse(400, error instanceof InvalidFaultScriptError ? error.message : "the request body is not JSON");
  }
  return { status: 200, body: JSON.stringify(faults.describe()) };
}

const refuse = (status: number, message: string): LoopbackReply => ({ status, body: JSON.stringify({ message }) });
