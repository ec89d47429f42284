import { COMMAND_IMAGE, ENTRYPOINT_IMAGE, IMAGE, OTHER_ARCHITECTURE_IMAGE } from "./engine";

/** Row of the table: a job definition, and what differs between the two runners. */
export interface Row {
  readonly title: string;
  readonly container?: Readonly<Record<string, unknown>>;
  /** Members of RegisterJobDefinition other than containerProperties. */
  readonly definition?: Readonly<Record<string, unknown>>;
  readonly submit?: Readonly<Record<string, unknown>>;
  /** @default "EC2" */
  readonly platform?: "EC2" | "FARGATE";
  /** Terminates the job when it has written this line. */
  readonly terminateAfter?: string;
  /** Reason for different results. Undefined if both must be equal. */
  readonly difference?: string;
}

const shell = (script: string, ...args: readonly string[]) => ({ command: ["sh", "-c", script, "sh", ...args] });

const HANDLES_TERM = "trap 'echo cleaning up; exit 7' TERM; echo ready; while :; do sleep 0.05; done";
const IGNORES_TERM = "trap '' TERM; echo ready; while :; do sleep 0.05; done";
/** Exits with 7 on attempts 1 and 2, then with 0. */
const SUCCEEDS_LATER = 'echo "attempt $AWS_BATCH_JOB_ATTEMPT"; [ "$AWS_BATCH_JOB_ATTEMPT" -ge 3 ] || exit 7';
const TIMEOUT = { timeout: { attemptDurationSeconds: 60 } };

/** Role of jobs with secrets, and of jobs on Fargate. */
export const EXECUTION_ROLE_ARN = "arn:aws:iam::123456789012:role/execution";

/** Value that the tests pass for the secret GIVEN. */
export const SECRETS = new Map([["GIVEN", "a secret value"]]);

export const ROWS: readonly Row[] = [
  { title: "exit code 0", container: shell("echo done") },
  { title: "exit code 3", container: shell("exit 3") },
  { title: "exit code 137 of the command itself", container: shell("exit 137") },
  { title: "exit code 255", container: shell("exit 255") },
  { title: "exit code 125, which engines use themselves", container: shell("exit 125") },
  { title: "no output", container: { command: ["true"] } },
  { title: "output without a line end", container: shell("printf 'no line end'") },
  { title: "standard error", container: shell("echo error >&2; exit 1") },
  { title: "huge log (40,000 lines)", container: shell("yes 0123456789 | head -n 40000") },
  { title: "a line of 100,000 characters", container: shell("head -c 100000 /dev/zero | tr '\\0' x; echo") },
  { title: "multi-byte output", container: shell("echo 'grüße 日本'") },
  {
    title: "environment",
    container: { ...shell('echo "$PLAIN|$SPACES|$QUOTES"'), environment: variables() },
  },
  {
    title: "variables of Batch",
    container: shell(
      'echo "$AWS_BATCH_JOB_ATTEMPT $AWS_BATCH_JQ_NAME $AWS_BATCH_CE_NAME"; test -n "$AWS_BATCH_JOB_ID"',
    ),
  },
  {
    title: "arguments are not interpreted",
    container: shell('printf "%s|" "$@"; echo', "a b", "$HOME", "`id`", "*", "'", ""),
  },
  {
    title: "`Ref::` parameters",
    container: shell('echo "$1"', "Ref::message"),
    definition: { parameters: { message: "default" } },
    submit: { parameters: { message: "of this job" } },
  },
  {
    title: "command and environment of containerOverrides",
    container: shell("exit 9"),
    submit: {
      containerOverrides: { ...shell('echo "$GREETING"'), environment: [{ name: "GREETING", value: "overridden" }] },
    },
  },
  {
    title: "array of 3",
    container: shell('echo "$AWS_BATCH_JOB_ARRAY_INDEX of $AWS_BATCH_JOB_ARRAY_SIZE"'),
    submit: { arrayProperties: { size: 3 } },
  },
  {
    title: "array of 3 with a failed child",
    container: shell('exit "$AWS_BATCH_JOB_ARRAY_INDEX"'),
    submit: { arrayProperties: { size: 3 } },
  },
  {
    title: "retry until attempt 3 succeeds",
    container: shell(SUCCEEDS_LATER),
    definition: { retryStrategy: { attempts: 5 } },
  },
  {
    title: "retry with evaluateOnExit: RETRY on 7",
    container: shell(SUCCEEDS_LATER),
    definition: {
      retryStrategy: {
        attempts: 5,
        evaluateOnExit: [
          { onExitCode: "7", action: "RETRY" },
          { onExitCode: "*", action: "EXIT" },
        ],
      },
    },
  },
  {
    title: "retry with evaluateOnExit: EXIT on 7",
    container: shell(SUCCEEDS_LATER),
    definition: { retryStrategy: { attempts: 5, evaluateOnExit: [{ onExitCode: "7", action: "EXIT" }] } },
  },
  { title: "timeout, SIGTERM handled", container: shell(HANDLES_TERM), definition: TIMEOUT },
  { title: "timeout, SIGTERM ignored", container: shell(IGNORES_TERM), definition: TIMEOUT },
  { title: "TerminateJob, SIGTERM handled", container: shell(HANDLES_TERM), terminateAfter: "ready" },
  { title: "TerminateJob, SIGTERM ignored", container: shell(IGNORES_TERM), terminateAfter: "ready" },
  {
    title: "TerminateJob, no signal handler",
    container: shell("echo ready; exec sleep 1000"),
    terminateAfter: "ready",
    difference: "The first process of a container ignores signals without a handler, so SIGKILL ends it after 30 s.",
  },
  {
    title: "the command kills itself with SIGSEGV",
    container: shell("kill -SEGV $$; sleep 0.2; echo still running"),
    difference: "The first process of a container ignores signals without a handler.",
  },
  { title: "background process left behind", container: shell("sleep 1000 & echo started") },
  {
    title: "more memory than allowed (16 MiB)",
    container: { ...shell("x=$(head -c 50000000 /dev/zero | tr '\\0' x); echo allocated"), ...requirements("16") },
    difference: "A process has no memory limit.",
  },
  {
    title: "user 65534",
    container: { ...shell('[ "$(id -u)" = 65534 ] && echo 65534 || echo another user'), user: "65534" },
    difference: "A process runs as the user of the endpoint.",
  },
  {
    title: "read-only root file system",
    container: { ...shell('touch "$HOME/probe" && rm "$HOME/probe"'), readonlyRootFilesystem: true },
    difference: "A process has the file system of this machine.",
  },
  {
    title: "tmpfs",
    container: {
      ...shell("grep -o '/job-scratch tmpfs' /proc/mounts"),
      readonlyRootFilesystem: true,
      linuxParameters: { tmpfs: [{ containerPath: "/job-scratch", size: 5 }] },
    },
    difference: "A process has no tmpfs of its own.",
  },
  {
    title: "ulimit",
    container: {
      ...shell("ulimit -c | grep -qx 8 && echo 8 blocks || echo other"),
      ulimits: [{ name: "core", softLimit: 4096, hardLimit: 4096 }],
    },
    difference: "A process has the limits of the endpoint.",
  },
  {
    title: "empty volume",
    container: {
      ...shell("touch /job-data/file && ls /job-data"),
      volumes: [{ name: "data", host: {} }],
      mountPoints: [{ sourceVolume: "data", containerPath: "/job-data" }],
    },
    difference: "A process has no volumes.",
  },
  {
    title: "Amazon EFS volume",
    container: {
      ...shell("echo not reached"),
      volumes: [{ name: "shared", efsVolumeConfiguration: { fileSystemId: "fs-12345678" } }],
    },
    difference:
      "The process runner ignores volumes; the container runner rejects those that are not available locally.",
  },
  {
    title: "secret given with `--secret`",
    container: { ...shell('echo "$GIVEN"'), ...withSecret("GIVEN") },
  },
  {
    title: "secret not given",
    container: { ...shell('echo "${DB_PASSWORD-unset}"'), ...withSecret("DB_PASSWORD") },
    difference: "The process runner starts the job without the variable.",
  },
  {
    title: "image with an ENTRYPOINT",
    container: { image: ENTRYPOINT_IMAGE, command: ["echo", "command"] },
    difference: "The command of the job replaces CMD and follows the ENTRYPOINT. A process has no image.",
  },
  {
    title: "command of the image",
    container: { image: COMMAND_IMAGE },
    difference: "A process has no image, so it requires a command.",
  },
  {
    title: "missing image",
    container: { image: "localhost:1/no-such-image:1", ...shell("echo runs") },
    difference: "A process has no image.",
  },
  {
    title: "missing image on Fargate",
    platform: "FARGATE",
    container: { image: "localhost:1/no-such-image:1", ...shell("echo runs") },
    difference: "A process has no image.",
  },
  {
    title: "image for another architecture, on Fargate",
    platform: "FARGATE",
    container: { image: OTHER_ARCHITECTURE_IMAGE, ...shell("echo runs") },
    difference: "A process has no image.",
  },
  { title: "no such program", container: { command: ["no-such-program"] } },
];

/** The default container of a row, on its platform. */
export const DEFAULT_CONTAINER = { image: IMAGE, ...requirements("64") };

function requirements(memoryMiB: string) {
  return {
    resourceRequirements: [
      { type: "VCPU", value: "1" },
      { type: "MEMORY", value: memoryMiB },
    ],
  };
}

function withSecret(name: string) {
  return {
    executionRoleArn: EXECUTION_ROLE_ARN,
    secrets: [{ name, valueFrom: `arn:aws:secretsmanager:us-east-1:123456789012:secret:${name}` }],
  };
}

function variables() {
  return [
    { name: "PLAIN", value: "plain" },
    { name: "SPACES", value: " two  spaces " },
    { name: "QUOTES", value: "'\"$HOME" },
  ];
}
