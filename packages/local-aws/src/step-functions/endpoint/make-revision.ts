import { z } from "zod";
import { isRoleArn } from "../../arn";
import type { Clock } from "../../clock";
import { describeDiagnostics } from "../definition/diagnostic";
import type { TaskResourceCheck } from "../definition/check-states";
import { parseDefinition } from "../definition/parse-definition";
import type { Definition } from "../definition/state-schemas";
import { ApiError } from "./api-error";
import {
  encryptionSchema,
  findEncryptionProblem,
  findLoggingProblem,
  loggingSchema,
  tracingSchema,
} from "./input-schemas";
import type { LoggingConfiguration, Revision } from "./state-machine";

/** Members shared by CreateStateMachine and UpdateStateMachine. */
export const configurationSchemas = {
  loggingConfiguration: loggingSchema.optional(),
  tracingConfiguration: tracingSchema.optional(),
  encryptionConfiguration: encryptionSchema.optional(),
  publish: z.boolean().optional(),
  versionDescription: z.string().max(256).optional(),
};

interface RevisionSettings {
  readonly definition: string;
  readonly roleArn: string;
  readonly loggingConfiguration: LoggingConfiguration | undefined;
  readonly tracingConfiguration: Revision["tracingConfiguration"] | undefined;
  readonly encryptionConfiguration: Revision["encryptionConfiguration"];
}

/**
 * Creates a revision of a state machine.
 * @throws ApiError InvalidDefinition, InvalidLoggingConfiguration, InvalidEncryptionConfiguration, or InvalidArn for
 *   the role
 */
export function createRevision(
  settings: RevisionSettings,
  revisionId: string | undefined,
  { checkTaskResource, clock }: { readonly checkTaskResource: TaskResourceCheck; readonly clock: Clock },
): Revision {
  return {
    revisionId,
    definitionText: settings.definition,
    definition: readDefinition(settings.definition, checkTaskResource),
    roleArn: checkRoleArn(settings.roleArn),
    loggingConfiguration: checkLogging(settings.loggingConfiguration ?? { level: "OFF", includeExecutionData: false }),
    tracingConfiguration: settings.tracingConfiguration ?? { enabled: false },
    encryptionConfiguration: checkEncryption(settings.encryptionConfiguration),
    updatedAtMs: clock.now(),
  };
}

function readDefinition(text: string, checkTaskResource: TaskResourceCheck): Definition {
  const parsed = parseDefinition(text, checkTaskResource);
  if (parsed.ok) return parsed.definition;
  throw new ApiError(
    "InvalidDefinition",
    `Invalid State Machine Definition: '${describeDiagnostics(parsed.diagnostics)}'`,
  );
}

/** Checks the form of the ARN. The role need not exist. */
function checkRoleArn(arn: string): string {
  if (!isRoleArn(arn)) throw new ApiError("InvalidArn", `Invalid Role Arn: '${arn}'`);
  return arn;
}

function checkLogging(logging: LoggingConfiguration): LoggingConfiguration {
  const reason = findLoggingProblem(logging);
  if (reason === undefined) return logging;
  throw new ApiError("InvalidLoggingConfiguration", `Invalid Logging Configuration: ${reason}`);
}

function checkEncryption(encryption: Revision["encryptionConfiguration"]): Revision["encryptionConfiguration"] {
  const reason = encryption === undefined ? undefined : findEncryptionProblem(encryption);
  if (reason === undefined) return encryption;
  throw new ApiError("InvalidEncryptionConfiguration", `Invalid Encryption Configuration: ${reason}`);
}
