import * as z from "zod";

/**
 * What a reviewer must look at first: whatever is lost, then who may do what, then who may reach what. In the order in
 * which they are shown.
 */
export const CHANGE_GROUPS = ["destroy", "replace", "iam", "network", "other"] as const;
export type ChangeGroup = (typeof CHANGE_GROUPS)[number];

/**
 * One value of a plan. `text` is JSON (a string has its quotes). A value that may be a secret is `hidden`: only a slow
 * hash of it is kept, by which two plans can be compared. `unknown` is "known after apply".
 */
const planValueSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("known"), text: z.string() }),
  z.strictObject({ kind: z.literal("hidden"), hash: z.string() }),
  z.strictObject({ kind: z.literal("unknown") }),
]);
export type PlanValue = z.infer<typeof planValueSchema>;

/** A value that changes. Without `before` it is new (or computed by AWS), without `after` it goes. */
const attributeChangeSchema = z.strictObject({
  /** Like `timeout`, `tags.Name`, `ingress[0].from_port`; goes on into JSON texts, like `policy.Statement[0].Action`. */
  path: z.string(),
  before: planValueSchema.optional(),
  after: planValueSchema.optional(),
});
export type AttributeChange = z.infer<typeof attributeChangeSchema>;

/** `["delete", "create"]` and `["create", "delete"]` are replacements; `["no-op"]` is listed for imports and moves only. */
const actionsSchema = z.array(z.enum(["no-op", "create", "read", "update", "delete", "forget"])).min(1);

const resourceChangeSchema = z.strictObject({
  address: z.string(),
  type: z.string(),
  actions: actionsSchema,
  group: z.enum(CHANGE_GROUPS),
  /** What forces a replacement, as attribute paths. */
  replacePaths: z.array(z.string()),
  /** What differs; of what is created, all that is set. Sorted by path. */
  attributes: z.array(attributeChangeSchema),
  /** Address in the state before a `moved` block. */
  previousAddress: z.string().optional(),
  /** ID of what exists on AWS and is taken into the state. */
  importId: z.string().optional(),
  /** Key of what is left of an interrupted replacement and is deleted now. */
  deposed: z.string().optional(),
});
export type ResourceChange = z.infer<typeof resourceChangeSchema>;

const outputChangeSchema = z.strictObject({
  name: z.string(),
  actions: actionsSchema,
  /** As of a resource; the path of a plain value is empty. */
  attributes: z.array(attributeChangeSchema),
});
export type OutputChange = z.infer<typeof outputChangeSchema>;

const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/, "must be 64 hexadecimal digits");

/**
 * What is published of a plan for review, and compared with a later plan before that one is applied. Holds no secret:
 * it may be stored where the repository's readers can see it.
 */
export const planReportSchema = z.strictObject({
  version: z.literal(1),
  /** PART-ENVIRONMENT, as the folder in cdktf.out. */
  stack: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$/, "must be the name of a stack"),
  terraformVersion: z.string(),
  /** Git tree of the sources that were synthesized: `git rev-parse HEAD^{tree}`. */
  tree: z.string().regex(/^([0-9a-f]{40}|[0-9a-f]{64})$/, "must be the hash of a git tree"),
  /** SHA-256 of the stack's cdk.tf.json. */
  configHash: sha256Schema,
  /** `sha256:` and the SHA-256 of `changes` and `outputs`: what `planDigest` makes of them. */
  digest: z.string().regex(/^sha256:[0-9a-f]{64}$/, "must be sha256: and 64 hexadecimal digits"),
  counts: z.strictObject({
    create: z.int().nonnegative(),
    update: z.int().nonnegative(),
    /** Deleted, or forgotten by the state. */
    delete: z.int().nonnegative(),
    replace: z.int().nonnegative(),
    /** Imported or moved in the state, and otherwise unchanged. */
    other: z.int().nonnegative(),
  }),
  /** Sorted by address. */
  changes: z.array(resourceChangeSchema),
  /** Sorted by name. */
  outputs: z.array(outputChangeSchema),
  /** Messages of `check` blocks that fail now, like a Lambda whose code was changed by hand; not part of the digest. */
  failedChecks: z.array(z.strictObject({ address: z.string(), problems: z.array(z.string()) })),
  /** Whether the providers' hashes came from a file in the repository. */
  lockFile: z.enum(["committed", "absent"]),
  /** Addresses whose loss needs a line `allow-destroy: ADDRESS` in the pull request. */
  guarded: z.array(z.string()),
});
export type PlanReport = z.infer<typeof planReportSchema>;

/** How a value is shown to a person. */
export function showPlanValue(value: PlanValue | undefined): string {
  if (value === undefined) return "(none)";
  switch (value.kind) {
    case "known":
      return value.text;
    case "hidden":
      return "(hidden)";
    case "unknown":
      return "(known after apply)";
  }
}
