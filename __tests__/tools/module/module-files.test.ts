import { join } from "node:path";
import * as z from "zod";
import { eventsDefinition } from "../../../workflow/definitions/events-definition";
import { pollDefinition } from "../../../workflow/definitions/poll-definition";
import { syncDefinition } from "../../../workflow/definitions/sync-definition";
import { INTEGRATIONS, type WaitIntegration } from "../../../workflow/integration";
import { membersOf, parseJsonObject, type JsonObject } from "../../../tools/module/json";
import { createModuleFiles } from "../../../tools/module/module-files";
import { checkReplaced } from "../../../tools/module/placeholders";
import { withGivenFolder } from "../../../testing/given-deployment";

const FUNCTION = "arn:${local.partition}:lambda:${local.region}:${local.account_id}:function:${var.name}";
const FUNCTIONS = { submitJobFunctionArn: `${FUNCTION}-submit-job`, checkJobFunctionArn: `${FUNCTION}-check-job` };
const DEFINITIONS: Readonly<Record<WaitIntegration, object>> = {
  poll: pollDefinition(FUNCTIONS),
  sync: syncDefinition(),
  events: eventsDefinition({ ...FUNCTIONS, waitTableName: "${var.name}-waits" }),
};

interface GivenModule {
  readonly readme: string;
  readonly main: JsonObject;
  readonly outputs: JsonObject;
  readonly variables: JsonObject;
  /** All Terraform files as one text. */
  readonly text: string;
}

function createModule(integrationPattern: WaitIntegration): GivenModule {
  const files = withGivenFolder((folder) =>
    createModuleFiles({ integrationPattern, version: "1.2.3", lambdaCodePath: join(folder, "bundles") }),
  );
  const read = (name: string): JsonObject => parseJsonObject(files[name] ?? "");
  const { "README.md": readme = "", ...terraform } = files;
  return {
    readme,
    main: read("main.tf.json"),
    outputs: membersOf(read("outputs.tf.json")["output"]),
    variables: membersOf(read("variables.tf.json")["variable"]),
    text: Object.values(terraform).join(""),
  };
}

const namesIn = (text: string, pattern: RegExp): string[] =>
  [...new Set([...text.matchAll(pattern)].map(([, name = ""]) => name))].sort();

/** Returns the addresses of resources and data sources. */
function addressesOf({ main }: GivenModule): string[] {
  const addresses = (block: string, prefix: string): string[] =>
    Object.entries(membersOf(main[block])).flatMap(([type, resources]) =>
      Object.keys(membersOf(resources)).map((name) => `${prefix}${type}.${name}`),
    );
  return [...addresses("resource", ""), ...addresses("data", "data.")];
}

const MODULES = INTEGRATIONS.map((integration) => ({ integration, module: createModule(integration) }));

describe.each(MODULES)("module with the integration $integration", ({ integration, module }) => {
  it("has the definition that the tests run, with Terraform values only in ARNs and names", () => {
    const { state_machine: stateMachine } = membersOf(membersOf(module.main["resource"])["aws_sfn_state_machine"]);

    const definition = z.string().parse(membersOf(stateMachine)["definition"]);
    expect(JSON.parse(definition)).toEqual(DEFINITIONS[integration]);
  });

  it("uses every variable and every local value, and no others", () => {
    const { text, variables, main } = module;
    const withoutValidation = JSON.stringify([main, module.outputs]);

    expect(namesIn(withoutValidation, /\bvar\.(\w+)/g)).toEqual(Object.keys(variables).sort());
    expect(namesIn(text, /\blocal\.(\w+)/g)).toEqual(Object.keys(membersOf(main["locals"])).sort());
  });

  it("refers only to its own resources and data sources", () => {
    const addresses = addressesOf(module);
    const used = namesIn(module.text, /(?<!registry\.|module\.NAME\.)\b((?:data\.)?aws_\w+\.\w+)/g);

    expect(used.filter((address) => !addresses.includes(address))).toEqual([]);
  });

  it("configures neither provider nor backend, and requires only the AWS provider", () => {
    expect(Object.keys(module.main).sort()).toEqual(["check", "data", "locals", "resource"]);
    expect(module.text).not.toContain('"backend"');
    expect(module.text).toMatch(
      /"required_providers": \{\s+"aws": \{\s+"source": "hashicorp\/aws",\s+"version": ">= \d/,
    );
  });

  it("contains neither absolute paths, nor tokens and names of cdktf", () => {
    expect(module.text).not.toContain(process.cwd());
    expect(module.text).not.toMatch(/TfToken|assets\/|archive_file|_[\dA-F]{8}\b|zz-|0{12}/);
    expect(namesIn(module.text, /"filename": "([^"]+)"/g)).toEqual(
      Object.keys(membersOf(membersOf(module.main["resource"])["aws_lambda_function"]))
        .map((name) => `\${path.module}/lambdas/${name.replace("_", "-")}.zip`)
        .sort(),
    );
  });

  it("lists resources, inputs and outputs in the README between the markers of terraform-docs", () => {
    const [, tables = ""] = /<!-- BEGIN_TF_DOCS -->\n([^]+)<!-- END_TF_DOCS -->\n$/.exec(module.readme) ?? [];

    expect(namesIn(tables, /^\| \[(\S+)\]/gm)).toEqual(
      addressesOf(module)
        .map((address) => address.replace("data.", ""))
        .sort(),
    );
    expect(namesIn(tables, /name="input_(\w+)"/g)).toEqual(Object.keys(module.variables).sort());
    expect(namesIn(tables, /name="output_(\w+)"/g)).toEqual(Object.keys(module.outputs).sort());
    expect(namesIn(tables, /^## (\w+)/gm)).toEqual([
      "Inputs",
      "Modules",
      "Outputs",
      "Providers",
      "Requirements",
      "Resources",
    ]);
  });
});

it("has the resources of events only with the integration events", () => {
  const tables = MODULES.map(({ module }) => "aws_dynamodb_table" in membersOf(module.main["resource"]));

  expect(tables).toEqual([false, false, true]);
});

it("rejects a placeholder that is left", () => {
  expect(() => {
    checkReplaced({ resource: { name: "x-zz-name" } });
  }).toThrow(/^the module contains a value that is not replaced by a variable: .*x-zz-name/);
});
