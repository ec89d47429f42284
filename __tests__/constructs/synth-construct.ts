import { Testing } from "cdktf";
import type { Construct } from "constructs";
import { z } from "zod";

export const GIVEN_LOCATION = { partition: "aws", region: "eu-west-1", accountId: "123456789012" };

const schema = z.object({
  resource: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.unknown()))).default({}),
  data: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.unknown()))).default({}),
});

/** Synthesizes the result of `build` in a separate stack. */
export function synthConstruct(build: (scope: Construct) => void): z.infer<typeof schema> {
  return schema.parse(JSON.parse(Testing.synthScope(build)));
}

/** Returns the only block of a type; fails if there is not exactly one. */
export function onlyOf(blocks: Readonly<Record<string, Readonly<Record<string, unknown>>>>, type: string): unknown {
  const found = Object.values(blocks[type] ?? {});
  if (found.length !== 1) throw new Error(`expected one ${type}, got ${found.length}`);
  return found[0];
}
