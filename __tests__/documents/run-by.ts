/** Test that runs a documented command: a file or folder of a tier, and the text that runs the command. */
export interface RunBy {
  readonly file: string;
  readonly showing: string;
}
/** Why nothing can run it here. */
export interface NotRun {
  readonly because: string;
}

const by = (file: string, showing: string): RunBy => ({ file, showing });
const ci = (showing: string): RunBy => by(".ci/run", showing);
const workflow = (showing: string): RunBy => by(".github", showing);
const e2e = (showing: string): RunBy => by("__tests__/e2e", showing);
const command = (file: string, showing: string): RunBy => by(`__tests__/cli/commands/${file}.test.ts`, showing);
const locally = (showing: string): RunBy => by("__tests__/documents/local-commands.test.ts", showing);

const rehearsed = by("__tests__/documents/rehearsal.test.ts", "## Rehearse it without GitHub");

const NEEDS_GITHUB: NotRun = { because: "changes a repository on GitHub, by GitHub's own tool" };
const NEEDS_AWS: NotRun = { because: "an example on an account of the reader's own" };
const MEASURES: NotRun = {
  because: "records or measures for minutes, and writes into docs/; what it writes is tested",
};

/** Programs that are not ours, whatever they are told to do. */
const PROGRAMS: readonly (readonly [RegExp, RunBy | NotRun])[] = [
  [/^gh |^git (remote|switch|commit|push) /, NEEDS_GITHUB],
  [/^aws /, by("__tests__/conformance/test_documented_commands.py", "COMMANDS")],
  [/^npm test -- /, { because: "is a part of npm test" }],
  [/^tofu version/, by("cli/terraform", '"version"')],
  [/^poller estimate /, locally("poller estimate ")],
];

const COMMANDS: Readonly<Record<string, RunBy | NotRun>> = {
  ".ci/run": { because: "is what runs all tiers" },
  "cdktf init": { because: "names what makes the project that the benchmark compares with" },
  "checkov --framework terraform_plan -f plan.json --quiet --compact -o json > result.json": by(
    "__tests__/e2e/support/checkov.ts",
    "--framework",
  ),
  'curl "$AWS_ENDPOINT_URL_BATCH/_faults"': by(
    "packages/local-aws/__tests__/batch/faults/faults-protocol.test.ts",
    "_faults",
  ),
  'curl -d @faults.json "$AWS_ENDPOINT_URL_BATCH/_faults"': by(
    "packages/local-aws/__tests__/batch/faults/faults-protocol.test.ts",
    "_faults",
  ),
  help: { because: "is a page to read" },
  "node --require tsx/cjs main.ts": by("cdktf.json", "node --require tsx/cjs main.ts"),
  "node --require ./tools/bench/import-barrel.cjs --require tsx/cjs main.ts": by("tools/bench/synth.ts", "barrel"),
  "node tools/compare-checkov.mjs result.json ...": by("__tests__/e2e/support/checkov.ts", "compare-checkov.mjs"),
  "npm ci": ci("npm ci"),
  "npm run bench": MEASURES,
  "npm run bench -- --only polls": MEASURES,
  "npm run bench -- --only gate": MEASURES,
  "npm run bench:console": MEASURES,
  "npm run bench:load": MEASURES,
  "npm run bench:synth": ci("npm run bench:synth"),
  "npm run build": by("__tests__/set-up/global-setup.ts", "build-lambdas.mjs"),
  "npm run check": workflow("npm run check"),
  "npm run docs:console": { because: "takes pictures in a browser, into this very tree" },
  "npm run emulators": by("__tests__/e2e/emulators.e2e.ts", '"emulators"'),
  "npm run docs:figures": by("__tests__/tools/figures.test.ts", "makeFigures()"),
  "npm run docs:terminal": { because: "draws what a terminal showed, into this very tree" },
  "npm install": by("__tests__/examples", "install("),
  "npm install ./job-status-poller-0.1.0.tgz": by("__tests__/examples", "install("),
  "npm pack": by("__tests__/examples", '"pack"'),
  "npx cdktf deploy": NEEDS_AWS,
  "npm run format": { because: "writes into this very tree; npm run format:check says what it would write" },
  "npm run format:check": by("package.json", '"check": "npm run format:check && '),
  "npm run lint": by("package.json", " && npm run lint && "),
  "npm run providers:lock": by("__tests__/tools/lock-providers.test.ts", "lock-providers.mjs"),
  "npm run prepare": by("__tests__/examples", '"pack"'),
  "npm run spell": by("package.json", " && npm run spell && "),
  "npm run synth": e2e('"synth"'),
  "npm run test:browser": ci("npm run test:browser"),
  "npm run test:cdktn": ci("npm run test:cdktn"),
  "npm run test:package": ci("npm run test:package"),
  "npm run test:containers": ci("npm run test:containers"),
  "npm run test:conformance": ci("npm run test:conformance"),
  "npm run test:coverage": by("package.json", " && npm run test:coverage"),
  "npm run test:e2e": ci("npm run test:e2e"),
  "npm run test:mutations": { because: "takes ten minutes; __tests__/reliability holds what it wrote" },
  "npm run test:opentofu": {
    because: "needs OpenTofu, which the other tiers do without; docs/opentofu.md says what it showed",
  },
  "npm run test:pipeline": ci("npm run test:pipeline"),
  "npm run types": by("package.json", " && npm run types && "),
  "npm run verify": ci("npm run verify"),
  "npm test": ci("npm test"),
  "npx --no-install ts-node main.ts": by("tools/compare-synth.mjs", "ts-node"),
  "poller --help": locally("poller --help"),
  "poller attach 876da822-4198-45f2-a252-6cea32512ea8 --local --watch": locally("poller attach JOB_ID --local --watch"),
  "poller attach 876da822-4198-45f2-a252-6cea32512ea8 --state-machine-arn ARN --wait-time 300": locally(
    "poller attach JOB_ID --state-machine-arn ARN --wait-time 300",
  ),
  "poller bootstrap --environment dev": e2e('(["bootstrap", ...DEV]'),
  "poller bootstrap --environment prod --yes": e2e('(["bootstrap", ...DEV, "--yes"]'),
  "poller ci --help": locally("poller ci --help"),
  "poller ci apply batch-dev --reviewed build/reports": rehearsed,
  "poller ci apply job-poller-dev --reviewed build/reports": rehearsed,
  "poller ci apply job-poller-dev --reviewed build/reviewed": workflow("npm run ci -- apply"),
  "poller ci apply job-poller-dev --reviewed build/reviewed --accept-new-plan": workflow("--accept-new-plan"),
  "poller ci comment --outdated": workflow("npm run ci -- comment --outdated"),
  "poller ci comment --reports build/reports": workflow("npm run ci -- comment --reports"),
  "poller ci converge job-poller-dev": command("ci/steps", '"converge"'),
  "poller ci drift job-poller-dev": workflow("npm run ci -- drift"),
  "poller ci environment --environment dev": workflow("npm run ci -- environment"),
  "poller ci firewall --environment dev": rehearsed,
  "poller ci firewall --environment dev --out-dir cdktf.out": workflow("npm run ci -- firewall"),
  "poller ci lock job-poller-dev": workflow("npm run ci -- lock"),
  "poller ci plan batch-dev --report build/reports/batch-dev.json": rehearsed,
  "poller ci plan job-poller-dev --report build/reports/job-poller-dev.json": workflow("npm run ci -- plan"),
  "poller ci reviewed --reports build/reviewed": workflow("npm run ci -- reviewed"),
  "poller ci synth --environment dev": rehearsed,
  "poller ci synth --environment dev --max-waves 3": workflow("npm run ci -- synth"),
  "poller ci waves --out-dir cdktf.out": command("ci/steps", '"waves"'),
  "poller console": command("console", '"console"'),
  "poller console --environment dev": command("console", '"--environment", "dev"'),
  "poller console --local": command("console", '"--local"'),
  "poller console --speed 1 --open": command("console", "openInBrowser"),
  "poller console --state-machine-arn ARN": command("console", '"--state-machine-arn"'),
  "poller console --state-machine-arn ARN --port 8085": command("console", '"--port"'),
  "poller demo": ci("npm run demo"),
  "poller demo --fail": ci("demo-fail demo 2 BatchJob.UserError --fail"),
  "poller demo --fail --report report.html": command("demo", '["--fail", "--report", file]'),
  "poller demo --input my-input.json --name nightly-1": command("demo", '["--name", "nightly-1"]'),
  "poller demo --json": command("demo", '["--json"]'),
  "poller demo --runner docker": by("__tests__/cli/local/choose-runner.test.ts", '"docker"'),
  "poller deploy --environment dev": e2e('(["deploy", ...DEV'),
  "poller destroy --environment dev": e2e('(["destroy", ...DEV'),
  "poller list --environment dev": locally("poller list --local"),
  "poller list --status RUNNING --environment dev": locally("--status FAILED"),
  "poller list --local": locally("poller list --local"),
  "poller list --state-machine-arn ARN --status FAILED --limit 100": locally(
    "poller list --state-machine-arn ARN --status FAILED --limit 100",
  ),
  "poller local": by("__tests__/cli/main.test.ts", 'givenPoller("local", "--cdktf-out"'),
  "poller local --faults faults.json": by(
    "packages/local-aws/__tests__/batch/faults/faults-protocol.test.ts",
    "_faults",
  ),
  "poller local --json": by("__tests__/cli/main.test.ts", 'givenPoller("local", "--json"'),
  "poller local --runner podman --secret DB_PASSWORD=example": by(
    "__tests__/cli/local/choose-runner.test.ts",
    '"podman"',
  ),
  "poller local --speed 30 --sfn-port 8083 --batch-port 8084": command("local", '["--speed", "30"]'),
  "poller report arn:aws:states:us-east-1:123456789012:execution:job-status-poller-dev:nightly-1 --out -": locally(
    "poller report EXECUTION_ARN --out -",
  ),
  "poller report EXECUTION --environment dev": command("report", '["report", '),
  "poller report nightly-1 --environment dev --out report.md": command("report", '"ticket.md"'),
  "poller report nightly-1 --local --out report.html": locally("poller report nightly-1 --local --out report.html"),
  "poller smoke --environment dev": e2e('(["smoke", ...DEV'),
  "poller smoke --environment dev --expect FAILED": e2e('(["smoke", ...DEV, "--expect", "FAILED"'),
  "poller smoke --environment dev --expect FAILED --timeout 5m": e2e('(["smoke", ...DEV, "--expect", "FAILED"'),
  "poller start --local": locally("poller start --local"),
  "poller start --local --input -": locally("poller start --local --input -"),
  "poller start --local --watch": locally("poller start --local --watch"),
  "poller start --state-machine-arn ARN --input my-input.json --name nightly-1": locally(
    "poller start --state-machine-arn ARN --input my-input.json --name nightly-1",
  ),
  "poller state import aws_iam_role.plan-role job-status-poller-dev-plan --environment dev --stack state-backend": by(
    "__tests__/cli/state/state-commands.test.ts",
    '"import"',
  ),
  "poller state list --environment dev": e2e('(["state", "list", ...DEV'),
  "poller state list --environment dev --stack batch": e2e('(["state", "list", ...DEV'),
  "poller state output --environment dev --json": e2e('(["state", "output", ...DEV, "--json"'),
  "poller state show aws_sfn_state_machine.state-machine --environment dev": e2e('(["state", "show", address'),
  "poller state unlock 5ad8f8b4-9b1e-8e7a-3a3b --environment dev": e2e('(["state", ...unlock'),
  "poller stop arn:aws:states:us-east-1:123456789012:execution:job-status-poller-dev:nightly-1":
    locally("poller stop EXECUTION_ARN"),
  'poller stop nightly-1 --local --reason "wrong input"': locally('poller stop nightly-1 --local --reason "wrong'),
  "poller stop EXECUTION --environment dev": e2e('(["stop", name, ...DEV'),
  "poller watch EXECUTION --environment dev": e2e('(["watch", "long", ...DEV'),
  "poller watch arn:aws:states:us-east-1:123456789012:execution:job-status-poller-dev:nightly-1":
    locally("poller watch EXECUTION_ARN"),
  "poller watch nightly-1 --local": locally("poller watch nightly-1 --local"),
  "terraform plan -out tf.plan": e2e('"-out=tf.plan"'),
  "terraform show -json tf.plan > plan.json": by("__tests__/e2e/support/checkov.ts", '["show", "-json", "tf.plan"]'),
};

/** Finds the test that runs a documented command, or the reason why none does; undefined for an unlisted command. */
export const findRunner = (documented: string): RunBy | NotRun | undefined =>
  COMMANDS[documented] ?? PROGRAMS.find(([pattern]) => pattern.test(documented))?.[1];

/** Commands of which somebody has said where they are run. */
export const EXPLAINED_COMMANDS: readonly string[] = Object.keys(COMMANDS);
