import { z } from "zod";
import type { Clock } from "../../../clock";
import { takePage } from "../../../paging";
import { parseStateMachineArn } from "../state-machine-arn";
import { conflict, stateMachineDeleting } from "../api-error";
import { arnSchema, pageSizeSchema, tokenSchema, toPageRequest } from "../input-schemas";
import { type Operation, defineOperation, toSeconds } from "../operation";
import type { StateMachine, StateMachineVersion } from "../state-machine";

const publishInput = z.strictObject({
  stateMachineArn: arnSchema,
  revisionId: z.string().optional(),
  description: z.string().max(256).optional(),
});

const listInput = z.strictObject({
  stateMachineArn: arnSchema,
  maxResults: pageSizeSchema,
  nextToken: tokenSchema,
});

export const versionOperations: Readonly<Record<string, Operation>> = {
  PublishStateMachineVersion: defineOperation(publishInput, (request, { stateMachines, clock }) => {
    const machine = stateMachines.get(request.stateMachineArn);
    if (machine.deleting) throw stateMachineDeleting(machine.stateMachineArn);
    const { revisionId } = machine.current;
    if (request.revisionId !== undefined && request.revisionId !== (revisionId ?? "INITIAL"))
      throw conflict(
        `Failed to publish the State Machine version for revision ${request.revisionId}. The current State Machine revision is ${revisionId ?? "INITIAL"}.`,
      );
    const { createdAtMs, stateMachineVersionArn } = publishVersion(machine, request.description, clock);
    return { creationDate: toSeconds(createdAtMs), stateMachineVersionArn };
  }),

  ListStateMachineVersions: defineOperation(listInput, (request, { stateMachines }) => {
    const { stateMachineArn } = parseStateMachineArn(request.stateMachineArn);
    const newestFirst = [...(stateMachines.find(stateMachineArn)?.versions.values() ?? [])].reverse();
    const { items, ...next } = takePage(newestFirst, toPageRequest(request));
    return {
      stateMachineVersions: items.map(({ stateMachineVersionArn, createdAtMs }) => ({
        stateMachineVersionArn,
        creationDate: toSeconds(createdAtMs),
      })),
      ...next,
    };
  }),

  DeleteStateMachineVersion: defineOperation(
    z.strictObject({ stateMachineVersionArn: z.string().min(1).max(2000) }),
    ({ stateMachineVersionArn }, { stateMachines }) => {
      const { stateMachineArn, version } = parseStateMachineArn(stateMachineVersionArn);
      const machine = stateMachines.find(stateMachineArn);
      if (machine === undefined || version === undefined) return {};
      const users = [...machine.aliases.values()].filter(({ routes }) =>
        routes.some((route) => route.stateMachineVersionArn === stateMachineVersionArn),
      );
      if (users.length > 0)
        throw conflict(
          `Version to be deleted must not be referenced by an alias. Current list of aliases referencing this version: [${users.map(({ name }) => name).join(", ")}]`,
        );
      machine.versions.delete(version);
      return {};
    },
  ),
};

/** Publishes the current revision. A published revision keeps its version. */
export function publishVersion(
  machine: StateMachine,
  description: string | undefined,
  clock: Clock,
): StateMachineVersion {
  const published = [...machine.versions.values()].find(({ revision }) => revision === machine.current);
  if (published !== undefined) return published;
  machine.lastVersion += 1;
  const version = {
    version: machine.lastVersion,
    stateMachineVersionArn: `${machine.stateMachineArn}:${machine.lastVersion}`,
    revision: machine.current,
    description,
    createdAtMs: clock.now(),
  };
  machine.versions.set(version.version, version);
  return version;
}
