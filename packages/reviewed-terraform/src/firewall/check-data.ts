import { isArray, type JsonObject } from "../json";
import { checkProviderArgument } from "./check-providers";
import { joinKey, type Findings } from "./findings";

/**
 * Allowed data sources. Terraform reads data sources during plan, before a review. These read no secrets, run no
 * programs and send no data.
 */
const AWS_DATA_SOURCES = [
  "aws_availability_zones",
  "aws_caller_identity",
  "aws_iam_policy",
  "aws_iam_policy_document",
  "aws_partition",
  "aws_region",
  "aws_service_principal",
];

/** File name without a path and without a leading dot. */
const FILE_NAME = /^[A-Za-z0-9_][\w.-]*$/;

/** Checks the `data` blocks, including those in `check` blocks. */
export function checkData(value: unknown, path: string, findings: Findings): void {
  for (const [type, named, typePath] of findings.labels(value, path))
    for (const [, body, bodyPath] of findings.labelled(named, typePath)) {
      if (type === "archive_file") checkArchive(body, bodyPath, findings);
      else if (!AWS_DATA_SOURCES.includes(type))
        findings.add(
          typePath,
          "data source",
          type,
          `use a setting for the value; only archive_file, ${AWS_DATA_SOURCES.join(", ")} are allowed`,
        );
      checkProviderArgument(body, bodyPath, findings);
      for (const key of ["provisioner", "connection"])
        if (key in body) findings.add(joinKey(bodyPath, key), "provisioner", body[key], "remove it");
    }
}

/**
 * Checks that an archive contains only assets and is written next to cdk.tf.json, so that it overwrites no provider.
 */
function checkArchive(body: JsonObject, path: string, findings: Findings): void {
  const keys = ["type", "source_dir", "source_file", "output_path", "output_file_mode", "excludes"];
  const advice = `remove it; an archive can have only ${keys.join(", ")}`;
  findings.allowKeys(body, path, keys, "archive", advice);
  for (const key of ["source_dir", "source_file"])
    if (body[key] !== undefined && !isAssetPath(body[key]))
      findings.add(joinKey(path, key), "archive", body[key], "use a literal path in assets/, as TerraformAsset does");
  const { output_path: outputPath, excludes = [] } = body;
  if (typeof outputPath !== "string" || !FILE_NAME.test(outputPath) || !outputPath.endsWith(".zip"))
    findings.add(
      joinKey(path, "output_path"),
      "archive",
      outputPath,
      "use a .zip in the stack's folder, like code.zip",
    );
  if (!isArray(excludes) || excludes.some((exclude) => typeof exclude !== "string"))
    findings.add(joinKey(path, "excludes"), "archive", excludes, "use a list of paths");
}

export function isAssetPath(path: unknown): boolean {
  if (typeof path !== "string") return false;
  const [root, ...names] = path.split("/");
  return root === "assets" && names.length > 0 && names.every((name) => FILE_NAME.test(name));
}
