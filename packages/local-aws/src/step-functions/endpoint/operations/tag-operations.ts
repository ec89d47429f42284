import { z } from "zod";
import { addTags, MAX_TAGS, removeTags, type Tags } from "../../../tags";
import { checkArn } from "../state-machine-arn";
import { ApiError, resourceNotFound } from "../api-error";
import { arnSchema, tagSchema } from "../input-schemas";
import { type Operation, defineOperation, type Service } from "../operation";
import type { StateMachine } from "../state-machine";

const resource = { resourceArn: arnSchema };

export const tagOperations: Readonly<Record<string, Operation>> = {
  TagResource: defineOperation(
    z.strictObject({ ...resource, tags: z.array(tagSchema) }),
    ({ resourceArn, tags }, service) => {
      const machine = findMachine(resourceArn, service);
      machine.tags = addTagList(machine.tags, tags);
      return {};
    },
  ),

  UntagResource: defineOperation(
    z.strictObject({ ...resource, tagKeys: z.array(z.string()) }),
    ({ resourceArn, tagKeys }, service) => {
      const machine = findMachine(resourceArn, service);
      machine.tags = removeTags(machine.tags, tagKeys);
      return {};
    },
  ),

  ListTagsForResource: defineOperation(z.strictObject(resource), ({ resourceArn }, service) => ({
    tags: Object.entries(findMachine(resourceArn, service).tags).map(([key, value]) => ({ key, value })),
  })),
};

/** @throws ApiError TooManyTags if the resource would have more than 50 tags */
export function addTagList(tags: Tags, added: readonly { readonly key: string; readonly value: string }[]): Tags {
  return addTags(
    tags,
    Object.fromEntries(added.map(({ key, value }) => [key, value])),
    (count) => new ApiError("TooManyTags", `A resource has at most ${MAX_TAGS} tags, got ${count}`),
  );
}

function findMachine(resourceArn: string, { stateMachines }: Service): StateMachine {
  checkArn(resourceArn);
  const machine = stateMachines.find(resourceArn);
  if (machine === undefined) throw resourceNotFound(resourceArn);
  return machine;
}
