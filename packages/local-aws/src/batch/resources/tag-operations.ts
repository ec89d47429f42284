import { z } from "zod";
import { addTags, MAX_TAGS, removeTags, type Taggable } from "../../tags";
import { clientException } from "../endpoint/api-error";
import { nonEmptySchema, tagsSchema } from "../endpoint/common-schemas";
import { type Operation, parseInput } from "../endpoint/operation";

const resourceSchema = z.strictObject({ resourceArn: nonEmptySchema });
const tagSchema = resourceSchema.extend({ tags: tagsSchema });
const untagSchema = resourceSchema.extend({
  tagKeys: z.array(z.string()).min(1, "must have at least 1 key").max(MAX_TAGS, `must have at most ${MAX_TAGS} keys`),
});

/** Path of the tag operations. The ARN follows it. */
export const TAGS_PATH = "/v1/tags/";

/**
 * TagResource, UntagResource and ListTagsForResource.
 * @param find - returns the compute environment, job queue, job definition or job with an ARN
 */
export function tagOperations(find: (resourceArn: string) => Taggable | undefined): Operation[] {
  const get = (resourceArn: string): Taggable => {
    const resource = find(resourceArn);
    if (resource === undefined) throw clientException(`resource ${resourceArn} does not exist`);
    return resource;
  };
  return [
    {
      name: "TagResource",
      method: "POST",
      path: TAGS_PATH,
      handle: (input) => {
        const { resourceArn, tags } = parseInput(tagSchema, input);
        const resource = get(resourceArn);
        resource.tags = addTags(resource.tags, tags, tooManyTags);
        return {};
      },
    },
    {
      name: "UntagResource",
      method: "DELETE",
      path: TAGS_PATH,
      handle: (input) => {
        const { resourceArn, tagKeys } = parseInput(untagSchema, input);
        const resource = get(resourceArn);
        resource.tags = removeTags(resource.tags, tagKeys);
        return {};
      },
    },
    {
      name: "ListTagsForResource",
      method: "GET",
      path: TAGS_PATH,
      handle: (input) => ({ tags: get(parseInput(resourceSchema, input).resourceArn).tags }),
    },
  ];
}

const tooManyTags = (count: number) => clientException(`a resource can have at most ${MAX_TAGS} tags, got ${count}`);
