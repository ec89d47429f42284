import { formatArn, type Arn } from "../workflow/arn";
import { PARTITION_NAMES } from "../workflow/partition";
import { textList, wordOr } from "./setting-rules";

/** Resource type of AWS Batch. */
type BatchType = "job-queue" | "job-definition";

/** Queues or job definitions, each by name or ARN; `any` for all of the account and region. */
type BatchNames = readonly string[] | "any";

/** Maximum number of entries; with the default one, JobPoller accepts 20. */
const MAX_ENTRIES = 19;

/** Patterns of names. A job definition can have a revision. */
export const BATCH_NAMES: Readonly<Record<BatchType, string>> = {
  "job-queue": String.raw`[\w-]{1,128}`,
  "job-definition": String.raw`[\w-]{1,128}(:[1-9]\d{0,8})?`,
};

const batchNames = (type: BatchType) => {
  const what = type.replace("-", " ");
  const example = `arn:aws:batch:us-east-1:123456789012:${type}/nightly`;
  const rule = `1 to ${MAX_ENTRIES} ${what}s by name or ARN, like nightly or ${example}, comma-separated, unique; or * for all`;
  const arnStart = String.raw`arn:(${PARTITION_NAMES.join("|")}):batch:[a-z0-9-]+:\d{12}:${type}/`;
  const valid = new RegExp(`^(${arnStart})?${BATCH_NAMES[type]}$`);
  return wordOr("*", textList(valid, MAX_ENTRIES, rule)).transform((names): BatchNames =>
    names === "*" ? "any" : names,
  );
};

/** Job queues and job definitions that executions may use in addition to the default ones. */
export const SUBMIT_SETTINGS = {
  /** Job queues by name or ARN; `*` for all of the account and region. */
  JOB_QUEUE_ARNS: batchNames("job-queue").optional(),
  /** Job definitions by name or ARN; without a revision, all revisions; `*` for all of the account and region. */
  JOB_DEFINITION_ARNS: batchNames("job-definition").optional(),
};

/** Returns ARNs without duplicates. */
export function toBatchArns(
  type: BatchType,
  names: BatchNames = [],
  place: Pick<Arn, "partition" | "region" | "accountId">,
): BatchNames {
  if (names === "any") return names;
  const toArn = (name: string): string => formatArn({ ...place, service: "batch", resource: `${type}/${name}` });
  return [...new Set(names.map((name) => (name.startsWith("arn:") ? name : toArn(name))))];
}
