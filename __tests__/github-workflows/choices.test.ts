import * as z from "zod";
import { DEPLOYED_PARTS } from "../../config/deployed-parts";
import { ENVIRONMENTS } from "../../config/environments";
import { WORKFLOWS } from "./workflow-files";

const askedSchema = z.looseObject({
  workflow_dispatch: z
    .looseObject({
      inputs: z.record(z.string(), z.looseObject({ options: z.array(z.string()).optional() })).default({}),
    })
    .nullish(),
});

/** Returns [workflow, choices] of each workflow with the given choice input. */
function choicesOf(input: string): [string, string[]][] {
  return Object.entries(WORKFLOWS).flatMap(([file, { on }]): [string, string[]][] => {
    const options = askedSchema.parse(on).workflow_dispatch?.inputs[input]?.options;
    return options === undefined ? [] : [[file, options]];
  });
}

describe("workflow choices", () => {
  it.each(choicesOf("environment"))("offers every environment of config/environments.ts: %s", (_, options) => {
    expect(options).toEqual([...ENVIRONMENTS]);
  });

  it.each(choicesOf("stack"))("offers every stack of config/deployed-parts.ts: %s", (_, options) => {
    expect(options.sort()).toEqual([...DEPLOYED_PARTS].sort());
  });

  it("covers all workflows with an environment or stack input", () => {
    expect(choicesOf("environment").map(([file]) => file)).toEqual([
      "deploy.yml",
      "destroy.yml",
      "operate.yml",
      "smoke.yml",
    ]);
    expect(choicesOf("stack").map(([file]) => file)).toEqual(["operate.yml"]);
  });

  it.each(["pull-request.yml", "drift.yml"])("runs for each environment with settings: %s", (file) => {
    const matrices = Object.values(WORKFLOWS[file]?.jobs ?? {}).flatMap(({ strategy }) =>
      typeof strategy?.matrix["environment"] === "string" ? [strategy.matrix["environment"]] : [],
    );

    expect(matrices.length).toBeGreaterThan(0);
    for (const matrix of matrices) expect(ENVIRONMENTS.filter((name) => !matrix.includes(`"${name}"`))).toEqual([]);
  });

  it("deploys environments one after the other, in the order of config/environments.ts: deploy.yml", () => {
    const deployed = Object.values(WORKFLOWS["deploy.yml"]?.jobs ?? {}).flatMap(({ with: { environment } }) =>
      environment === undefined ? [] : [environment],
    );

    expect(deployed).toEqual([...ENVIRONMENTS]);
  });
});
