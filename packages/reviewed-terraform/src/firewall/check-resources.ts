import type { JsonObject } from "../json";
import { checkProviderArgument } from "./check-providers";
import { joinKey, type Findings } from "./findings";
import { findFileArguments, ZIP_TYPES } from "./local-files";

const LIFECYCLE_KEYS = [
  "create_before_destroy",
  "prevent_destroy",
  "ignore_changes",
  "replace_triggered_by",
  "precondition",
  "postcondition",
];

/** Allowed local files: archives, whose hash is in the plan. */
const ARCHIVE_OUTPUT = /^\$\{data\.archive_file\.[\w-]+\.output_path\}$/;

/** Checks the `resource` blocks: only AWS resources, without provisioners and local files. */
export function checkResources(value: unknown, findings: Findings): void {
  for (const [type, named, typePath] of findings.labels(value, "resource"))
    for (const [, body, path] of findings.labelled(named, typePath)) {
      if (!/^aws_[a-z0-9_]+$/.test(type))
        findings.add(typePath, "resource type", type, "use only resources of the provider aws");
      checkProviderArgument(body, path, findings);
      for (const key of ["provisioner", "connection"])
        if (key in body)
          findings.add(
            joinKey(path, key),
            "provisioner",
            body[key],
            "remove it; it runs programs on the machine that applies",
          );
      checkFiles(type, body, path, findings);
      if (body["lifecycle"] !== undefined)
        for (const [lifecycle, lifecyclePath] of findings.bodies(body["lifecycle"], joinKey(path, "lifecycle")))
          findings.allowKeys(
            lifecycle,
            lifecyclePath,
            LIFECYCLE_KEYS,
            "lifecycle",
            `use only ${LIFECYCLE_KEYS.join(", ")}`,
          );
    }
}

function checkFiles(type: string, body: JsonObject, path: string, findings: Findings): void {
  for (const key of findFileArguments(type, body)) {
    const given = body[key];
    if (!ZIP_TYPES.includes(type))
      findings.add(joinKey(path, key), "file", given, "use content in the configuration; this file cannot be compared");
    else if (typeof given !== "string" || !ARCHIVE_OUTPUT.test(given))
      findings.add(joinKey(path, key), "file", given, "use the output_path of an archive_file with the stack's assets");
  }
}
