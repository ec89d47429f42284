import type { ConsoleAccess } from "../console-access";
import { HttpError, type HttpReply } from "../http-reply";

export function downloadReport(
  _access: ConsoleAccess,
  _executionArn: string,
  _abortSignal: AbortSignal,
): Promise<HttpReply> {
  return Promise.reject(new HttpError(501, "not yet"));
}
