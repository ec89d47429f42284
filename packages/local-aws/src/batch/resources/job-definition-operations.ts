import { clientException } from "../endpoint/api-error";
import type { BatchContext } from "../batch-context";
import { checkContainer } from "./fargate-rules";
import {
  describeJobDefinition,
  type JobDefinition,
  type JobDefinitionStore,
  deregisterJobDefinitionSchema,
  describeJobDefinitionsSchema,
  registerJobDefinitionSchema,
} from "./job-definition";
import { defined, operation, type Operation } from "../endpoint/operation";
import { takePage } from "../../paging";
import { toPageRequest } from "../endpoint/common-schemas";

/** RegisterJobDefinition, DeregisterJobDefinition and DescribeJobDefinitions. */
export function jobDefinitionOperations(context: BatchContext, definitions: JobDefinitionStore): Operation[] {
  return [
    operation("RegisterJobDefinition", registerJobDefinitionSchema, (input) => {
      const { jobDefinitionName } = input;
      for (const platform of input.platformCapabilities ?? ["EC2" as const])
        checkContainer(input.containerProperties, platform);
      const revision = definitions.nextRevision(jobDefinitionName);
      const jobDefinitionArn = context.arns.jobDefinition(jobDefinitionName, revision);
      definitions.add({
        jobDefinitionName,
        jobDefinitionArn,
        revision,
        status: "ACTIVE",
        parameters: input.parameters,
        schedulingPriority: input.schedulingPriority,
        containerProperties: input.containerProperties,
        retryStrategy: input.retryStrategy,
        propagateTags: input.propagateTags,
        timeout: input.timeout,
        tags: input.tags,
        platformCapabilities: input.platformCapabilities,
      });
      return { jobDefinitionName, jobDefinitionArn, revision };
    }),
    operation("DeregisterJobDefinition", deregisterJobDefinitionSchema, (input) => {
      const definition = definitions.find(input.jobDefinition);
      if (definition === undefined || !/:\d+$/.test(input.jobDefinition))
        throw clientException(
          `jobDefinition must be name:revision or the ARN of a revision, got ${input.jobDefinition}`,
        );
      definition.status = "INACTIVE";
      return {};
    }),
    operation("DescribeJobDefinitions", describeJobDefinitionsSchema, (input) => {
      const selected = select(definitions, input.jobDefinitions, input.jobDefinitionName);
      const found = input.status === undefined ? selected : selected.filter(({ status }) => status === input.status);
      const { items, nextToken } = takePage(found, toPageRequest(input, 100));
      return defined({ jobDefinitions: items.map(describeJobDefinition), nextToken });
    }),
  ];
}

function select(
  definitions: JobDefinitionStore,
  references: readonly string[] | undefined,
  name: string | undefined,
): readonly JobDefinition[] {
  if (references !== undefined) return references.flatMap((reference) => selectOne(definitions, reference));
  return name === undefined ? definitions.all() : definitions.ofName(name);
}

/** Returns one revision, or all revisions of a name. */
function selectOne(definitions: JobDefinitionStore, reference: string): readonly JobDefinition[] {
  const byName = definitions.ofName(reference);
  return byName.length > 0 ? byName : [definitions.find(reference)].filter((found) => found !== undefined);
}
