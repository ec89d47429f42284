export type Tags = Record<string, string>;

/** Maximum tags per resource. */
export const MAX_TAGS = 50;

/** Resource that can be tagged. Its tags are replaced as a whole. */
export interface Taggable {
  tags: Tags;
}

/**
 * Returns tags with others added.
 * @param tooMany - creates the error for more than 50 tags
 * @throws the error of `tooMany`
 */
export function addTags(tags: Tags, added: Tags, tooMany: (count: number) => Error): Tags {
  const all = { ...tags, ...added };
  const count = Object.keys(all).length;
  if (count > MAX_TAGS) throw tooMany(count);
  return all;
}

export const removeTags = (tags: Tags, tagKeys: readonly string[]): Tags =>
  Object.fromEntries(Object.entries(tags).filter(([key]) => !tagKeys.includes(key)));
