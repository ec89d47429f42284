import * as z from "zod";
import type { Clock } from "../src/clock";
import { matchesEventPattern, parseEventPattern } from "../src/events/event-pattern";
import { deliverToTarget, type EventTargets } from "../src/events/event-targets";
import { parseInputTransformer } from "../src/events/transform-input";

const rulesSchema = z.object({
  Rules: z.array(
    z.object({ Name: z.string(), EventPattern: z.string().optional(), State: z.string().default("ENABLED") }),
  ),
  NextToken: z.string().nullish(),
});
const targetsSchema = z.object({
  Targets: z.array(
    z.object({
      Arn: z.string(),
      InputTransformer: z
        .object({ InputPathsMap: z.record(z.string(), z.string()).default({}), InputTemplate: z.string() })
        .optional(),
    }),
  ),
});

interface ForwarderOptions {
  readonly motoUrl: string;
  readonly region: string;
  /** Clock for the retries of functions. */
  readonly clock: Clock;
  readonly targets: EventTargets;
  /** Called for each event that could not be delivered. */
  readonly onFailed: (message: string) => void;
}

/** Forwarder of events to the targets of the rules in moto, which stores rules but does not deliver these events. */
export interface EventForwarder {
  /** Delivers an event to the targets of every enabled rule that matches. Returns immediately. */
  put(event: object): void;
  /** Stops retries and pending deliveries. */
  close(): Promise<void>;
}

/** Creates a forwarder. The rules are read for each event, because Terraform can change them at any time. */
export function createEventForwarder({ motoUrl, region, clock, targets, onFailed }: ForwarderOptions): EventForwarder {
  const closing = new AbortController();
  const { signal } = closing;
  const pending = new Set<Promise<void>>();
  const call = (operation: string, input: object): Promise<unknown> =>
    callMoto(motoUrl, region, operation, input, signal);
  const forward = async (event: object): Promise<void> => {
    for (const rule of await findRules(call, event)) {
      const { Targets } = targetsSchema.parse(await call("ListTargetsByRule", { Rule: rule }));
      for (const { Arn: arn, InputTransformer: transformer } of Targets) {
        const input =
          transformer === undefined
            ? event
            : parseInputTransformer({
                inputPaths: transformer.InputPathsMap,
                inputTemplate: transformer.InputTemplate,
              })(event);
        const failure = await deliverToTarget({ clock, targets, arn, input, signal });
        if (failure !== undefined) onFailed(`rule ${rule}: could not deliver to ${arn}: ${failure}`);
      }
    }
  };
  return {
    put(event) {
      const delivery = forward(event)
        .catch((error: unknown) => {
          if (!signal.aborted) onFailed(error instanceof Error ? error.message : String(error));
        })
        .finally(() => pending.delete(delivery));
      pending.add(delivery);
    },
    async close() {
      closing.abort(new Error("the event forwarder was closed"));
      await Promise.all(pending);
    },
  };
}

type CallMoto = (operation: string, input: object) => Promise<unknown>;

/** Returns the names of the enabled rules that match an event. */
async function findRules(call: CallMoto, event: object): Promise<string[]> {
  const names: string[] = [];
  let NextToken: string | null | undefined;
  do {
    const page = rulesSchema.parse(await call("ListRules", NextToken === undefined ? {} : { NextToken }));
    for (const { Name, EventPattern, State } of page.Rules)
      if (
        State === "ENABLED" &&
        EventPattern !== undefined &&
        matchesEventPattern(parseEventPattern(EventPattern), event)
      )
        names.push(Name);
    NextToken = page.NextToken ?? undefined;
  } while (NextToken !== undefined);
  return names;
}

async function callMoto(
  url: string,
  region: string,
  operation: string,
  input: object,
  signal: AbortSignal,
): Promise<unknown> {
  const reply = await fetch(url, {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": `AWSEvents.${operation}`,
      // moto reads the region from the scope of the signature and does not check the signature.
      authorization: `AWS4-HMAC-SHA256 Credential=test/20260101/${region}/events/aws4_request, SignedHeaders=host, Signature=0`,
    },
    body: JSON.stringify(input),
    signal,
  });
  if (!reply.ok) throw new Error(`${operation} of moto failed: ${await reply.text()}`);
  return reply.json();
}
