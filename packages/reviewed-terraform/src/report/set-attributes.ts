/**
 * Attributes that are sets in the schema of hashicorp/aws 5.100.0, for the resource types used here. The order of a
 * set is not significant, and the JSON of a plan does not distinguish sets from lists.
 * @see `terraform providers schema -json`
 */
const SET_ATTRIBUTES: Readonly<Record<string, readonly string[]>> = {
  aws_batch_compute_environment: ["instance_type", "security_group_ids", "subnets"],
  aws_batch_job_definition: ["platform_capabilities"],
  aws_cloudwatch_event_target: ["security_groups", "subnets"],
  aws_cloudwatch_metric_alarm: ["alarm_actions", "insufficient_data_actions", "ok_actions", "metric_query"],
  aws_iam_openid_connect_provider: ["client_id_list"],
  aws_iam_role: ["managed_policy_arns", "inline_policy"],
  aws_lambda_function: ["replacement_security_group_ids", "security_group_ids", "subnet_ids"],
  aws_route_table: ["propagating_vgws", "route"],
  aws_s3_bucket: ["grant"],
  aws_s3_bucket_lifecycle_configuration: ["noncurrent_version_transition", "transition"],
  aws_s3_bucket_server_side_encryption_configuration: ["rule"],
  aws_scheduler_schedule: ["security_groups", "subnets"],
  aws_security_group: ["egress", "ingress"],
};

export function isSetAttribute(type: string, attribute: string): boolean {
  return SET_ATTRIBUTES[type]?.includes(attribute) ?? false;
}
