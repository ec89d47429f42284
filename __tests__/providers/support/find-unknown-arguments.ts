import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { ROOT, type PackageMap } from "./synthesize";

const blocksSchema = z.record(z.string(), z.record(z.string(), z.record(z.string(), z.unknown()))).default({});
const stackSchema = z.object({ resource: blocksSchema, data: blocksSchema });

/** Arguments that Terraform has for every resource. */
const META_ARGUMENTS = ["//", "count", "depends_on", "for_each", "lifecycle", "provider"];

/**
 * Returns the arguments of resources and data sources that the bindings do not write. tsc checks arguments in code,
 * but not those of overrides.
 * @param folder - folder with the node_modules of the replaced packages
 * @param files - files of cdktf.out, parsed, by path
 */
export function findUnknownArguments(folder: string, packages: PackageMap, files: object): string[] {
  const stacks = Object.entries(files).filter(([path]) => path.endsWith("cdk.tf.json"));
  return stacks.flatMap(([path, file]) => {
    const { resource, data } = stackSchema.parse(file);
    return Object.entries({ ...resource, ...prefixKeys("data_", data) }).flatMap(([type, blocks]) => {
      const known = readArguments(folder, packages, type);
      return Object.entries(blocks).flatMap(([name, block]) =>
        Object.keys(block)
          .filter((argument) => known !== undefined && !known.has(argument))
          .map((argument) => `${path} ${type}.${name} ${argument}`),
      );
    });
  });
}

const prefixKeys = <Value>(prefix: string, values: Readonly<Record<string, Value>>): Record<string, Value> =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [prefix + key, value]));

/** Reads the arguments that the bindings of a type write. @returns undefined for types of cdktf itself */
function readArguments(folder: string, packages: PackageMap, type: string): ReadonlySet<string> | undefined {
  const [, isData = "", provider = "", name = ""] = /^(data_)?(aws|archive)_(\w+)$/.exec(type) ?? [];
  if (provider === "") return undefined;
  const original = `@cdktf/provider-${provider}`;
  const { [original]: other } = packages;
  const home = join(other === undefined ? ROOT : folder, "node_modules", other ?? original, "lib");
  const module = `${isData === "" ? "" : `data-${provider}-`}${name.replaceAll("_", "-")}`;
  const file = [module, `${module}-resource`].map((one) => join(home, one, "index.js")).find((one) => existsSync(one));
  if (file === undefined) throw new Error(`no bindings of ${type} in ${home}`);
  const [, body = ""] = /synthesizeAttributes\(\) \{\s+return \{(.*?)\n {8}\};/s.exec(readFileSync(file, "utf8")) ?? [];
  const names = [...body.matchAll(/^ {12}(\w+):/gm)].flatMap(([, argument = ""]) => argument);
  if (names.length === 0) throw new Error(`no arguments in ${file}`);
  return new Set([...names, ...META_ARGUMENTS]);
}
