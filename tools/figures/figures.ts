import { readFileSync } from "node:fs";
import { join } from "node:path";
import { resourceOf, synthEnvironment } from "../../testing/given-deployment";
import { replaceSection } from "../bench/replace-section";
import { drawStateMachine, THEMES } from "./draw-state-machine";
import { renderIdleCost } from "./idle-cost";
import { renderPrices } from "./list-prices";
import { renderOwnJobCost } from "./own-job-cost";
import { renderComparisonRow, renderRunCost } from "./run-cost";

const ROOT = join(__dirname, "..", "..");

/** Generated content of a documentation file, with its path in the project. */
export interface Figure {
  readonly path: string;
  readonly text: string;
}

/** Generates the figures of the documentation from the synthesized stacks; tables are not formatted. */
export function makeFigures(): Figure[] {
  const environment = synthEnvironment({ AWS_REGION: "us-east-1" });
  const definition = String(resourceOf(environment.jobPoller, "aws_sfn_state_machine")["definition"]);
  const pictures = THEMES.map((theme) => ({
    path: `docs/pictures/state-machine-${theme}.svg`,
    text: drawStateMachine(definition, theme),
  }));
  const path = "docs/costs.md";
  const sections = { idle: renderIdleCost(environment), runs: renderRunCost(environment), prices: renderPrices() };
  const text = Object.entries(sections).reduce(
    (page, [name, markdown]) => replaceSection(page, name, markdown),
    readFileSync(join(ROOT, path), "utf8"),
  );
  const readme = readFileSync(join(ROOT, "README.md"), "utf8").replace(/^\| cost of .*$/m, renderComparisonRow);
  const ownJob = "docs/your-own-job.md";
  const ownJobText = replaceSection(readFileSync(join(ROOT, ownJob), "utf8"), "own-job", renderOwnJobCost(environment));
  return [...pictures, { path, text }, { path: ownJob, text: ownJobText }, { path: "README.md", text: readme }];
}
