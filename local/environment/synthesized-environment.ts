import type { WorkerFunction } from "../lambda/worker-function";
import type { SynthesizedEvents } from "./read-events";

/** What the stacks of one environment say that local mode makes: everything literal, as Terraform would create it. */
export interface SynthesizedEnvironment {
  readonly region: string;
  /** 12 digits. */
  readonly accountId: string;
  /** Inputs of the Batch calls that create the resources, by the names of the API. */
  readonly computeEnvironments: readonly (Readonly<Record<string, unknown>> & {
    readonly computeEnvironmentName: string;
  })[];
  readonly jobQueue: Readonly<Record<string, unknown>> & { readonly jobQueueName: string };
  readonly jobDefinition: Readonly<Record<string, unknown>> & { readonly jobDefinitionName: string };
  readonly functions: readonly WorkerFunction[];
  readonly events: SynthesizedEvents;
  readonly stateMachine: {
    readonly name: string;
    /** Amazon States Language, as JSON text. */
    readonly definition: string;
    readonly roleArn: string;
  };
}

/** The synthesized stacks are not there, or are not what this version of the project synthesizes. */
export class SynthesizedStackError extends Error {
  override readonly name = "SynthesizedStackError";
}
