import { randomUUID } from "node:crypto";
import { z } from "zod";
import { takePage } from "../../../paging";
import { ApiError, stateMachineDeleting, validationError } from "../api-error";
import { parseStateMachineArn } from "../state-machine-arn";
import {
  checkName,
  arnSchema,
  definitionTextSchema,
  includedDataSchema,
  nameSchema,
  pageSizeSchema,
  tagSchema,
  toPageRequest,
  tokenSchema,
  typeSchema,
} from "../input-schemas";
import { configurationSchemas, createRevision } from "../make-revision";
import { type Operation, defineOperation, toSeconds, type Service } from "../operation";
import type { Revision, StateMachine } from "../state-machine";
import { describeDefinition } from "./describe-definition";
import { addTagList } from "./tag-operations";
import { publishVersion } from "./version-operations";

const createInput = z.strictObject({
  name: nameSchema,
  definition: definitionTextSchema,
  roleArn: arnSchema,
  type: typeSchema.optional(),
  tags: z.array(tagSchema).optional(),
  ...configurationSchemas,
});

const oneInput = z.strictObject({ stateMachineArn: arnSchema });
const describeInput = z.strictObject({ stateMachineArn: arnSchema, includedData: includedDataSchema });

export const stateMachineOperations: Readonly<Record<string, Operation>> = {
  CreateStateMachine: defineOperation(createInput, createStateMachine),
  DescribeStateMachine: defineOperation(describeInput, describeStateMachine),
  DeleteStateMachine: defineOperation(oneInput, ({ stateMachineArn }, { stateMachines, executions }) => {
    parseStateMachineArn(stateMachineArn);
    const machine = stateMachines.find(stateMachineArn);
    if (machine === undefined) return {};
    machine.deleting = true;
    if (executions.countRunning(machine.stateMachineArn) === 0) stateMachines.remove(machine);
    return {};
  }),
  ListStateMachines: defineOperation(
    z.strictObject({ maxResults: pageSizeSchema, nextToken: tokenSchema }),
    (request, { stateMachines }) => {
      const { items, ...next } = takePage(stateMachines.allByName, toPageRequest(request));
      return { stateMachines: items.map(listItem), ...next };
    },
  ),
};

function createStateMachine(request: z.infer<typeof createInput>, service: Service): object {
  checkName(request.name);
  if (request.type === "EXPRESS")
    throw new ApiError(
      "StateMachineTypeNotSupported",
      "State machine type EXPRESS is not supported by local Step Functions; use STANDARD",
    );
  checkPublication(request);
  const stateMachineArn = service.arns.stateMachine(request.name);
  const revision = createRevision(
    {
      definition: request.definition,
      roleArn: request.roleArn,
      loggingConfiguration: request.loggingConfiguration,
      tracingConfiguration: request.tracingConfiguration,
      encryptionConfiguration: request.encryptionConfiguration,
    },
    undefined,
    service,
  );
  const creation = JSON.stringify([request.publish ?? false, request.versionDescription ?? ""]);
  const existing = service.stateMachines.find(stateMachineArn);
  if (existing !== undefined) return createAgain(existing, revision, creation);
  const machine: StateMachine = {
    stateMachineArn,
    name: request.name,
    createdAtMs: service.clock.now(),
    creation,
    current: revision,
    deleting: false,
    lastVersion: 0,
    versions: new Map(),
    aliases: new Map(),
    tags: addTagList({}, request.tags ?? []),
  };
  service.stateMachines.add(machine);
  const version =
    request.publish === true ? publishVersion(machine, request.versionDescription, service.clock) : undefined;
  return {
    stateMachineArn,
    creationDate: toSeconds(machine.createdAtMs),
    stateMachineVersionArn: version?.stateMachineVersionArn,
  };
}

/** @throws ApiError ValidationException if there is a description of a version that is not published */
function checkPublication(request: {
  readonly publish?: boolean | undefined;
  versionDescription?: string | undefined;
}) {
  if (request.publish !== true && request.versionDescription !== undefined)
    throw validationError("Version description can only be set when publish is true");
}

/** Returns the existing state machine if the request is the same. Role and tags are not compared. */
function createAgain(existing: StateMachine, revision: Revision, creation: string): object {
  const { stateMachineArn, createdAtMs, deleting } = existing;
  if (deleting) throw stateMachineDeleting(stateMachineArn);
  if (existing.creation !== creation || identity(existing.current) !== identity(revision))
    throw new ApiError("StateMachineAlreadyExists", `State Machine Already Exists: '${stateMachineArn}'`);
  return {
    stateMachineArn,
    creationDate: toSeconds(createdAtMs),
    stateMachineVersionArn: existing.versions.get(1)?.stateMachineVersionArn,
  };
}

function identity(revision: Revision): string {
  const { definitionText, loggingConfiguration, tracingConfiguration, encryptionConfiguration } = revision;
  return JSON.stringify([definitionText, loggingConfiguration, tracingConfiguration, encryptionConfiguration]);
}

function describeStateMachine(
  { stateMachineArn, includedData }: z.infer<typeof describeInput>,
  { stateMachines }: Service,
): object {
  const { machine, revision, version, alias } = stateMachines.resolve(stateMachineArn);
  return {
    stateMachineArn:
      alias === undefined ? (version?.stateMachineVersionArn ?? machine.stateMachineArn) : stateMachineArn,
    name: machine.name,
    status: machine.deleting ? "DELETING" : "ACTIVE",
    roleArn: revision.roleArn,
    type: "STANDARD",
    creationDate: toSeconds(version?.createdAtMs ?? machine.createdAtMs),
    loggingConfiguration: revision.loggingConfiguration,
    tracingConfiguration: revision.tracingConfiguration,
    ...describeDefinition(revision, includedData),
    revisionId: revision.revisionId,
    description: version?.description,
  };
}

function listItem({ stateMachineArn, name, createdAtMs }: StateMachine): object {
  return { stateMachineArn, name, type: "STANDARD", creationDate: toSeconds(createdAtMs) };
}

const updateInput = z.strictObject({
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
  checkPublication(request);
  const { definition, roleArn, loggingConfiguration, tracingConfiguration, encryptionConfiguration } = request;
  const given = [definition, roleArn, loggingConfiguration, tracingConfiguration, encryptionConfiguration];
  if (given.every((setting) => setting === undefined))
    throw new ApiError(
      "MissingRequiredParameter",
      "Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be specified",
    );
  const { current } = machine;
  const updated = createRevision(
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
  // A request that changes nothing keeps the revision, and with it the version.
  if (updated.roleArn !== current.roleArn || identity(updated) !== identity(current)) machine.current = updated;
  const version =
    request.publish === true ? publishVersion(machine, request.versionDescription, service.clock) : undefined;
  return {
    updateDate: toSeconds(updated.updatedAtMs),
    revisionId: machine.current.revisionId,
    stateMachineVersionArn: version?.stateMachineVersionArn,
  };
}
