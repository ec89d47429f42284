import type { WaitIntegration } from "../../workflow/integration";
import { OUTPUTS } from "./outputs";
import type { ModuleVariable } from "./variables";

/** Resource or data source of the module. */
export interface ModuleResource {
  readonly type: string;
  readonly name: string;
  readonly mode: "resource" | "data";
}

export interface ReadmeOptions {
  readonly integrationPattern: WaitIntegration;
  readonly version: string;
  /** Version constraints of Terraform and of the AWS provider. */
  readonly versions: { readonly required_version: string; readonly aws: string };
  readonly variables: readonly ModuleVariable[];
  readonly resources: readonly ModuleResource[];
}

const INTEGRATIONS: Readonly<Record<WaitIntegration, string>> = {
  poll: "Lambda functions submit the job and look at it",
  sync: "Step Functions submits the job and waits for it (`batch:submitJob.sync`)",
  events: "Lambda functions submit the job and look at it, and an event of Batch ends each wait",
};

/** Renders the README. The part between the markers is what `terraform-docs markdown table` writes. */
export function renderReadme({ integrationPattern, version, ...module }: ReadmeOptions): string {
  return `# Job Status Poller

Terraform module that runs AWS Batch jobs under AWS Step Functions and reports how they ended. Generated from
job-status-poller ${version} with the integration \`${integrationPattern}\`: ${INTEGRATIONS[integrationPattern]}.

\`\`\`hcl
${EXAMPLE}
\`\`\`

<!-- BEGIN_TF_DOCS -->
${renderTables(module)}
<!-- END_TF_DOCS -->
`;
}

/** Root module of the README. */
const EXAMPLE = `provider "aws" {
  region = "eu-west-1"
}

module "job_poller" {
  source              = "./module"
  name                = "reports"
  job_queue_arns      = ["arn:aws:batch:eu-west-1:123456789012:job-queue/reports"]
  job_definition_arns = ["arn:aws:batch:eu-west-1:123456789012:job-definition/monthly-report"]
}

output "state_machine_arn" {
  value = module.job_poller.state_machine_arn
}`;

function renderTables({ versions, variables, resources }: Omit<ReadmeOptions, "integrationPattern" | "version">) {
  const providers = [["aws", versions.aws]] as const;
  return [
    "## Requirements",
    table(
      ["Name", "Version"],
      [["terraform", versions.required_version], ...providers].map(([name = "", constraint = ""]) => [
        anchor("requirement", name),
        constraint,
      ]),
    ),
    "## Providers",
    table(
      ["Name", "Version"],
      providers.map(([name, constraint]) => [anchor("provider", name), constraint]),
    ),
    "## Modules",
    "No modules.",
    "## Resources",
    table(["Name", "Type"], resources.map(renderResource)),
    "## Inputs",
    table(["Name", "Description", "Type", "Default", "Required"], variables.map(renderVariable)),
    "## Outputs",
    table(
      ["Name", "Description"],
      OUTPUTS.map(({ name, description }) => [anchor("output", name), escapeUnderscores(description)]),
    ),
  ].join("\n\n");
}

const RULES: Readonly<Record<string, string>> = { Required: ":--------:" };

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [
    `| ${head.join(" | ")} |`,
    `|${head.map((name) => RULES[name] ?? "-".repeat(name.length + 2)).join("|")}|`,
    ...rows.map((cells) => `| ${cells.join(" | ")} |`),
  ].join("\n");

const escapeUnderscores = (text: string): string => text.replaceAll("_", String.raw`\_`);
const anchor = (kind: string, name: string): string =>
  `<a name="${kind}_${name}"></a> [${escapeUnderscores(name)}](#${kind}\\_${escapeUnderscores(name)})`;

function renderResource({ type, name, mode }: ModuleResource): string[] {
  const folder = mode === "data" ? "data-sources" : "resources";
  const page = `https://registry.terraform.io/providers/hashicorp/aws/latest/docs/${folder}/${type.replace(/^aws_/, "")}`;
  return [`[${type}.${name}](${page})`, mode === "data" ? "data source" : "resource"];
}

const renderVariable = ({ name, description, type, default: value }: ModuleVariable): string[] => [
  anchor("input", name),
  escapeUnderscores(description),
  `\`${type}\``,
  value === undefined ? "n/a" : `\`${JSON.stringify(value)}\``,
  value === undefined ? "yes" : "no",
];
