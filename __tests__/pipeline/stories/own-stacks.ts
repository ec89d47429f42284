import { readFileSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { makeClone } from "../../e2e/support/clone";
import { which } from "../support/act";
import type { Runs } from "../support/pipeline";
import { expectEnd, scenario } from "../support/story";

const root = join(__dirname, "..", "..", "..");

/** Indented lines of docs/own-stacks.md: its commands. */
const COMMANDS = readFileSync(join(root, "docs", "own-stacks.md"), "utf8")
  .split("\n")
  .filter((line) => /^ {7}/.test(line))
  .join("\n");

let orders: Runs | undefined;
/** Returns the second repository. */
export function givenOrders(): Runs {
  if (orders === undefined) throw new Error("the second repository is not set up");
  return orders;
}

export const ownStacksSetUp = scenario(
  "second repository: the commands of docs/own-stacks.md set it up",
  async (pipeline) => {
    const path = join(await mkdtemp(join(tmpdir(), "poller-orders-")), "orders");
    const script = COMMANDS.replaceAll("../orders", path).replace("bootstrap --environment dev", "$& --yes");
    const clone = await makeClone(pipeline.cloud.environment, "022");
    const { exitCode, stdout, output } = await clone.run("sh", ["-euc", script], {
      PATH: [join(__dirname, "..", "bin"), process.env["PATH"] ?? ""].join(delimiter),
      STAND_IN_ROOT: root,
      STAND_IN_NPM: which("npm"),
      STAND_IN_TERRAFORM: which("terraform"),
      GITHUB_OIDC_PROVIDER: "existing",
    });
    await clone.remove();

    expect([exitCode, output]).toEqual([0, expect.stringContaining("apply_role_arn")]);
    const settings = stdout.slice(stdout.lastIndexOf("AWS_REGION="));
    expect(settings).toContain("DEPLOYED_STACKS=messages,alarms\n");
    orders = await pipeline.openOther("acme/orders", path, settings);
  },
);

export const ownStacksChanged = scenario(
  "second repository, plan changed since the review: not applied, with the differences",
  async () => {
    const { repository, openPullRequest, review, merge, github } = givenOrders();
    await repository.branch("first", (edit) => edit("README.md", "two stacks", "2 stacks"));
    await openPullRequest(1, "first");
    const shown = await review(1, "first");
    await repository.push((edit) => edit("main.ts", "345_600", "86_400"));

    const end = await merge(1, "first");

    expectEnd(shown, "green");
    expect(shown.log).toContain("assumed orders-dev-plan-us-east-1 in us-east-1");
    expect(github.comments[0]?.body).toMatch(/alarms-dev.*\n.*messages-dev/);
    expectEnd(end, "red");
    expect(end.log).toContain("messages-dev: the plan differs from pull request 1");
    expect(end.log).toContain("the plan of messages-dev is not the one that a pull request showed");
    expect(end.log).not.toContain("assumed orders-dev-apply-");
  },
);

export const ownStacksDeployed = scenario(
  "second repository: plans and applies its own stacks with the called workflows",
  async () => {
    const { repository, openPullRequest, review, merge } = givenOrders();
    await repository.branch("second", (edit) => edit("README.md", "2 stacks", "two stacks"));
    await openPullRequest(2, "second");
    expectEnd(await review(2, "second"), "green");

    const deployed = await merge(2, "second");

    expectEnd(deployed, "green");
    expect(deployed.log).toContain("messages-dev: the plan matches pull request 2");
    expect(deployed.log).toContain("assumed orders-dev-apply-us-east-1 in us-east-1");
    expect(deployed.log).toContain("alarms-dev: the plan is the approved one");
    expect(deployed.log).not.toContain("Smoke test of dev");
  },
);

export const ownStacksDestroyed = scenario(
  "second repository: shows the state, and destroys its own stacks with the called workflows",
  async () => {
    const { start } = givenOrders();
    const list = { command: "list", stack: "alarms", address: "", "lock-id": "" };

    const listed = await start("operate.yml", { inputs: list });
    const destroyed = await start("destroy.yml", { inputs: { confirm: "dev" } });
    const left = await start("operate.yml", { inputs: list });

    expectEnd(listed, "green");
    expect(listed.log).toContain("aws_cloudwatch_metric_alarm.old-orders");
    expectEnd(destroyed, "green");
    expect(destroyed.log).toContain("aws_sqs_queue.orders");
    expectEnd(left, "green");
    expect(left.log).not.toContain("aws_cloudwatch_metric_alarm.old-orders");
  },
);
