/** Resource types whose zip is compared with the hash in the plan before it is uploaded. */
export const ZIP_TYPES: readonly string[] = ["aws_lambda_function", "aws_lambda_layer_version"];

/** Arguments with the path of a local file, for all types of hashicorp/aws 5.100.0 that have them. */
const FILE_ARGUMENTS = ["filename", "zip_file"];
/** Types whose argument `source` is the path of a local file. In other types, it has another meaning. */
const OBJECT_TYPES = ["aws_s3_object", "aws_s3_bucket_object"];

/** Returns the arguments of a resource that name a local file, which the provider uploads during the apply. */
export function findFileArguments(type: string, body: Readonly<Record<string, unknown>>): string[] {
  const names = OBJECT_TYPES.includes(type) ? [...FILE_ARGUMENTS, "source"] : FILE_ARGUMENTS;
  return names.filter((name) => body[name] !== undefined && body[name] !== null);
}
