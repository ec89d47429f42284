import { z } from "zod";
import { resourcesOf, type SynthesizedStack } from "../../testing/given-deployment";

const statementSchema = z.strictObject({
  Sid: z.string().regex(/^[A-Za-z0-9]+$/),
  Effect: z.literal("Allow"),
  Action: z.array(z.string()),
  Resource: z.array(z.string()),
  Condition: z.record(z.string(), z.record(z.string(), z.union([z.string(), z.array(z.string())]))).optional(),
});
const policySchema = z.object({ Statement: z.array(statementSchema) });

export type Statement = z.infer<typeof statementSchema>;

/** Statement with the name of its role or policy, without environment and region. */
export interface OwnedStatement {
  readonly owner: string;
  readonly statement: Statement;
}

/** Statements of the roles' inline policies. */
export function roleStatements(stack: SynthesizedStack, environmentName: string, region: string): OwnedStatement[] {
  return resourcesOf(stack, "aws_iam_role_policy").flatMap((attributes) => {
    const { role, policy } = z.object({ role: z.string(), policy: z.string() }).parse(attributes);
    const id = role.replace(/^\$\{aws_iam_role\.(.*)\.name\}$/, "$1");
    const name = z.string().parse(stack.resource["aws_iam_role"]?.[id]?.["name"]);
    return statementsOf(policy).map((statement) => ({ owner: partOf(name, environmentName, region), statement }));
  });
}

/** Statements of the managed policies. */
export function managedStatements(stack: SynthesizedStack, environmentName: string, region: string): OwnedStatement[] {
  return resourcesOf(stack, "aws_iam_policy").flatMap((attributes) => {
    const { name, policy } = z.object({ name: z.string(), policy: z.string() }).parse(attributes);
    return statementsOf(literalOf(stack, policy)).map((statement) => ({
      owner: partOf(name, environmentName, region),
      statement,
    }));
  });
}

/** Returns whether a resource, which may be a pattern, matches an IAM pattern. */
export function isWithin(resource: string, pattern: string): boolean {
  const expression = pattern
    .split("*")
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"))
    .join(".*");
  return new RegExp(`^${expression}$`).test(resource);
}

/** Literal policy; of a boundary that Terraform computes with managed policies, the part that is known. */
function literalOf({ locals }: SynthesizedStack, policy: string): string {
  if (!policy.startsWith("${local.")) return policy;
  const own = Object.entries(locals ?? {}).find(([name]) => name.includes("_own_"))?.[1];
  return z.string().parse(own);
}

function statementsOf(policy: string): Statement[] {
  return policySchema.parse(JSON.parse(policy)).Statement;
}

function partOf(name: string, environmentName: string, region: string): string {
  return name.replace(`${environmentName}-`, "").replace(`-${region}`, "");
}
