import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { Aspects, TerraformResource, TerraformStack, type IAspect } from "cdktf";
import { Dependable, type IConstruct } from "constructs";

/**
 * Writes the dependencies of constructs in `scope` (`node.addDependency`) as `depends_on` of their resources, which
 * cdktf does not do itself. Dependencies are needed wherever an ARN is composed rather than read from a resource.
 */
export function addDependencies(scope: IConstruct): void {
  Aspects.of(scope).add(DEPENDENCIES);
}

/** Makes a dependency on a construct one on `roots` only; by default, it is one on all of its resources. */
export function setDependencyRoots(construct: IConstruct, ...roots: IConstruct[]): void {
  Dependable.implement(construct, new Roots(roots));
}

class Roots extends Dependable {
  constructor(readonly dependencyRoots: IConstruct[]) {
    super();
  }
}

/** Sets a permissions boundary on every role in `scope`; does nothing without one. */
export function addPermissionsBoundary(scope: IConstruct, boundaryArn: string | undefined): void {
  if (boundaryArn === undefined) return;
  Aspects.of(scope).add({
    visit: (node) => {
      if (node instanceof IamRole) node.permissionsBoundary = boundaryArn;
    },
  });
}

/** Adds tags to every taggable resource in `scope`. */
export function addTags(scope: IConstruct, tags: Readonly<Record<string, string>>): void {
  if (Object.keys(tags).length === 0) return;
  Aspects.of(scope).add({
    visit: (node) => {
      if (isTaggable(node)) node.tags = { ...node.tagsInput, ...tags };
    },
  });
}

/** One instance, so that cdktf applies it once to a construct even if several parents have it. */
const DEPENDENCIES: IAspect = {
  visit(node) {
    const dependencies = node.node.dependencies.flatMap(resourcesIn);
    if (dependencies.length > 0) for (const resource of resourcesIn(node)) addDependsOn(resource, dependencies);
  },
};

const resourcesIn = (scope: IConstruct): TerraformResource[] =>
  scope.node.findAll().filter((node) => TerraformResource.isTerraformResource(node));

const addressOf = ({ terraformResourceType, friendlyUniqueId }: TerraformResource): string =>
  `${terraformResourceType}.${friendlyUniqueId}`;

/** Adds to `depends_on`. A resource of another stack becomes a dependency between the stacks. */
function addDependsOn(resource: TerraformResource, dependencies: readonly TerraformResource[]): void {
  const stack = TerraformStack.of(resource);
  const others = dependencies.filter((dependency) => dependency !== resource);
  const addresses = others.filter((other) => TerraformStack.of(other) === stack).map(addressOf);
  for (const other of others.map((each) => TerraformStack.of(each))) if (other !== stack) stack.addDependency(other);
  if (addresses.length > 0) resource.dependsOn = [...new Set([...(resource.dependsOn ?? []), ...addresses])];
}

type Taggable = IConstruct & { tags: Record<string, string>; readonly tagsInput?: Record<string, string> };

/** @see https://developer.hashicorp.com/terraform/cdktf/concepts/aspects */
function isTaggable(node: IConstruct): node is Taggable {
  return "tags" in node && "tagsInput" in node;
}
