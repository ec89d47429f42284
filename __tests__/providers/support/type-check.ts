import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { runCommand } from "../../e2e/support/command";
import { ROOT, type PackageMap } from "./synthesize";

/** Type-checks main.ts and its imports with other packages. @returns the errors of tsc, one per line */
export async function typeCheck(folder: string, packages: PackageMap): Promise<string[]> {
  const config = join(folder, "tsconfig.json");
  const paths = Object.entries(packages).flatMap(([name, other]) =>
    ["", "/*"].map((rest) => [name + rest, [`./node_modules/${other}${rest}`]] as const),
  );
  await writeFile(
    config,
    JSON.stringify({
      extends: join(ROOT, "tsconfig.json"),
      compilerOptions: { types: ["node"], paths: Object.fromEntries(paths) },
      files: [join(ROOT, "main.ts")],
      include: [],
    }),
  );
  const tsc = join(ROOT, "node_modules", "typescript", "bin", "tsc");
  const { output } = await runCommand(process.execPath, [tsc, "-p", config], { cwd: ROOT, environment: process.env });
  return output.split("\n").filter((line) => line !== "");
}
