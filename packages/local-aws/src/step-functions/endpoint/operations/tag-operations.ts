import { z } from "zod";
import { checkArn } from "../arns";
import { ApiError, resourceNotFound } from "../api-error";
import { arnSchema, tagSchema } from "../input-schemas";
import { type Operation, defineOperation } from "../operation";
import type { Service } from "../service";
import type { StateMachine } from "../state-machine";

/** Maximum tags per resource. */
const MAX_TAGS = 50;

const resource = { resourceArn: arnSchema };

export const tagOperations: Readonly<Record<string, Operation>> = {
  TagResource: defineOperation(
    z.object({ ...resource, tags: z.array(tagSchema) }),
    ({ resourceArn, tags }, service) => {
      addResourceTags(findMachine(resourceArn, service).tags, tags);
      return {};
    },
  ),

  UntagResource: defineOperation(
    z.object({ ...resource, tagKeys: z.array(z.string()) }),
    ({ resourceArn, tagKeys }, service) => {
      const { tags } = findMachine(resourceArn, service);
      for (const key of tagKeys) tags.delete(key);
      return {};
    },
  ),

  ListTagsForResource: defineOperation(z.object(resource), ({ resourceArn }, service) => ({
    tags: [...findMachine(resourceArn, service).tags].map(([key, value]) => ({ key, value })),
  })),
};

/** @throws ApiError TooManyTags if the resource would have more than 50 tags */
export function addResourceTags(
  tags: Map<string, string>,
  added: readonly { readonly key: string; readonly value: string }[],
): void {
  const keys = new Set([...tags.keys(), ...added.map(({ key }) => key)]);
  if (keys.size > MAX_TAGS)
    throw new ApiError("TooManyTags", `A resource has at most ${MAX_TAGS} tags, got ${keys.size}`);
  for (const { key, value } of added) tags.set(key, value);
}

function findMachine(resourceArn: string, { stateMachines }: Service): StateMachine {
  checkArn(resourceArn);
  const machine = stateMachines.find(resourceArn);
  if (machine === undefined) throw resourceNotFound(resourceArn);
  return machine;
}
