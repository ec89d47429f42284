import type { Writable } from "node:stream";
import { errorProperty } from "./error-properties";

/**
 * Ends without an error when the reader of an output closes it, as in `poller list | head`.
 * @param end - called on each EPIPE
 * @throws any other error of the output
 */
export function endOnBrokenPipe(outputs: readonly Pick<Writable, "on">[], end: () => void): void {
  for (const output of outputs)
    output.on("error", (error: Error) => {
      if (errorProperty(error, "code") !== "EPIPE") throw error;
      end();
    });
}
