// Checks workflows, policies and definitions with actionlint, zizmor, parliament and statelint. Accepted findings are
// listed with their reasons in .github/actionlint.yaml, .github/zizmor.yml, tools/verify/check_policies.py and
// __tests__/conformance/test_statelint.py. checkov checks plans in npm run test:e2e.
// Usage: npm run verify [-- --report FILE.json]
import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { installGoProgram } from "./go-program.mjs";
import { installPython } from "./python-venv.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const folder = join(root, "build", "verify");
const { values } = parseArgs({ options: { report: { type: "string" } } });

const SETTINGS = {
  AWS_REGION: "us-east-1",
  AWS_ACCOUNT_ID: "123456789012",
  GITHUB_REPOSITORY: "owner/name",
};
/** Settings of stacks with different policies. */
const VARIANTS = [
  { DEPLOY_ENVIRONMENT: "dev", WAIT_INTEGRATION: "poll" },
  {
    DEPLOY_ENVIRONMENT: "prod",
    WAIT_INTEGRATION: "sync",
    CAPACITY_TYPE: "FARGATE_SPOT",
    CAPACITY_FALLBACK: "FARGATE",
    SCHEDULE_EXPRESSION: "rate(1 hour)",
    SCHEDULE_INPUT: '{"jobName":"hourly"}',
    S3_START_BUCKET: "incoming-files",
    S3_START_INPUT: '{"jobName":"import"}',
    NOTIFICATION_EMAIL: "team@example.com",
    JOB_IMAGE: "111122223333.dkr.ecr.us-east-1.amazonaws.com/team/job:7",
    JOB_SECRETS: JSON.stringify({
      TOKEN: "arn:aws:secretsmanager:us-east-1:123456789012:secret:team/token-a1b2c3",
      DSN: "arn:aws:ssm:us-east-1:123456789012:parameter/team/dsn",
    }),
    JOB_SECRETS_KMS_KEY_ARNS: "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab",
    JOB_ROLE_POLICY: JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: ["s3:GetObject"], Resource: "arn:aws:s3:::reports/*" }],
    }),
    JOB_QUEUE_ARNS: "urgent",
    JOB_DEFINITION_ARNS: "report",
  },
];

function run(command, args, environment = {}) {
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: ["ignore", "inherit", "inherit"],
  });
  if (status !== 0) throw new Error(error?.message ?? `${command} ended with exit code ${status}`);
}

function checkPolicies() {
  run("node", ["tools/build-lambdas.mjs"]);
  const outputs = VARIANTS.map((variant) => {
    const out = join(folder, variant.DEPLOY_ENVIRONMENT);
    rmSync(out, { recursive: true, force: true });
    mkdirSync(out, { recursive: true });
    run("node", ["--import", "tsx", "main.ts"], { ...SETTINGS, ...variant, CDKTF_OUTDIR: out });
    return out;
  });
  run(join(python(), "python"), ["tools/verify/check_policies.py", ...outputs]);
}

const python = () => installPython("verify-venv", join(root, "tools", "verify", "requirements.txt"));
const CHECKS = {
  actionlint: () => run(installGoProgram("actionlint"), []),
  zizmor: () => run(join(python(), "zizmor"), ["--offline", "--persona=auditor", "--no-progress", "--quiet", "."]),
  parliament: checkPolicies,
  statelint: () => run("node", ["tools/test-conformance.mjs", "-q", "-k", "statelint"]),
};

const failed = Object.entries(CHECKS).filter(([name, check]) => {
  try {
    check();
    process.stdout.write(`${name}: no unexplained findings\n`);
    return false;
  } catch (error) {
    process.stderr.write(`verify: ${name}: ${error.message}\n`);
    return true;
  }
});
const count = { passed: Object.keys(CHECKS).length - failed.length, failed: failed.length };
if (values.report !== undefined) writeFileSync(values.report, JSON.stringify(count));
process.stdout.write(`verify: ${count.passed} passed, ${count.failed} failed\n`);
process.exitCode = failed.length === 0 ? 0 : 1;
