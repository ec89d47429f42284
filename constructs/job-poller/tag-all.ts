import { Aspects, type IAspect } from "cdktf";
import type { IConstruct } from "constructs";

type Tags = Readonly<Record<string, string>>;
type Taggable = IConstruct & { tags: Record<string, string>; readonly tagsInput?: Record<string, string> };

/** Adds tags to every taggable resource in `scope`. */
export function tagAll(scope: IConstruct, tags: Tags): void {
  if (Object.keys(tags).length > 0) Aspects.of(scope).add(new TagAspect(tags));
}

class TagAspect implements IAspect {
  constructor(private readonly tags: Tags) {}

  visit(node: IConstruct): void {
    if (isTaggable(node)) node.tags = { ...node.tagsInput, ...this.tags };
  }
}

/** @see https://developer.hashicorp.com/terraform/cdktf/concepts/aspects */
function isTaggable(node: IConstruct): node is Taggable {
  return "tags" in node && "tagsInput" in node;
}
