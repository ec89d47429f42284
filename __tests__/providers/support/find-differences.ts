/** Difference between two JSON documents; a missing value is undefined. */
export interface Difference {
  /** Keys and indexes, separated by spaces, like `stacks/batch-dev/cdk.tf.json terraform required_version`. */
  readonly path: string;
  readonly left: unknown;
  readonly right: unknown;
}

/** Returns all differences between two documents, at the deepest level. */
export function findDifferences(left: unknown, right: unknown, path = ""): Difference[] {
  if (Object.is(left, right)) return [];
  if (!isTree(left) || !isTree(right) || Array.isArray(left) !== Array.isArray(right)) return [{ path, left, right }];
  const [ours, theirs] = [new Map(Object.entries(left)), new Map(Object.entries(right))];
  return [...new Set([...ours.keys(), ...theirs.keys()])].flatMap((key) =>
    findDifferences(ours.get(key), theirs.get(key), path === "" ? key : `${path} ${key}`),
  );
}

const isTree = (value: unknown): value is object => typeof value === "object" && value !== null;
