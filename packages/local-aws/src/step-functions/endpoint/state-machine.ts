import type { z } from "zod";
import type { Tags } from "../../tags";
import type { Definition } from "../definition/state-schemas";
import type { encryptionSchema, loggingSchema, tracingSchema } from "./input-schemas";

export type LoggingConfiguration = z.infer<typeof loggingSchema>;
type TracingConfiguration = z.infer<typeof tracingSchema>;
type EncryptionConfiguration = z.infer<typeof encryptionSchema>;

/** Settings that an update replaces and a version preserves. */
export interface Revision {
  /** Undefined until the first update. */
  readonly revisionId: string | undefined;
  readonly definitionText: string;
  readonly definition: Definition;
  readonly roleArn: string;
  readonly loggingConfiguration: LoggingConfiguration;
  readonly tracingConfiguration: TracingConfiguration;
  readonly encryptionConfiguration: EncryptionConfiguration | undefined;
  readonly updatedAtMs: number;
}

export interface StateMachineVersion {
  readonly version: number;
  readonly stateMachineVersionArn: string;
  readonly revision: Revision;
  readonly description: string | undefined;
  readonly createdAtMs: number;
}

export interface Route {
  readonly stateMachineVersionArn: string;
  /** Percentage of new executions. */
  readonly weight: number;
}

export interface StateMachineAlias {
  readonly name: string;
  readonly stateMachineAliasArn: string;
  description: string | undefined;
  routes: readonly Route[];
  readonly createdAtMs: number;
  updatedAtMs: number;
}

export interface StateMachine {
  readonly stateMachineArn: string;
  readonly name: string;
  readonly createdAtMs: number;
  /**
   * `publish` and `versionDescription` of the create request, which determine whether a repeated request is the same.
   */
  readonly creation: string;
  current: Revision;
  deleting: boolean;
  /** Version numbers are not reused. */
  lastVersion: number;
  readonly versions: Map<number, StateMachineVersion>;
  readonly aliases: Map<string, StateMachineAlias>;
  tags: Tags;
}
