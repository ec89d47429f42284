import * as z from "zod";
import type { TerraformState } from "../state/remote-state";

const TYPE = "aws_iam_openid_connect_provider";
const providersSchema = z.object({ resource: z.object({ [TYPE]: z.record(z.string(), z.unknown()).default({}) }) });

/**
 * Finds OIDC providers in the state that the stack no longer has, for example since GITHUB_OIDC_PROVIDER=existing.
 * Roles of other environments and teams use the account's provider, so bootstrap does not delete it.
 * @returns addresses
 */
export function findLeftProviders(json: object, state: TerraformState | undefined): string[] {
  const kept = providersSchema.safeParse(json).data?.resource[TYPE] ?? {};
  const known = (state?.resources ?? []).filter(({ mode, type }) => mode === "managed" && type === TYPE);
  return known.filter(({ name }) => !Object.hasOwn(kept, name)).map(({ name }) => `${TYPE}.${name}`);
}

/** Returns the stack with blocks that remove resources from the state without deleting them. */
export const forget = (json: object, addresses: readonly string[]): object =>
  addresses.length === 0
    ? json
    : { ...json, removed: addresses.map((from) => ({ from, lifecycle: { destroy: false } })) };
