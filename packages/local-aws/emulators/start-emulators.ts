import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startBatchEndpoint, createScaledClock, startStepFunctionsEndpoint } from "local-aws";
import type { Environment } from "./command";
import { createMinistackLambdas } from "./ministack-lambdas";
import { installEmulators } from "./python";
import { findFreePort, startServer } from "./server";

export const ACCOUNT_ID = "123456789012";
export const REGION = "us-east-1";

/** Speed of the job life cycle and of waits, relative to real time. */
export const SPEED = 30;

/** Emulated AWS account on this machine; docs/emulators.md lists the emulators. */
export interface Cloud {
  readonly motoUrl: string;
  readonly ministackUrl: string;
  readonly batchUrl: string;
  /** Environment variables for Terraform, cdktf and poller, in addition to the settings of dev. */
  readonly environment: Environment;
  stop(): Promise<void>;
}

export async function startCloud(): Promise<Cloud> {
  const bin = await installEmulators();
  const clock = createScaledClock(SPEED);
  const batch = await startBatchEndpoint({ clock, region: REGION, accountId: ACCOUNT_ID });
  const path = `${join(__dirname, "..", "..", "..", "node_modules", ".bin")}:${process.env["PATH"] ?? ""}`;
  const [motoPort, ministackPort, stepFunctionsPort] = [
    await findFreePort(),
    await findFreePort(),
    await findFreePort(),
  ];
  // MiniStack does not delete the code of its functions.
  const temporary = await mkdtemp(join(tmpdir(), "poller-cloud-"));
  const common = { ...process.env, PATH: path, PYTHONDONTWRITEBYTECODE: "1", TMPDIR: temporary };
  const [python, servers] = [join(bin, "python"), join(__dirname, "..", "emulators")];
  const moto = await startServer(python, [join(servers, "moto_server.py"), "-H", "127.0.0.1", "-p", String(motoPort)], {
    port: motoPort,
    healthPath: "/moto-api/data.json",
    environment: common,
  });
  const ministack = await startServer(python, [join(servers, "ministack_server.py")], {
    port: ministackPort,
    healthPath: "/_ministack/health",
    environment: {
      ...common,
      GATEWAY_PORT: String(ministackPort),
      BIND_HOST: "127.0.0.1",
      MINISTACK_ACCOUNT_ID: ACCOUNT_ID,
      LOG_LEVEL: "WARNING",
      // Functions inherit this variable.
      AWS_ENDPOINT_URL_BATCH: batch.url,
      AWS_ENDPOINT_URL_SFN: `http://127.0.0.1:${stepFunctionsPort}`,
    },
  });
  const stepFunctions = await startStepFunctionsEndpoint({
    clock,
    region: REGION,
    accountId: ACCOUNT_ID,
    port: stepFunctionsPort,
    lambdas: createMinistackLambdas(ministack.url),
    callBatch: (operation, input) => batch.call(operation, input),
  });
  return {
    motoUrl: moto.url,
    ministackUrl: ministack.url,
    batchUrl: batch.url,
    environment: {
      ...inherited(),
      PATH: path,
      AWS_ENDPOINT_URL: moto.url,
      AWS_ENDPOINT_URL_LAMBDA: ministack.url,
      AWS_ENDPOINT_URL_BATCH: batch.url,
      AWS_ENDPOINT_URL_SFN: stepFunctions.url,
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_EC2_METADATA_DISABLED: "true",
      AWS_REGION: REGION,
      AWS_ACCOUNT_ID: ACCOUNT_ID,
      GITHUB_REPOSITORY: "acme/poller",
      CHECKPOINT_DISABLE: "1",
    },
    stop: async () => {
      await stepFunctions.close();
      await Promise.all([batch.close(), moto.stop(), ministack.stop()]);
      await rm(temporary, { recursive: true, force: true });
    },
  };
}

/** Required variables of this machine, without settings and credentials of the user. */
function inherited(): Environment {
  const wanted =
    /^(HOME|TMPDIR|LANG|TF_CLI_CONFIG_FILE|TF_PLUGIN_CACHE_DIR|TERRAFORM_BINARY_NAME|HTTPS?_PROXY|NO_PROXY)$/i;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => wanted.test(name)));
}
