/**
 * Script of the sample job: prints one progress line per second and exits with `EXIT_CODE`. It requires only `sh`, so
 * it runs in a container and as a local process. It must not contain `${`, which Terraform evaluates.
 */
const SAMPLE_JOB_SCRIPT = [
  // Without a trap, sh ignores SIGTERM as the first process of a container.
  "trap 'exit 143' TERM",
  'for step in 1 2 3; do echo "step $step of 3: $1"; sleep 1; done',
  'if [ "$EXIT_CODE" != 0 ]; then echo "error: asked to end with exit code $EXIT_CODE" >&2; fi',
  'exit "$EXIT_CODE"',
].join("\n");

/** Command of the sample job. The message is an argument, so the shell does not interpret it. */
export const SAMPLE_JOB_COMMAND = ["sh", "-c", SAMPLE_JOB_SCRIPT, "sample-job", "Ref::message"];

/** Default parameters of the sample job; an execution can override them. */
export const SAMPLE_JOB_PARAMETERS = { message: "working" };

/** Environment variables of the sample job; an execution can override EXIT_CODE to make the job fail. */
export const SAMPLE_JOB_ENVIRONMENT = { EXIT_CODE: "0" };
