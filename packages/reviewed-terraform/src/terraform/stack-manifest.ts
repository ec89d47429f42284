import * as z from "zod";
import { DeliveryError } from "../delivery-error";

const STACK_NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$/;

const stackSchema = z.object({
  name: z.string().regex(STACK_NAME, "must be 1 to 128 letters, digits, - or _"),
  workingDirectory: z.string(),
  synthesizedStackPath: z.string(),
  dependencies: z.array(z.string()),
});

const manifestSchema = z.object({ stacks: z.record(z.string(), stackSchema) });

/** Synthesized stack in the manifest of cdktf. */
export interface ManifestStack {
  readonly name: string;
  readonly dependencies: readonly string[];
}

/**
 * Parses the manifest of cdktf.out and returns its stacks by name.
 * @param text - content of cdktf.out/manifest.json
 * @throws DeliveryError if the manifest is invalid, or if a stack is not in `stacks/NAME`
 */
export function parseManifest(text: string): ReadonlyMap<string, ManifestStack> {
  const stacks = Object.entries(readManifest(text).stacks).map(([key, stack]): [string, ManifestStack] => {
    const { name, dependencies, workingDirectory, synthesizedStackPath } = stack;
    if (key !== name)
      throw new DeliveryError([`manifest.json has the name ${name} for the stack ${key}; synthesize again`]);
    const folder = `stacks/${name}`;
    if (workingDirectory !== folder || synthesizedStackPath !== `${folder}/cdk.tf.json`)
      throw new DeliveryError([
        `manifest.json: ${name} must be in ${folder}, got ${workingDirectory} (${synthesizedStackPath}); synthesize again`,
      ]);
    return [name, { name, dependencies: [...new Set(dependencies)] }];
  });
  return new Map(stacks);
}

function readManifest(text: string): z.infer<typeof manifestSchema> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new DeliveryError(
      [`manifest.json is not valid JSON, or truncated after ${text.length} characters; synthesize again`],
      {
        cause: error,
      },
    );
  }
  const { data, error } = manifestSchema.safeParse(json);
  if (error === undefined) return data;
  throw new DeliveryError(
    error.issues.map(({ path, message }) => `manifest.json: ${path.join(".")}: ${message}; synthesize again`),
    { cause: error },
  );
}
