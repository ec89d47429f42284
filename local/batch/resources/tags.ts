import { clientException } from "../endpoint/api-error";

export type Tags = Record<string, string>;

/** Most tags that one resource can have. */
const MOST_TAGS = 50;

/** Something with an ARN that can be tagged; its tags are replaced as a whole. */
export interface Taggable {
  tags: Tags;
}

/** @throws BatchApiError (ClientException) when the resource would have more than 50 tags */
export function addTags(resource: Taggable, added: Tags): void {
  const tags = { ...resource.tags, ...added };
  const count = Object.keys(tags).length;
  if (count > MOST_TAGS) throw clientException(`a resource can have at most ${MOST_TAGS} tags, got ${count}`);
  resource.tags = tags;
}

export function removeTags(resource: Taggable, tagKeys: readonly string[]): void {
  resource.tags = Object.fromEntries(Object.entries(resource.tags).filter(([key]) => !tagKeys.includes(key)));
}
