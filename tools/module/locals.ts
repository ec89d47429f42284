import { HAS_REVISION } from "../../constructs/iam/batch-permissions";
import { PARTITION_NAMES, PARTITIONS } from "../../workflow/partition";
import type { JsonObject } from "./json";

/** Explicit value for all job queues or job definitions of the region and account. */
export const ANY = "any";

/** Data source that also rejects a value of the variable other than its own. */
const located = (variable: string, attribute: string): JsonObject => ({
  lifecycle: {
    postcondition: {
      condition: `\${var.${variable} == null || self.${attribute} == var.${variable}}`,
      error_message: `${variable} must be that of the provider, \${self.${attribute}}, got \${jsonencode(var.${variable})}.`,
    },
  },
});

/** Data sources of the provider's account and region. They make no request but GetCallerIdentity. */
export const LOCATION_DATA: JsonObject = {
  aws_caller_identity: { current: located("account_id", "account_id") },
  // `id` exists in both major versions of the provider; version 6 deprecates `name`, and version 5 has no `region`.
  aws_region: { current: located("region", "id") },
};

/** Partition of the region, like findPartition. */
const PARTITION = PARTITION_NAMES.toReversed().reduce((otherwise, name) => {
  const { regionPrefix } = PARTITIONS[name];
  return regionPrefix === "" ? otherwise : `startswith(local.region, "${regionPrefix}") ? "${name}" : ${otherwise}`;
}, '"aws"');

/** ARN, and ARN with all revisions unless it has one, as elements of a JSON list; like withRevisions. */
const WITH_REVISIONS = `can(regex(${JSON.stringify(HAS_REVISION.source)}, arn)) ? jsonencode(arn) : "\${jsonencode(arn)},\${jsonencode("\${arn}:*")}"`;

const ANY_DEFINITION =
  'jsonencode("arn:${local.partition}:batch:${local.region}:${local.account_id}:job-definition/*")';

/**
 * Local values. A value of the variables region and account_id is known in the plan, even if the data sources can
 * be read only in the apply.
 */
export const LOCALS: JsonObject = {
  account_id: "${var.account_id == null ? data.aws_caller_identity.current.account_id : var.account_id}",
  any_job_queue: `\${contains(var.job_queue_arns, "${ANY}")}`,
  dashboard_name: "${var.dashboard_name == null ? var.name : var.dashboard_name}",
  // Elements of a JSON list, without brackets.
  job_definitions_json: `\${contains(var.job_definition_arns, "${ANY}") ? ${ANY_DEFINITION} : join(",", [for arn in var.job_definition_arns : ${WITH_REVISIONS}])}`,
  job_queues_json: '${join(",", [for arn in var.job_queue_arns : jsonencode(arn)])}',
  job_queues_text: '${join(",", var.job_queue_arns)}',
  partition: `\${${PARTITION}}`,
  region: "${var.region == null ? data.aws_region.current.id : var.region}",
};
