import { sha256Hex } from "reviewed-terraform";
import { findRemoteState } from "../state/remote-state";
import type { SynthesizedStack } from "../state/synthesized-stack";

/** Managed resources in the state of a stack. */
export interface StackResources {
  readonly stack: string;
  /** Version of the state; undefined without a state. */
  readonly version: string | undefined;
  /** Addresses without module and index, in the order of the state. */
  readonly addresses: readonly string[];
}

/** Reads the resources that a destroy would delete. @throws CliError when a state cannot be read */
export const findResources = (stacks: readonly SynthesizedStack[]): Promise<StackResources[]> =>
  Promise.all(
    stacks.map(async ({ name: stack, state }) => {
      const found = await findRemoteState(state);
      if (found.kind !== "state") return { stack, version: undefined, addresses: [] };
      const { lineage, serial, resources } = found.state;
      const managed = resources.filter(({ mode }) => mode === "managed");
      return { stack, version: `${lineage}-${serial}`, addresses: managed.map(({ type, name }) => `${type}.${name}`) };
    }),
  );

/** Returns a digest of the resources; it changes with every change of a state. */
export const digestOf = (resources: readonly StackResources[]): string =>
  `sha256:${sha256Hex(JSON.stringify(resources))}`;
