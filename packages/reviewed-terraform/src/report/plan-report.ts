import * as z from "zod";

/**
 * Groups of changes in the order of display, most important for the reviewer first: losses, permissions, network.
 */
export const CHANGE_GROUPS = ["destroy", "replace", "iam", "network", "other"] as const;
export type ChangeGroup = (typeof CHANGE_GROUPS)[number];

/**
 * Value in a plan. `text` is JSON (a string includes its quotes). A value that may be a secret is `hidden`: only a
 * slow hash is stored, which allows comparing two plans. `unknown` is "known after apply".
 */
const planValueSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("known"), text: z.string() }),
  z.strictObject({ kind: z.literal("hidden"), hash: z.string() }),
  z.strictObject({ kind: z.literal("unknown") }),
]);
export type PlanValue = z.infer<typeof planValueSchema>;

/** Changed attribute. Without `before` it is new or computed by AWS; without `after` it is removed. */
const attributeChangeSchema = z.strictObject({
  /**
   * Path, like `timeout`, `tags.Name`, `ingress[0].from_port`, or into a JSON string: `policy.Statement[0].Action`.
   */
  path: z.string(),
  before: planValueSchema.optional(),
  after: planValueSchema.optional(),
});
export type AttributeChange = z.infer<typeof attributeChangeSchema>;

/**
 * `["delete", "create"]` and `["create", "delete"]` are replacements; `["no-op"]` occurs only for imports and moves.
 */
const actionsSchema = z.array(z.enum(["no-op", "create", "read", "update", "delete", "forget"])).min(1);

const resourceChangeSchema = z.strictObject({
  address: z.string(),
  type: z.string(),
  actions: actionsSchema,
  group: z.enum(CHANGE_GROUPS),
  /** Paths of the attributes that force a replacement. */
  replacePaths: z.array(z.string()),
  /** Changed attributes, or all set attributes of a created resource. Sorted by path. */
  attributes: z.array(attributeChangeSchema),
  /** Address in the state before a `moved` block. */
  previousAddress: z.string().optional(),
  /** ID of an existing resource that is imported. */
  importId: z.string().optional(),
  /** Key of a deposed object: the leftover of an interrupted replacement, deleted by this plan. */
  deposed: z.string().optional(),
  /** Present for the replacement of an object whose create did not succeed (_tainted_). */
  isTainted: z.literal(true).optional(),
});
export type ResourceChange = z.infer<typeof resourceChangeSchema>;

const outputChangeSchema = z.strictObject({
  name: z.string(),
  actions: actionsSchema,
  /** Changed attributes; the path of a scalar value is empty. */
  attributes: z.array(attributeChangeSchema),
});
export type OutputChange = z.infer<typeof outputChangeSchema>;

const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/, "must be 64 hexadecimal digits");

/** Provider lock file of the synthesized stack. */
const lockFileSchema = z.strictObject({
  sha256: sha256Schema,
  providers: z.array(
    z.strictObject({
      source: z.string(),
      version: z.string(),
      /** Version in the lock file of the code that plans, if it differs; in a pull request, that of main. */
      previous: z.string().optional(),
    }),
  ),
});

/**
 * Report of a plan. It is published for review, and compared with a later plan before that plan is applied. It
 * contains no secrets, so readers of the repository may see it.
 */
export const planReportSchema = z.strictObject({
  version: z.literal(1),
  /** PART-ENVIRONMENT, the name of the stack's folder in cdktf.out. */
  stack: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$/, "must be the name of a stack"),
  /** Empty for a plan without changes that was not read. */
  terraformVersion: z.string(),
  /** SHA-256 of the stack's cdk.tf.json. */
  configHash: sha256Schema,
  /** `sha256:` and the SHA-256 of `changes`, `outputs` and the lock file, see `planDigest`. */
  digest: z.string().regex(/^sha256:[0-9a-f]{64}$/, "must be sha256: and 64 hexadecimal digits"),
  counts: z.strictObject({
    create: z.int().nonnegative(),
    update: z.int().nonnegative(),
    /** Deleted, or removed from the state. */
    delete: z.int().nonnegative(),
    replace: z.int().nonnegative(),
    /** Imported or moved without other changes. */
    other: z.int().nonnegative(),
  }),
  /** Sorted by address. */
  changes: z.array(resourceChangeSchema),
  /** Sorted by name. */
  outputs: z.array(outputChangeSchema),
  /** Messages of failed `check` blocks, such as a function code changed outside Terraform; not part of the digest. */
  failedChecks: z.array(z.strictObject({ address: z.string(), problems: z.array(z.string()) })),
  lockFile: z.union([z.literal("absent"), lockFileSchema]),
  /** Addresses that require a line `allow-destroy: ADDRESS` in the pull request. */
  guarded: z.array(z.string()),
});
export type PlanReport = z.infer<typeof planReportSchema>;

/** Renders a value for display. */
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
