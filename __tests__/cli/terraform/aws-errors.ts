export const BOOTSTRAP = "npm run poller -- bootstrap --environment dev";
const LOCK_ID = "5ad8f8b4-9b1e-8e7a-3a3b-2c1d5e6f7a8b";

/** Error of the provider with the format of its SDK. */
const error = (operation: string, service: string, call: string, status: number, end: string): string =>
  `Error: ${operation}: operation error ${service}: ${call}, https response error StatusCode: ${status}, RequestID: 6d2849fc-894a-4664-8a11-90403a993d76, ${end}`;
const s3 = (code: string, message: string, status = 403): string =>
  `Error: Failed to get existing workspaces: Unable to list objects in S3 bucket "state-dev": operation error S3: ListObjectsV2, https response error StatusCode: ${status}, RequestID: 1A2B3C4D5E6F7A8B, HostID: x=, api error ${code}: ${message}`;
const iam = (call: string, end: string): string =>
  error("creating IAM Role (job-status-poller-dev-states-us-east-1)", "IAM", call, 403, `api error ${end}`);
const DENIED =
  "User: arn:aws:sts::123456789012:assumed-role/dev/ann is not authorized to perform: iam:CreateRole on resource: arn:aws:iam::123456789012:role/job-status-poller/x";
const ec2 = (what: string, call: string, code: string, message: string): string =>
  error(`creating ${what}`, "EC2", call, 400, `api error ${code}: ${message}`);

/** Errors of AWS by code, service and phase: the text as Terraform prints it, start and advice of the explanation. */
export const ROWS: readonly (readonly [name: string, error: string, start: RegExp, advice: string])[] = [
  [
    "wrong account",
    "Error: AWS account ID not allowed: 210987654321",
    /^the AWS credentials belong to account 210987654321/,
    "choose other credentials (AWS_PROFILE) or another AWS_ACCOUNT_ID",
  ],
  [
    "RequestTimeTooSkewed, S3, init",
    s3("RequestTimeTooSkewed", "The difference between the request time and the current time is too large."),
    /^the clock of this computer/,
    "set the clock and run the same command again (RequestTimeTooSkewed)",
  ],
  [
    "InvalidAccessKeyId, S3, init",
    s3("InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records."),
    /^AWS does not know the access key/,
    "check AWS_PROFILE, AWS_ACCESS_KEY_ID",
  ],
  [
    "SignatureDoesNotMatch, S3, init",
    s3("SignatureDoesNotMatch", "The request signature we calculated does not match the signature you provided."),
    /^AWS does not accept these credentials/,
    "check AWS_SECRET_ACCESS_KEY",
  ],
  [
    "InvalidClientTokenId, STS, plan",
    error(
      "Retrieving AWS account details: validating provider credentials: retrieving caller identity from STS",
      "STS",
      "GetCallerIdentity",
      403,
      "api error InvalidClientTokenId: The security token included in the request is invalid.",
    ),
    /^AWS does not know these credentials/,
    "AWS_REGION is not enabled in the account",
  ],
  [
    "InvalidClientTokenId, IAM, apply",
    iam("CreateRole", "InvalidClientTokenId: The security token included in the request is invalid"),
    /^AWS does not know these credentials/,
    "check AWS_PROFILE",
  ],
  [
    "UnrecognizedClientException, Lambda, plan",
    error(
      "reading Lambda Function (x)",
      "Lambda",
      "GetFunction",
      403,
      "api error UnrecognizedClientException: The security token included in the request is invalid.",
    ),
    /^AWS does not know these credentials/,
    "AWS_REGION is not enabled in the account",
  ],
  [
    "AuthFailure, EC2, plan",
    error(
      "reading EC2 Availability Zones",
      "EC2",
      "DescribeAvailabilityZones",
      401,
      "api error AuthFailure: AWS was not able to validate the provided access credentials",
    ),
    /^AWS does not know these credentials/,
    "AWS_REGION is not enabled in the account",
  ],
  [
    "ExpiredToken, S3, apply",
    `Error: failed to upload state: operation error S3: PutObject, https response error StatusCode: 400, RequestID: 1A2B3C4D5E6F7A8B, HostID: RQJa=, api error ExpiredToken: The provided token has expired.`,
    /^AWS refuses the credentials \(ExpiredToken\)/,
    "npm run state -- unlock LOCK_ID --environment dev --stack batch",
  ],
  [
    "RequestExpired, EC2, apply",
    ec2("EC2 VPC", "CreateVpc", "RequestExpired", "Request has expired."),
    /^AWS refuses the credentials \(RequestExpired\)/,
    "renew them",
  ],
  [
    "a lock that expired credentials left",
    `Error: Error releasing the state lock

Error message: failed to retrieve lock info for lock ID "${LOCK_ID}": operation error S3: GetObject, https response error StatusCode: 400, api error ExpiredToken: The provided token has expired.`,
    /^the state of batch-dev is still locked/,
    `npm run state -- unlock ${LOCK_ID} --environment dev --stack batch`,
  ],
  [
    "OptInRequired, Batch, apply",
    error(
      "creating Batch Job Queue (x)",
      "Batch",
      "CreateJobQueue",
      403,
      "api error OptInRequired: You are not subscribed",
    ),
    /^the account has not activated this service \(OptInRequired\)/,
    "ask its administrator",
  ],
  [
    "AssumeRoleWithWebIdentity, STS, pipeline",
    "Error: Could not assume role with OIDC: Not authorized to perform sts:AssumeRoleWithWebIdentity",
    /^AWS does not let this workflow assume the role; causes: the role does not exist/,
    `compare the settings and run: ${BOOTSTRAP}`,
  ],
  [
    "no service-linked role, Batch, apply",
    error(
      "creating Batch Compute Environment (x)",
      "Batch",
      "CreateComputeEnvironment",
      400,
      "ClientException: Error executing request, Exception : AWS Batch was unable to create a service-linked role",
    ),
    /^the account has no service-linked role of AWS Batch/,
    "aws iam create-service-linked-role --aws-service-name batch.amazonaws.com; then run the same command again",
  ],
  [
    "no service-linked role, denied",
    iam(
      "CreateServiceLinkedRole",
      "AccessDenied: User: arn:aws:sts::1:assumed-role/x is not authorized to perform: iam:CreateServiceLinkedRole on resource: arn:aws:iam::1:role/aws-service-role/batch.amazonaws.com/AWSServiceRoleForBatch with an explicit deny in a service control policy",
    ),
    /^the account has no service-linked role of AWS Batch/,
    "--aws-service-name batch.amazonaws.com",
  ],
  [
    "no service-linked role, ECS, apply",
    "Error: waiting for Batch Compute Environment (x) create: unexpected state 'INVALID'. CLIENT_ERROR - Unable to assume the service linked role. Please verify that the ECS service linked role exists. (Service: AmazonECS)",
    /^the account has no service-linked role of ECS/,
    "--aws-service-name ecs.amazonaws.com",
  ],
  [
    "service control policy, IAM, apply",
    iam("CreateRole", `AccessDenied: ${DENIED} with an explicit deny in a service control policy`),
    /^AWS denies iam:CreateRole, because a service control policy/,
    "ask the platform team for an exception",
  ],
  [
    "service control policy, EC2, apply",
    ec2(
      "EC2 VPC",
      "CreateVpc",
      "UnauthorizedOperation",
      "You are not authorized to perform this operation. User: arn:aws:sts::1:assumed-role/x is not authorized to perform: ec2:CreateVpc on resource: arn:aws:ec2:us-east-1:1:vpc/* with an explicit deny in a service control policy. Encoded authorization failure message: 4Op",
    ),
    /^AWS denies ec2:CreateVpc, because a service control policy/,
    "docs/company-accounts.md",
  ],
  [
    "explicit deny without the action",
    iam("CreateRole", "AccessDenied: explicit deny in a resource control policy"),
    /^AWS denies the call, because a resource control policy/,
    "ask the platform team",
  ],
  [
    "permissions boundary, IAM, apply",
    iam("CreateRole", `AccessDenied: ${DENIED} because no permissions boundary allows the iam:CreateRole action`),
    /^AWS denies iam:CreateRole, because the permissions boundary/,
    BOOTSTRAP,
  ],
  [
    "identity policy, IAM, apply",
    iam("CreateRole", `AccessDenied: ${DENIED} because no identity-based policy allows the iam:CreateRole action`),
    /^AWS denies iam:CreateRole, because no policy of the credentials allows it/,
    BOOTSTRAP,
  ],
  [
    "tag policy, EC2, apply",
    ec2(
      "EC2 VPC",
      "CreateVpc",
      "TagPolicyViolation",
      "The tag policy does not allow the specified value for the following tag key: 'CostCenter'.",
    ),
    /^a tag policy of the organization/,
    "set TAGS",
  ],
  [
    "key policy, CloudWatch Logs, apply",
    error(
      "creating CloudWatch Logs Log Group (/aws/batch/x)",
      "CloudWatch Logs",
      "CreateLogGroup",
      400,
      "api error AccessDeniedException: The specified KMS key does not exist or is not allowed to be used with Arn 'arn:aws:logs:us-east-1:1:log-group:x'",
    ),
    /^AWS cannot use the KMS key/,
    "docs/company-accounts.md#key-policy",
  ],
  [
    "VpcLimitExceeded, EC2, apply",
    ec2("EC2 VPC", "CreateVpc", "VpcLimitExceeded", "The maximum number of VPCs has been reached."),
    /^the account has the maximum number of VPCs in the region \(VpcLimitExceeded\)/,
    "set VPC_ID and SUBNET_IDS to use an existing VPC, or request a higher quota",
  ],
  [
    "InternetGatewayLimitExceeded, EC2, apply",
    ec2(
      "EC2 Internet Gateway",
      "CreateInternetGateway",
      "InternetGatewayLimitExceeded",
      "The maximum number of internet gateways has been reached.",
    ),
    /^the account has the maximum number of internet gateways/,
    "set VPC_ID and SUBNET_IDS",
  ],
  [
    "SubnetLimitExceeded, EC2, apply",
    ec2("EC2 Subnet", "CreateSubnet", "SubnetLimitExceeded", "The maximum number of subnets has been reached."),
    /^the account has the maximum number of subnets in the VPC/,
    "set VPC_ID and SUBNET_IDS to use existing subnets",
  ],
  [
    "RouteTableLimitExceeded, EC2, apply",
    ec2(
      "EC2 Route Table",
      "CreateRouteTable",
      "RouteTableLimitExceeded",
      "The maximum number of route tables has been reached.",
    ),
    /^the account has the maximum number of route tables in the VPC/,
    "set VPC_ID and SUBNET_IDS",
  ],
  [
    "SecurityGroupLimitExceeded, EC2, apply",
    ec2(
      "EC2 Security Group",
      "CreateSecurityGroup",
      "SecurityGroupLimitExceeded",
      "The maximum number of security groups has been reached.",
    ),
    /^the account has the maximum number of security groups in the region/,
    "delete unused security groups, or request a higher quota",
  ],
  [
    "RulesPerSecurityGroupLimitExceeded, EC2, apply",
    ec2(
      "VPC Security Group Rule",
      "AuthorizeSecurityGroupEgress",
      "RulesPerSecurityGroupLimitExceeded",
      "The maximum number of rules per security group has been reached.",
    ),
    /^the account has the maximum number of rules in a security group/,
    "set fewer ports in JOB_EGRESS",
  ],
  [
    "LimitExceeded, IAM, apply",
    error(
      "creating IAM Role (x)",
      "IAM",
      "CreateRole",
      409,
      "LimitExceeded: Cannot exceed quota for RolesPerAccount: 1000",
    ),
    /^the account has reached the quota RolesPerAccount of IAM \(1000\)/,
    "request a higher quota",
  ],
  [
    "LimitExceededException, EventBridge, apply",
    error(
      "creating EventBridge Rule (x)",
      "EventBridge",
      "PutRule",
      400,
      "LimitExceededException: The requested resource exceeds the maximum number allowed.",
    ),
    /^the account has the maximum number of EventBridge rules/,
    "delete unused rules",
  ],
  [
    "ThrottlingException, CloudWatch Logs, apply",
    error("creating x", "CloudWatch Logs", "CreateLogGroup", 400, "ThrottlingException: Rate exceeded"),
    /^AWS throttles the calls of the account \(ThrottlingException\)/,
    "run the same command again in a few minutes",
  ],
  [
    "disk full, init",
    "Error: Failed to install provider: write .terraform/providers/x: no space left on device",
    /^the disk of this computer is full/,
    "free some space",
  ],
  [
    "foreign targets of a rule, EventBridge, destroy",
    error(
      "deleting EventBridge Rule (job-status-poller-dev-sweep)",
      "EventBridge",
      "DeleteRule",
      400,
      "api error ValidationException: Rule can't be deleted since it has targets.",
    ),
    /^the EventBridge rule job-status-poller-dev-sweep has targets that this deployment did not add/,
    "aws events remove-targets --rule job-status-poller-dev-sweep --ids ID; then run the same command again",
  ],
  [
    "foreign policies of a role, IAM, destroy",
    error(
      "deleting IAM Role (job-dev)",
      "IAM",
      "DeleteRole",
      409,
      "DeleteConflict: Cannot delete entity, must detach all policies first.",
    ),
    /^the role job-dev has policies that this deployment did not attach/,
    "aws iam detach-role-policy --role-name job-dev --policy-arn ARN; then run the same command again",
  ],
  [
    "DependencyViolation, EC2, destroy",
    error(
      "deleting EC2 VPC (vpc-0a1b2c3d)",
      "EC2",
      "DeleteVpc",
      400,
      "api error DependencyViolation: The vpc 'vpc-0a1b2c3d' has dependencies and cannot be deleted.",
    ),
    /^EC2 VPC vpc-0a1b2c3d is still used by resources of others/,
    "aws ec2 describe-network-interfaces",
  ],
  [
    "OIDC provider, IAM, bootstrap",
    `${error(
      "creating IAM OIDC Provider",
      "IAM",
      "CreateOpenIDConnectProvider",
      409,
      "EntityAlreadyExists: Provider with url https://token.actions.githubusercontent.com already exists.",
    )}\n\n  with aws_iam_openid_connect_provider.github-oidc-provider,`,
    /^the account already has an OIDC provider for GitHub/,
    `set GITHUB_OIDC_PROVIDER=existing and run bootstrap again: ${BOOTSTRAP}`,
  ],
  [
    "bucket of another account, S3, bootstrap",
    error(
      "creating S3 Bucket (state-dev)",
      "S3",
      "CreateBucket",
      409,
      "HostID: x=, BucketAlreadyExists: The requested bucket name is not available.",
    ),
    /^the bucket state-dev belongs to another account/,
    `set STATE_BUCKET to another name and run bootstrap again: ${BOOTSTRAP}`,
  ],
  [
    "own bucket, S3, bootstrap",
    error("creating S3 Bucket (state-dev)", "S3", "CreateBucket", 409, "HostID: x=, BucketAlreadyOwnedByYou: "),
    /^the bucket state-dev exists already in this account/,
    `run bootstrap again, which imports it: ${BOOTSTRAP}`,
  ],
  [
    "log group, CloudWatch Logs, apply",
    `${error(
      "creating CloudWatch Logs Log Group (/aws/batch/job-status-poller-dev)",
      "CloudWatch Logs",
      "CreateLogGroup",
      400,
      "ResourceAlreadyExistsException: The specified log group already exists",
    )}\n\n  with aws_cloudwatch_log_group.job-log-group_12AB34CD (job-log-group/Resource),`,
    /^aws_cloudwatch_log_group\.job-log-group_12AB34CD \(\/aws\/batch\/job-status-poller-dev\) already exists/,
    "npm run state -- import aws_cloudwatch_log_group.job-log-group_12AB34CD /aws/batch/job-status-poller-dev --environment dev --stack batch, and deploy again",
  ],
  [
    "role, IAM, apply",
    `${error(
      "creating IAM Role (job-dev)",
      "IAM",
      "CreateRole",
      409,
      "EntityAlreadyExists: Role with name job-dev already exists.",
    )}\n\n  with aws_iam_role.a,`,
    /^aws_iam_role\.a \(job-dev\) already exists, but is not in the state of batch-dev; if another team/,
    "npm run state -- import aws_iam_role.a job-dev --environment dev --stack batch, and deploy again",
  ],
  [
    "job queue, Batch, apply, as cdktf shows it",
    `batch-dev  Error: creating Batch Job Queue (poller-dev)

             with aws_batch_job_queue.job-queue_43A2 (job-queue/Resource),
             on cdk.tf.json line 177

           ClientException: Error executing request, Exception : Object already exists, RequestId: 6b98`,
    /^aws_batch_job_queue\.job-queue_43A2 \(poller-dev\) already exists/,
    "import aws_batch_job_queue.job-queue_43A2 ID --environment dev --stack batch (ID as in the provider's documentation of aws_batch_job_queue), and deploy again",
  ],
  [
    "a resource that the error does not name",
    "Error: creating it: EntityAlreadyExists",
    /^the resource already exists/,
    "import ADDRESS ID --environment dev --stack batch",
  ],
];

/** A shell command that writes the error as `terraform apply -json` does. */
export function failWith(text: string): string {
  const [, address] = /with (aws_[\w.-]+)/.exec(text) ?? [];
  const summary = text.replace(/^[^]*?Error: /, "").replaceAll("'", "`");
  const diagnostic = { severity: "error", summary, detail: "", address };
  // echo of some shells interprets escapes.
  return `printf '%s\\n' '${JSON.stringify({ type: "diagnostic", diagnostic })}'`;
}
