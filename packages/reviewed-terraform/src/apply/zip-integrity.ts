import { createHash } from "node:crypto";
import * as z from "zod";
import { DeliveryError } from "../delivery-error";
import { findFileArguments, ZIP_TYPES } from "../firewall/local-files";
import { isObject } from "../json";
import type { TerraformPlan } from "../terraform/terraform-plan";

/** Lambda function or layer version in a plan. */
export interface PlannedFunction {
  readonly address: string;
  /** Path of the zip, relative to the stack's folder. */
  readonly filename: string;
  /** SHA-256 of the zip, in Base64. */
  readonly sourceCodeHash: string;
}

const schema = z.object({ filename: z.string(), source_code_hash: z.string() });

/**
 * Returns the functions and layer versions that exist after the apply, including unchanged ones.
 * @throws DeliveryError if a zip or its hash is unknown in the plan, or if a resource of another type uploads a local
 *   file, so that the content cannot be verified
 */
export function findPlannedFunctions(plan: TerraformPlan): PlannedFunction[] {
  return plan.resource_changes
    .filter(({ mode }) => mode === "managed")
    .flatMap(({ address, type, change: { after, after_unknown: unknown } }) => {
      if (!isObject(after)) return [];
      const [argument] = findFileArguments(type, { ...after, ...(isObject(unknown) ? unknown : {}) });
      if (!ZIP_TYPES.includes(type)) {
        if (argument === undefined) return [];
        throw new DeliveryError([
          `${argument} of ${address} is a local file that cannot be verified; only functions and layers can upload files`,
        ]);
      }
      // A layer version can come from a bucket; functions of the pipeline cannot.
      if (type !== "aws_lambda_function" && argument === undefined) return [];
      const { data } = schema.safeParse(after);
      if (data === undefined)
        throw new DeliveryError([
          `filename and source_code_hash of ${address} are unknown in the plan, so its code cannot be verified; deploy it from an archive_file`,
        ]);
      return [{ address, filename: data.filename, sourceCodeHash: data.source_code_hash }];
    });
}

/**
 * Returns the problems of the zips that an apply would upload, one line per function.
 * @param readZip - returns the content of a file in the stack's folder, or undefined if it does not exist
 */
export function checkZips(
  functions: readonly PlannedFunction[],
  readZip: (filename: string) => Uint8Array | undefined,
): string[] {
  return functions.flatMap(({ address, filename, sourceCodeHash }) => {
    const zip = readZip(filename);
    if (zip === undefined) return [`${filename} of ${address} does not exist; plan again to create it`];
    const hash = createHash("sha256").update(zip).digest("base64");
    if (hash === sourceCodeHash) return [];
    return [
      `SHA-256 of ${filename} of ${address} must be ${sourceCodeHash} as planned, got ${hash}; nothing was applied; find out what changed the file and plan again`,
    ];
  });
}

/**
 * Returns the problems of the deployed code, one line per function.
 * @param plan - plan after the apply, with the refreshed state
 */
export function checkDeployedCode(
  functions: readonly PlannedFunction[],
  { prior_state: state }: Pick<TerraformPlan, "prior_state">,
): string[] {
  const resources = state?.values?.root_module.resources ?? [];
  const deployed = new Map(resources.map(({ address, values }) => [address, values["code_sha256"]]));
  return functions.flatMap(({ address, sourceCodeHash }) => {
    if (!deployed.has(address)) return [`${address} is not in the state after the apply; apply again`];
    const hash = deployed.get(address);
    if (hash === sourceCodeHash) return [];
    return [
      `SHA-256 of the code of ${address} must be ${sourceCodeHash} as planned, got ${typeof hash === "string" ? hash : "(unknown)"}; find out what deployed it and apply again`,
    ];
  });
}
