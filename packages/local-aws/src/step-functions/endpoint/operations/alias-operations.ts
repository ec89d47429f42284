import { z } from "zod";
import { takePage } from "../../../paging";
import { parseStateMachineArn } from "../state-machine-arn";
import { conflict, resourceNotFound, stateMachineDeleting, validationError } from "../api-error";
import { arnSchema, pageSizeSchema, tokenSchema, toPageRequest } from "../input-schemas";
import { type Operation, defineOperation, toSeconds, type Service } from "../operation";
import type { Route, StateMachine } from "../state-machine";

const ALIAS_NAME = /^(?=.*[a-zA-Z_\-.])[a-zA-Z0-9_\-.]+$/u;
const routesSchema = z
  .array(z.strictObject({ stateMachineVersionArn: arnSchema, weight: z.number().int().min(0).max(100) }))
  .min(1)
  .max(2);

const createInput = z.strictObject({
  name: z.string().min(1).max(80).regex(ALIAS_NAME),
  description: z.string().max(256).optional(),
  routingConfiguration: routesSchema,
});

const updateInput = z.strictObject({
  stateMachineAliasArn: arnSchema,
  description: z.string().max(256).optional(),
  routingConfiguration: routesSchema.optional(),
});

const oneInput = z.strictObject({ stateMachineAliasArn: arnSchema });
const listInput = z.strictObject({
  stateMachineArn: arnSchema,
  maxResults: pageSizeSchema,
  nextToken: tokenSchema,
});

export const aliasOperations: Readonly<Record<string, Operation>> = {
  CreateStateMachineAlias: defineOperation(createInput, createAlias),

  UpdateStateMachineAlias: defineOperation(updateInput, (request, { stateMachines, clock }) => {
    const { machine, alias } = stateMachines.getAlias(request.stateMachineAliasArn);
    if (request.routingConfiguration === undefined && request.description === undefined)
      throw validationError(
        "Either the description or the RoutingConfiguration must be specified",
        "MISSING_REQUIRED_PARAMETER",
      );
    if (request.routingConfiguration !== undefined) {
      checkRoutes(request.routingConfiguration, machine);
      alias.routes = request.routingConfiguration;
    }
    alias.description = request.description ?? alias.description;
    alias.updatedAtMs = clock.now();
    return { updateDate: toSeconds(alias.updatedAtMs) };
  }),

  DescribeStateMachineAlias: defineOperation(oneInput, ({ stateMachineAliasArn }, { stateMachines }) => {
    const { alias } = stateMachines.getAlias(stateMachineAliasArn);
    return {
      stateMachineAliasArn,
      name: alias.name,
      description: alias.description,
      routingConfiguration: alias.routes,
      creationDate: toSeconds(alias.createdAtMs),
      updateDate: toSeconds(alias.updatedAtMs),
    };
  }),

  DeleteStateMachineAlias: defineOperation(oneInput, ({ stateMachineAliasArn }, { stateMachines }) => {
    const { machine, alias } = stateMachines.getAlias(stateMachineAliasArn);
    machine.aliases.delete(alias.name);
    return {};
  }),

  ListStateMachineAliases: defineOperation(listInput, (request, { stateMachines }) => {
    const { stateMachineArn, version } = parseStateMachineArn(request.stateMachineArn);
    const wanted = [...stateMachines.get(stateMachineArn).aliases.values()].filter(
      ({ routes }) =>
        version === undefined || routes.some((route) => route.stateMachineVersionArn === request.stateMachineArn),
    );
    const { items, ...next } = takePage(wanted, toPageRequest(request));
    return {
      stateMachineAliases: items.map(({ stateMachineAliasArn, createdAtMs }) => ({
        stateMachineAliasArn,
        creationDate: toSeconds(createdAtMs),
      })),
      ...next,
    };
  }),
};

function createAlias(request: z.infer<typeof createInput>, { stateMachines, clock }: Service): object {
  const { name, description, routingConfiguration: routes } = request;
  const { stateMachineArn } = parseStateMachineArn(routes[0]?.stateMachineVersionArn ?? "");
  const machine = stateMachines.find(stateMachineArn);
  if (machine === undefined) throw resourceNotFound();
  if (machine.deleting) throw stateMachineDeleting(stateMachineArn);
  checkRoutes(routes, machine);
  const stateMachineAliasArn = `${stateMachineArn}:${name}`;
  const existing = machine.aliases.get(name);
  if (existing !== undefined) {
    if (existing.description === description && JSON.stringify(existing.routes) === JSON.stringify(routes))
      return { stateMachineAliasArn, creationDate: toSeconds(existing.createdAtMs) };
    throw conflict(
      "Failed to create alias because an alias with the same name and a different routing configuration already exists.",
    );
  }
  const createdAtMs = clock.now();
  machine.aliases.set(name, { name, stateMachineAliasArn, description, routes, createdAtMs, updatedAtMs: createdAtMs });
  return { stateMachineAliasArn, creationDate: toSeconds(createdAtMs) };
}

function checkRoutes(routes: readonly Route[], machine: StateMachine): void {
  const arns = routes.map(({ stateMachineVersionArn }) => stateMachineVersionArn);
  const weights = routes.map(({ weight }) => weight);
  const refuse = (rule: string, received: readonly unknown[]): Error =>
    validationError(`${rule} Received: [${received.join(", ")}]`, "INVALID_ROUTING_CONFIGURATION");
  const versions = arns.map((arn) => parseStateMachineArn(arn));
  if (versions.some(({ version }) => version === undefined))
    throw refuse("Routing configuration must contain state machine version ARNs.", arns);
  if (new Set(arns).size !== arns.length)
    throw refuse("Routing configuration must contain distinct state machine version ARNs.", arns);
  if (versions.some(({ stateMachineArn }) => stateMachineArn !== machine.stateMachineArn))
    throw refuse("Routing configuration must contain versions of one state machine.", arns);
  if (weights.reduce((sum, weight) => sum + weight, 0) !== 100)
    throw refuse("Sum of routing configuration weights must equal 100.", weights);
  if (versions.some(({ version }) => version !== undefined && !machine.versions.has(version))) throw resourceNotFound();
}
