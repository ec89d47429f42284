import { createHash } from "node:crypto";
import * as z from "zod";
import { DeliveryError } from "./delivery-error";
import { isObject } from "./json";
import type { TerraformPlan } from "./terraform-plan";

/** A Lambda function as planned. */
export interface PlannedFunction {
  readonly address: string;
  /** Path of the zip, relative to the stack's folder. */
  readonly filename: string;
  /** Base64 of the zip's SHA-256. */
  readonly sourceCodeHash: string;
}

const FUNCTION_TYPE = "aws_lambda_function";

/**
 * The functions that are there after the apply, changed or not.
 * @throws DeliveryError for a function whose zip or hash the plan does not know: nothing would bind its code to the review
 */
export function findPlannedFunctions(plan: TerraformPlan): PlannedFunction[] {
  const schema = z.object({ filename: z.string(), source_code_hash: z.string() });
  return plan.resource_changes
    .filter(({ mode, type, change }) => mode === "managed" && type === FUNCTION_TYPE && isObject(change.after))
    .map(({ address, change }) => {
      const { data } = schema.safeParse(change.after);
      if (data === undefined)
        throw new DeliveryError([
          `the plan does not know filename and source_code_hash of ${address}, so its code cannot be checked; deploy it from an archive_file`,
        ]);
      return { address, filename: data.filename, sourceCodeHash: data.source_code_hash };
    });
}

/**
 * What is wrong with the zips that an apply would upload; one line for each.
 * @param readZip - content of the file of this name in the stack's folder; undefined when there is none
 */
export function checkZips(
  functions: readonly PlannedFunction[],
  readZip: (filename: string) => Uint8Array | undefined,
): string[] {
  return functions.flatMap(({ address, filename, sourceCodeHash }) => {
    const zip = readZip(filename);
    if (zip === undefined) return [`${filename} of ${address} does not exist; plan again, which writes it`];
    const hash = createHash("sha256").update(zip).digest("base64");
    if (hash === sourceCodeHash) return [];
    return [
      `${filename} of ${address} has the SHA-256 ${hash}, but ${sourceCodeHash} was planned, so nothing was applied; plan again, and find out who changed the file`,
    ];
  });
}

/**
 * What is wrong with the code that AWS says it runs now; one line for each function.
 * @param plan - made after the apply: it knows what AWS has answered
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
      `${address} runs code with the SHA-256 ${typeof hash === "string" ? hash : "(unknown)"}, but ${sourceCodeHash} was planned; apply again, and find out who deployed it`,
    ];
  });
}
