import { basename } from "node:path";
import * as z from "zod";
import { DeliveryError } from "../delivery-error";
import { runProgram, type ProgramEnd } from "./run-program";
import type { ProgramContext } from "./terraform-place";

/** Terraform or OpenTofu; the commands and files used here are the same (docs/opentofu.md). */
export interface Product {
  readonly name: "Terraform" | "OpenTofu";
  /** Name of the command. */
  readonly program: "terraform" | "tofu";
  /** Installation page. */
  readonly url: string;
}

const TERRAFORM: Product = {
  name: "Terraform",
  program: "terraform",
  url: "https://developer.hashicorp.com/terraform/install",
};
const OPEN_TOFU: Product = { name: "OpenTofu", program: "tofu", url: "https://opentofu.org/docs/intro/install" };

/** @param command - name or path of the program, which identifies the product; the version output does not */
export const productOf = (command: string): Product => (/^tofu/i.test(basename(command)) ? OPEN_TOFU : TERRAFORM);

/**
 * Minimum version with S3 state locking without DynamoDB, as [major, minor]; the same for Terraform and OpenTofu.
 * @see https://opentofu.org/docs/v1.10/intro/whats-new
 */
const OLDEST = [1, 10] as const;

const systemErrorSchema = z.object({ code: z.string() });
const versionSchema = z.object({ terraform_version: z.string() });

/**
 * Finds Terraform or OpenTofu, like cdktf.
 * @returns TERRAFORM_BINARY_NAME, or `terraform`
 * @throws DeliveryError when it is missing or older than 1.10
 */
export async function findTerraform({ environment, interrupt }: ProgramContext): Promise<string> {
  const { TERRAFORM_BINARY_NAME: named } = environment;
  const command = named === undefined || named === "" ? "terraform" : named;
  const { name, url } = productOf(command);
  const end = await runProgram({
    command,
    args: ["version", "-json"],
    cwd: process.cwd(),
    environment: { ...environment, CHECKPOINT_DISABLE: "1" },
    interrupt,
  }).catch((error: unknown): never => {
    const reason = systemErrorSchema.safeParse(error).data?.code ?? String(error);
    const why = reason === "ENOENT" ? "is not installed" : `cannot be run (${reason})`;
    throw new DeliveryError(
      [`${name} (${command}) ${why}; get ${OLDEST.join(".")} or later from ${url}, or set TERRAFORM_BINARY_NAME`],
      { cause: error },
    );
  });
  checkVersion(command, end);
  return command;
}

function checkVersion(command: string, { stdout, stderr }: ProgramEnd): void {
  const version = readVersion(stdout);
  if (version === undefined)
    throw new DeliveryError([
      `cannot read the version of ${command}: ${(stderr || stdout).trim().replaceAll(/\s+/g, " ").slice(0, 200)}; is it ${productOf(command).name}?`,
    ]);
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return;
  const { name, url } = productOf(command);
  throw new DeliveryError([
    `${name} (${command}) is ${version}, and ${OLDEST.join(".")} is the oldest that locks a state in S3; get a later one from ${url}`,
  ]);
}

function readVersion(stdout: string): string | undefined {
  try {
    // OpenTofu prints warnings before the JSON.
    return versionSchema.safeParse(JSON.parse(stdout.slice(stdout.indexOf("{")))).data?.terraform_version;
  } catch {
    return undefined;
  }
}
