import { runtimesOfProvider } from "../../workflow/lambda-runtimes";
import type { WaitIntegration } from "../../workflow/integration";
import type { JobPollerProps } from "../../constructs/job-poller/props";
import { defined, mapMembers, membersOf, type JsonObject } from "./json";
import { LOCATION_DATA, LOCALS } from "./locals";
import { mergeVariants } from "./merge-variants";
import { checkReplaced, PLACEHOLDER_PROPS } from "./placeholders";
import { renderReadme, type ModuleResource } from "./readme";
import { synthesizeVariant } from "./synthesize-variant";
import { moduleVariables, type ModuleVariable } from "./variables";

/** Choice of the module's user that adds, changes or removes resources. */
interface Choice {
  /** Terraform expression. */
  readonly condition: string;
  /** Properties where the expression is true. */
  readonly props: Partial<JobPollerProps>;
  /** Properties where it is false. */
  readonly otherwise: Partial<JobPollerProps>;
}

const { kmsKeyArn, ...BASE_PROPS } = PLACEHOLDER_PROPS;

const CHOICES: readonly Choice[] = [
  { condition: "var.create_dashboard", props: {}, otherwise: { dashboard: false } },
  { condition: "var.create_alarms", props: {}, otherwise: { alarms: false } },
  { condition: "var.kms_key_arn != null", props: { kmsKeyArn }, otherwise: {} },
  { condition: "local.any_job_queue", props: { jobQueueArns: "any" }, otherwise: {} },
];

/** Synthesizes the construct once for each combination of the choices, and merges the results. */
function synthesizeChoices(props: JobPollerProps, [choice, ...others]: readonly Choice[]): JsonObject {
  if (choice === undefined) return synthesizeVariant(props);
  return mergeVariants(
    choice.condition,
    synthesizeChoices({ ...props, ...choice.props }, others),
    synthesizeChoices({ ...props, ...choice.otherwise }, others),
  );
}

/**
 * Earliest version of Terraform that the module works with. Version 1.9 allows locals in the validation of variables;
 * the tests run with 1.10 and later.
 */
const TERRAFORM_VERSION = ">= 1.10.0";

/** The earliest provider is that of the bindings. Version 6 has the same arguments (docs/aws-provider-6.md). */
const providerVersions = (version: string): string => `>= ${version}, < 7.0.0`;

export interface ModuleOptions {
  readonly integrationPattern: WaitIntegration;
  /** Version of this project, for the README. */
  readonly version: string;
  /** Folder with one subfolder per built Lambda function. @default the functions in this package */
  readonly lambdaCodePath?: string;
}

/** Returns the text files of the module by name. */
export function createModuleFiles({ version, ...props }: ModuleOptions): Readonly<Record<string, string>> {
  const { output, terraform, ...main } = synthesizeChoices({ ...BASE_PROPS, ...props }, CHOICES);
  const { version: provider } = membersOf(membersOf(membersOf(terraform)["required_providers"])["aws"]);
  if (typeof provider !== "string") throw new Error("the synthesized stack has no version of the AWS provider");
  const versions = { required_version: TERRAFORM_VERSION, aws: providerVersions(provider) };
  const variables = moduleVariables(runtimesOfProvider(provider).at(-1));
  checkReplaced(main);
  const files = {
    "main.tf.json": { data: LOCATION_DATA, locals: LOCALS, ...main },
    "outputs.tf.json": { output: membersOf(output) },
    "variables.tf.json": { variable: Object.fromEntries(variables.map((each) => [each.name, toBlock(each)])) },
    "versions.tf.json": {
      terraform: {
        required_version: versions.required_version,
        required_providers: { aws: { source: "hashicorp/aws", version: versions.aws } },
      },
    },
  };
  const generated = `Generated from job-status-poller ${version}`;
  return {
    ...Object.fromEntries(
      Object.entries(files).map(([name, blocks]) => [
        name,
        `${JSON.stringify({ "//": generated, ...blocks }, null, 2)}\n`,
      ]),
    ),
    "README.md": renderReadme({
      ...props,
      version,
      versions,
      variables,
      resources: [...addressesIn(membersOf(main["resource"]), "resource"), ...addressesIn(LOCATION_DATA, "data")],
    }),
  };
}

function toBlock({ name, type, description, checks = [], ...variable }: ModuleVariable): JsonObject {
  const validation = checks.map(({ condition, rule }) => ({
    condition: `\${${condition}}`,
    error_message: `${name} must be ${rule}, got \${jsonencode(var.${name})}.`,
  }));
  return defined({
    description,
    type,
    default: variable.default,
    // Null stands for the default, unless null is the default.
    nullable: variable.default === null ? undefined : false,
    validation: validation.length === 0 ? undefined : validation,
  });
}

const addressesIn = (blocks: JsonObject, mode: ModuleResource["mode"]): ModuleResource[] =>
  Object.entries(mapMembers(blocks, membersOf)).flatMap(([type, resources]) =>
    Object.keys(membersOf(resources)).map((name) => ({ type, name, mode })),
  );
