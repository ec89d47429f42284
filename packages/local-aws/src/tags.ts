import { clientException } from "../endpoint/api-error";

export type Tags = Record<string, string>;

/** Maximum tags per resource. */
const MAX_TAGS = 50;

/** Resource that can be tagged. Its tags are replaced as a whole. */
export interface Taggable {
  tags: Tags;
}

/** @throws BatchApiError (ClientException) if the resource would have more than 50 tags */
export function addTags(resource: Taggable, added: Tags): void {
  const tags = { ...resource.tags, ...added };
  const count = Object.keys(tags).length;
  if (count > MAX_TAGS) throw clientException(`a resource can have at most ${MAX_TAGS} tags, got ${count}`);
  resource.tags = tags;
}

export function removeTags(resource: Taggable, tagKeys: readonly string[]): void {
  resource.tags = Object.fromEntries(Object.entries(resource.tags).filter(([key]) => !tagKeys.includes(key)));
}
