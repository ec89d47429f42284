/**
 * Writes the Terraform module from the construct JobPoller. Usage: npm run module -- [--out FOLDER]
 * WAIT_INTEGRATION chooses the integration, and thereby the definition of the state machine.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import * as z from "zod";
import { INTEGRATIONS } from "../workflow/integration";
import { createModuleFiles } from "./module/module-files";
import { zipPath } from "./module/synthesize-variant";
import { zipFiles } from "./module/zip-files";

const ROOT = join(__dirname, "..");
const BUNDLES = join(ROOT, "build", "lambdas");
const MAIN = "main.tf.json";

const packageSchema = z.object({ version: z.string() });

/** @throws Error if the folder has other content than a module: it is replaced */
function clear(folder: string): void {
  const isModule = existsSync(join(folder, MAIN));
  if (existsSync(folder) && !isModule && readdirSync(folder).length > 0)
    throw new Error(`${folder} must be empty or contain a module (${MAIN}); choose another folder with --out`);
  rmSync(folder, { recursive: true, force: true });
}

function zipFunction(name: string): Buffer {
  const folder = join(BUNDLES, name);
  return zipFiles(
    new Map(
      readdirSync(folder)
        .sort()
        .map((file) => [file, readFileSync(join(folder, file))]),
    ),
  );
}

function main(): void {
  const { values } = parseArgs({ options: { out: { type: "string", default: join(ROOT, "module") } } });
  const integration = z.enum(INTEGRATIONS).default("poll").safeParse(process.env["WAIT_INTEGRATION"]);
  if (integration.data === undefined)
    throw new Error(
      `WAIT_INTEGRATION must be ${INTEGRATIONS.join(" or ")}, got ${process.env["WAIT_INTEGRATION"] ?? ""}`,
    );
  const { version } = packageSchema.parse(JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")));
  const texts = createModuleFiles({ integrationPattern: integration.data, version, lambdaCodePath: BUNDLES });
  const zips = [...(texts[MAIN] ?? "").matchAll(/lambdas\/([\w-]+)\.zip"/g)].map(([, name = ""]) => name);
  const files = {
    ...texts,
    ...Object.fromEntries([...new Set(zips)].map((name) => [zipPath(name), zipFunction(name)])),
  };
  const folder = resolve(values.out);
  clear(folder);
  for (const [path, content] of Object.entries(files)) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  process.stdout.write(`wrote ${Object.keys(files).join(", ")} to ${folder}\n`);
}

try {
  main();
} catch (error) {
  process.stderr.write(`module: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
