import * as z from "zod";
import type { SynthesizedStack } from "../state/synthesized-stack";

/** Region, account and tags of a stack's resources. */
export interface StackPlace {
  readonly region: string;
  readonly accountId: string;
  /** Tags common to all resources of the stack and to no others. */
  readonly tags: Readonly<Record<string, string>>;
}

const providerSchema = z.object({
  provider: z.object({
    aws: z.tuple([
      z.object({
        region: z.string(),
        allowed_account_ids: z.tuple([z.string()]),
        default_tags: z.tuple([z.object({ tags: z.record(z.string(), z.string()) })]),
      }),
    ]),
  }),
});

export function readPlace({ json }: SynthesizedStack): StackPlace {
  const [{ region, allowed_account_ids: accounts, default_tags: defaults }] = providerSchema.parse(json).provider.aws;
  return { region, accountId: accounts[0], tags: defaults[0].tags };
}
