import { isArray, type JsonObject } from "../json";
import { checkProviderArgument } from "./check-providers";
import { joinKey, type Findings } from "./findings";

/**
 * Data sources are read while planning, before anybody has reviewed anything. These read nothing secret, run nothing
 * and send nothing anywhere.
 */
const AWS_DATA_SOURCES = [
  "aws_availability_zones",
  "aws_caller_identity",
  "aws_iam_policy_document",
  "aws_partition",
  "aws_region",
  "aws_service_principal",
];

/** A name, without a folder that it could leave and without a dot at its start. */
const FILE_NAME = /^[A-Za-z0-9_][\w.-]*$/;

/** The `data` blocks, also those inside of `check`. */
export function checkData(value: unknown, path: string, findings: Findings): void {
  for (const [type, named, typePath] of findings.labels(value, path))
    for (const [, body, bodyPath] of findings.labelled(named, typePath)) {
      if (type === "archive_file") checkArchive(body, bodyPath, findings);
      else if (!AWS_DATA_SOURCES.includes(type))
        findings.add(
          typePath,
          "data source",
          type,
          `pass the value by a setting; only archive_file, ${AWS_DATA_SOURCES.join(", ")} can be read while planning`,
        );
      checkProviderArgument(body, bodyPath, findings);
      for (const key of ["provisioner", "connection"])
        if (key in body) findings.add(joinKey(bodyPath, key), "provisioner", body[key], "remove it");
    }
}

/** A zip is made of the stack's assets, and written beside cdk.tf.json: never over a file that Terraform would run. */
function checkArchive(body: JsonObject, path: string, findings: Findings): void {
  const keys = ["type", "source_dir", "source_file", "output_path", "output_file_mode", "excludes"];
  const advice = `remove it; an archive may set only ${keys.join(", ")}`;
  findings.allowKeys(body, path, keys, "archive", advice);
  for (const key of ["source_dir", "source_file"])
    if (body[key] !== undefined && !isAssetPath(body[key]))
      findings.add(
        joinKey(path, key),
        "archive",
        body[key],
        "name a literal path below assets/, as TerraformAsset does",
      );
  const { output_path: outputPath, excludes = [] } = body;
  if (typeof outputPath !== "string" || !FILE_NAME.test(outputPath) || !outputPath.endsWith(".zip"))
    findings.add(
      joinKey(path, "output_path"),
      "archive",
      outputPath,
      "name a .zip in the stack's own folder, like code.zip",
    );
  if (!isArray(excludes) || excludes.some((exclude) => typeof exclude !== "string"))
    findings.add(joinKey(path, "excludes"), "archive", excludes, "list paths");
}

export function isAssetPath(path: unknown): boolean {
  if (typeof path !== "string") return false;
  const [root, ...names] = path.split("/");
  return root === "assets" && names.length > 0 && names.every((name) => FILE_NAME.test(name));
}
