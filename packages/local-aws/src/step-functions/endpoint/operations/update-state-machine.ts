import { randomUUID } from "node:crypto";
import { z } from "zod";
import { ApiError, stateMachineDeleting } from "../api-error";
import { arnSchema, definitionTextSchema } from "../input-schemas";
import { configurationSchemas, createRevision } from "../make-revision";
import { type Operation, defineOperation, toSeconds } from "../operation";
import type { Service } from "../service";
import { publishVersion } from "./version-operations";

const updateInput = z.object({
  stateMachineArn: arnSchema,
  definition: definitionTextSchema.optional(),
  roleArn: arnSchema.optional(),
  ...configurationSchemas,
});

export const updateOperations: Readonly<Record<string, Operation>> = {
  UpdateStateMachine: defineOperation(updateInput, updateStateMachine),
};

function updateStateMachine(request: z.infer<typeof updateInput>, service: Service): object {
  const machine = service.stateMachines.get(request.stateMachineArn);
  if (machine.deleting) throw stateMachineDeleting(request.stateMachineArn);
  const { definition, roleArn, loggingConfiguration, tracingConfiguration, encryptionConfiguration } = request;
  const given = [definition, roleArn, loggingConfiguration, tracingConfiguration, encryptionConfiguration];
  if (given.every((setting) => setting === undefined))
    throw new ApiError(
      "MissingRequiredParameter",
      "Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be specified",
    );
  const { current } = machine;
  machine.current = createRevision(
    {
      definition: definition ?? current.definitionText,
      roleArn: roleArn ?? current.roleArn,
      loggingConfiguration: loggingConfiguration ?? current.loggingConfiguration,
      tracingConfiguration: tracingConfiguration ?? current.tracingConfiguration,
      encryptionConfiguration: encryptionConfiguration ?? current.encryptionConfiguration,
    },
    randomUUID(),
    service,
  );
  const version =
    request.publish === true ? publishVersion(machine, request.versionDescription, service.clock) : undefined;
  return {
    updateDate: toSeconds(machine.current.updatedAtMs),
    revisionId: machine.current.revisionId,
    stateMachineVersionArn: version?.stateMachineVersionArn,
  };
}
