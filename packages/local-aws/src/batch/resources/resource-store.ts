import { isArn, nameOf } from "../../arn";
import type { BatchContext } from "../batch-context";
import { clientException } from "../endpoint/api-error";

/** Job queue or compute environment. Its create, update and delete operations complete asynchronously. */
export interface ChangeableResource {
  status: "CREATING" | "UPDATING" | "DELETING" | "VALID";
}

/** Resources by name. Every lookup accepts a name or an ARN. */
export class ResourceStore<Resource extends ChangeableResource> {
  private readonly byName = new Map<string, Resource>();

  /** @param arnOf - returns the ARN of a resource, which ends with its name */
  constructor(private readonly arnOf: (resource: Resource) => string) {}

  add(resource: Resource): void {
    this.byName.set(nameOf(this.arnOf(resource)), resource);
  }

  remove(resource: Resource): void {
    this.byName.delete(nameOf(this.arnOf(resource)));
  }

  all(): Resource[] {
    return [...this.byName.values()];
  }

  find(nameOrArn: string): Resource | undefined {
    const found = this.byName.get(nameOf(nameOrArn));
    return found !== undefined && isArn(nameOrArn) && this.arnOf(found) !== nameOrArn ? undefined : found;
  }

  /** @throws BatchApiError (ClientException) if it does not exist */
  get(nameOrArn: string): Resource {
    const found = this.find(nameOrArn);
    if (found === undefined) throw clientException(`${nameOrArn} does not exist`);
    return found;
  }
}

/**
 * Sets `status` for `resourceChangeMs`, then calls `done`. If `resourceChangeMs` is 0, calls `done` immediately: a
 * request that follows the reply sees the completed change.
 * @param done - completes the change; by default the resource becomes VALID
 */
export function changeResource(
  { clock, times, closing }: BatchContext,
  resource: ChangeableResource,
  status: "CREATING" | "UPDATING" | "DELETING",
  done: () => void = () => {
    resource.status = "VALID";
  },
): void {
  if (times.resourceChangeMs === 0) {
    done();
    return;
  }
  resource.status = status;
  clock.sleep(times.resourceChangeMs, closing).then(done, () => undefined);
}

/** @throws BatchApiError (ClientException) if an operation on the resource has not completed */
export function refuseWhileChanging({ status }: ChangeableResource, verb: "update" | "delete"): void {
  if (status !== "VALID") throw clientException(`Cannot ${verb}, resource is being modified`);
}
