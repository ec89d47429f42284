import * as z from "zod";

/** Clock of an endpoint, in milliseconds since 1970. `speed` is the number of its seconds per real second. */
interface EndpointClock {
  now(): number;
  readonly speed: number;
}

const REAL_TIME: EndpointClock = { now: Date.now, speed: 1 };
/** Maximum time for the reply, in milliseconds. */
const LIMIT_MS = 2_000;
const replySchema = z.object({ nowMs: z.number(), speed: z.number().positive() });

/**
 * Reads the clock of a Step Functions endpoint. The endpoints of this project serve it at /_clock.
 * @returns real time if the endpoint has no clock of its own
 */
export async function readEndpointClock(endpointUrl: string): Promise<EndpointClock> {
  const reply: unknown = await fetch(new URL("/_clock", endpointUrl), { signal: AbortSignal.timeout(LIMIT_MS) })
    .then((response): Promise<unknown> => response.json())
    .catch(() => undefined);
  const clock = replySchema.safeParse(reply);
  if (!clock.success) return REAL_TIME;
  const { nowMs, speed } = clock.data;
  const readAtMs = performance.now();
  return { now: () => nowMs + (performance.now() - readAtMs) * speed, speed };
}
