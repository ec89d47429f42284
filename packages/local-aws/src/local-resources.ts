import type { WorkerFunction } from "./lambda/worker-function";
import type { EventRule, EventSchedule } from "./events/event-bus";

/** DynamoDB table. */
export interface LocalTable {
  /** Input of CreateTable. */
  readonly input: Readonly<Record<string, unknown>> & { readonly TableName: string };
  /** Attribute with the expiry time of an item. @default items do not expire */
  readonly ttlAttribute?: string;
}

/** AWS resources that {@link startLocalAws} creates. All values are literal, as in an API call. */
export interface LocalResources {
  readonly region: string;
  /** Twelve digits. */
  readonly accountId: string;
  /** Inputs of the Batch create operations, with the member names of the API. */
  readonly computeEnvironments: readonly (Readonly<Record<string, unknown>> & {
    readonly computeEnvironmentName: string;
  })[];
  readonly jobQueue: Readonly<Record<string, unknown>> & { readonly jobQueueName: string };
  readonly jobDefinition: Readonly<Record<string, unknown>> & { readonly jobDefinitionName: string };
  /** @default none */
  readonly functions?: readonly WorkerFunction[];
  /** @default none */
  readonly tables?: readonly LocalTable[];
  /** @default none */
  readonly events?: { readonly rules: readonly EventRule[]; readonly schedules: readonly EventSchedule[] };
  readonly stateMachine: {
    readonly name: string;
    /** Amazon States Language, as JSON text. */
    readonly definition: string;
    readonly roleArn: string;
  };
}
