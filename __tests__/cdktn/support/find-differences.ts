/** A place at which two JSON documents differ; what one of them lacks is undefined there. */
export interface Difference {
  /** Keys and indexes, parted by spaces, like `stacks/batch-dev/cdk.tf.json terraform required_version`. */
  readonly path: string;
  readonly left: unknown;
  readonly right: unknown;
}

/** All places at which two documents differ, each as deep as can be. */
export function findDifferences(left: unknown, right: unknown, path = ""): Difference[] {
  if (Object.is(left, right)) return [];
  if (!isTree(left) || !isTree(right) || Array.isArray(left) !== Array.isArray(right)) return [{ path, left, right }];
  const [ours, theirs] = [new Map(Object.entries(left)), new Map(Object.entries(right))];
  return [...new Set([...ours.keys(), ...theirs.keys()])].flatMap((key) =>
    findDifferences(ours.get(key), theirs.get(key), path === "" ? key : `${path} ${key}`),
  );
}

const isTree = (value: unknown): value is object => typeof value === "object" && value !== null;
