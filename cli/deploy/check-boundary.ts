import { isDeepStrictEqual } from "node:util";
import * as z from "zod";
import { CliError } from "../cli-error";
import type { CliContext } from "../cli-context";
import { findRemoteState, type TerraformState } from "../state/remote-state";
import type { SynthesizedStack } from "../state/synthesized-stack";

/** Maximum number of calls in the warning. */
const MAX_SHOWN = 10;

/**
 * Warns if the deployed permissions boundary does not allow what the settings need. AWS would deny these calls
 * without a hint at the boundary. Does nothing without permission to read the state of the stack.
 * @param stateBackend - synthesized stack with the boundary
 */
export async function warnOfBoundary(stateBackend: SynthesizedStack, { stderr }: CliContext): Promise<void> {
  const found = await findRemoteState(stateBackend.state).catch((error: unknown) => {
    if (error instanceof CliError) return undefined;
    throw error;
  });
  if (found?.kind !== "state") return;
  const gaps = findBoundaryGaps(stateBackend.json, found.state);
  if (gaps.length === 0) return;
  const more = gaps.length > MAX_SHOWN ? [`  and ${gaps.length - MAX_SHOWN} more`] : [];
  const lines = [
    `warning: the permissions boundary of ${stateBackend.environment} does not allow all that these settings need. To widen it, an ` +
      `administrator runs, with the same settings: npm run poller -- bootstrap --environment ${stateBackend.environment}`,
    "Until then, AWS denies:",
    ...gaps.slice(0, MAX_SHOWN).map((gap) => `  ${gap}`),
    ...more,
  ];
  stderr.write(`${lines.join("\n")}\n`);
}

const statementsSchema = z.object({
  Statement: z.array(
    z.object({
      Action: z.union([z.string(), z.array(z.string())]),
      Resource: z.union([z.string(), z.array(z.string())]),
      Condition: z.unknown().optional(),
    }),
  ),
});
type Statement = z.infer<typeof statementsSchema>["Statement"][number];

const stackSchema = z.object({
  locals: z.record(z.string(), z.unknown()).default({}),
  output: z.record(z.string(), z.unknown()).default({}),
  data: z
    .looseObject({ aws_iam_policy: z.record(z.string(), z.looseObject({ arn: z.string() })).default({}) })
    .default({ aws_iam_policy: {} }),
  resource: z.looseObject({
    aws_iam_policy: z.record(z.string(), z.looseObject({ name: z.string(), policy: z.string() })).default({}),
  }),
});

const instancesSchema = z.object({
  instances: z.array(
    z.object({ attributes: z.looseObject({ name: z.string(), arn: z.string(), policy: z.string() }) }),
  ),
});

/** Finds the calls and managed policies that are in the synthesized boundary, but not in the deployed one. */
export function findBoundaryGaps(json: unknown, { resources }: TerraformState): string[] {
  const { resource, data, locals, output } = stackSchema.parse(json);
  // The roles have the organization's boundary (PERMISSIONS_BOUNDARY_ARN).
  if (output["permissions_boundary_arn"] !== undefined) return [];
  const wanted = Object.values(resource.aws_iam_policy).find(({ name }) => name.includes("-boundary-"));
  if (wanted === undefined) return [];
  const policies = resources
    .filter(({ type }) => type === "aws_iam_policy")
    .flatMap(({ mode, ...rest }) =>
      (instancesSchema.safeParse(rest).data?.instances ?? []).map(({ attributes }) => ({ mode, ...attributes })),
    );
  const deployed = policies.find(({ mode, name }) => mode === "managed" && name === wanted.name);
  if (deployed === undefined) return [];
  const allowed = parseStatements(deployed.policy);
  const calls = parseStatements(literalPolicy(wanted.policy, locals)).flatMap((statement) =>
    [statement.Action].flat().flatMap((action) =>
      [statement.Resource]
        .flat()
        .filter((resource) => !allowed.some((one) => covers(one, action, resource, statement.Condition)))
        .map((resource) => `${action} on ${resource}`),
    ),
  );
  const read = policies.filter(({ mode }) => mode === "data").map(({ arn }) => arn);
  const unread = Object.values(data.aws_iam_policy)
    .map(({ arn }) => arn)
    .filter((arn) => !read.includes(arn));
  return [...calls, ...unread.map((arn) => `what the managed policy ${arn} allows`)];
}

/** Literal policy; if Terraform adds managed policies to it, the literal part is a local value. */
function literalPolicy(policy: string, locals: Readonly<Record<string, unknown>>): string {
  if (!policy.startsWith("${")) return policy;
  const literal = Object.values(locals).find((value) => typeof value === "string" && value.startsWith("{"));
  return z.string().parse(literal);
}

const parseStatements = (policy: string): readonly Statement[] => statementsSchema.parse(JSON.parse(policy)).Statement;

const covers = ({ Action, Resource, Condition }: Statement, action: string, resource: string, condition: unknown) =>
  [Action].flat().includes(action) &&
  [Resource].flat().includes(resource) &&
  (Condition === undefined || isDeepStrictEqual(Condition, condition));
