import { App } from "cdktf";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { DEPLOYED_PARTS } from "../../config/deployed-parts";
import { parseDeploymentConfig } from "../../config/deployment-config";
import { addEnvironment } from "../../stacks/environment";
import { GIVEN_SETTINGS, resourcesOf, synthEnvironment, withGivenFolder } from "../../testing/given-deployment";

function synthManifest(): unknown {
  const text = withGivenFolder((folder) => {
    const app = new App({ outdir: join(folder, "out") });
    addEnvironment(app, { config: parseDeploymentConfig(GIVEN_SETTINGS), lambdaCodePath: join(folder, "bundles") });
    app.synth();
    return readFileSync(join(app.outdir, "manifest.json"), "utf8");
  });
  return JSON.parse(text);
}

describe("stacks of an environment", () => {
  it("lists all stacks except state-backend in config/deployed-parts.ts", () => {
    const { stacks } = z.object({ stacks: z.record(z.string(), z.unknown()) }).parse(synthManifest());

    const named = ["state-backend", ...DEPLOYED_PARTS].map((part) => `${part}-dev`);

    expect(Object.keys(stacks).sort()).toEqual(named.sort());
  });

  it("deploys job-poller after batch, and neither of them with state-backend", () => {
    expect(synthManifest()).toMatchObject({
      stacks: {
        "state-backend-dev": { dependencies: [] },
        "batch-dev": { dependencies: [] },
        "job-poller-dev": { dependencies: ["batch-dev"] },
      },
    });
  });

  it.each(["stateBackend", "batch", "jobPoller"] as const)("reads no state of another stack: %s", (name) => {
    const stack = synthEnvironment()[name];

    expect(Object.keys(stack.data)).not.toContain("terraform_remote_state");
  });

  it.each([
    ["stateBackend", "state-backend"],
    ["batch", "batch"],
    ["jobPoller", "job-poller"],
  ] as const)("stores its state in the environment's bucket, with encryption and locking: %s", (name, part) => {
    const stack = synthEnvironment({ DEPLOY_ENVIRONMENT: "prod", STATE_BUCKET: "our-states" })[name];

    expect(stack.terraform).toMatchObject({
      backend: {
        s3: {
          bucket: "our-states",
          key: `prod/${part}.tfstate`,
          region: "eu-west-1",
          encrypt: true,
          use_lockfile: true,
        },
      },
      required_version: ">= 1.10.0",
    });
  });

  it.each(["batch", "jobPoller"] as const)("sets the environment's permissions boundary on every role: %s", (name) => {
    const stacks = synthEnvironment();

    const { name: boundary, path } = z
      .object({ name: z.string(), path: z.string() })
      .parse(resourcesOf(stacks.stateBackend, "aws_iam_policy").find(({ name }) => String(name).includes("boundary")));
    const roles = resourcesOf(stacks[name], "aws_iam_role");
    expect(roles.length).toBeGreaterThan(1);
    expect(new Set(roles.map((role) => role["permissions_boundary"]))).toEqual(
      new Set([`arn:aws:iam::123456789012:policy${path}${boundary}`]),
    );
  });

  it("deploys only to the given account and region, and tags all resources", () => {
    const { jobPoller } = synthEnvironment();

    expect(jobPoller.provider["aws"]).toEqual([
      {
        region: "eu-west-1",
        allowed_account_ids: ["123456789012"],
        default_tags: [
          {
            tags: {
              Project: "job-status-poller",
              Environment: "dev",
              Stack: "job-poller-dev",
              ManagedBy: "terraform",
            },
          },
        ],
      },
    ]);
  });
});
