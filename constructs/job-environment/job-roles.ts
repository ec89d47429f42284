import { Construct } from "constructs";
import { composeArn, type AwsLocation } from "../aws-location";
import type { LogGroup } from "../monitoring/log-group";
import type { PolicyStatement } from "../iam/policy-document";
import { ServiceRole } from "../iam/service-role";

export interface JobRolesProps {
  /** Partition, region and account. */
  readonly location: AwsLocation;
  /** Prefix of the role names. */
  readonly name: string;
  /** Prefix of the roles' IAM path, like `/team-a/`. @default "/" */
  readonly rolePath?: string | undefined;
  /** Log group that the execution role may write to. */
  readonly logGroup: LogGroup;
  /** Permissions of the execution role in addition to those for the log. @default none */
  readonly executionStatements?: readonly PolicyStatement[];
  /** Existing job role. @default a new role */
  readonly jobRoleArn?: string;
  /** Permissions of a new job role. @default none */
  readonly jobStatements?: readonly PolicyStatement[];
  /** ARNs of managed policies of a new job role. @default none */
  readonly jobPolicyArns?: readonly string[];
}

/** Execution role and job role of a Fargate job. Resources that use the ARNs must also depend on this construct. */
export class JobRoles extends Construct {
  readonly executionRoleArn: string;
  readonly jobRoleArn: string;

  constructor(scope: Construct, id: string, props: JobRolesProps) {
    super(scope, id);
    const { location, name, rolePath, logGroup, executionStatements = [] } = props;
    const executionRole = new ServiceRole(this, "ExecutionRole", {
      location,
      rolePath,
      name: `${name}-execution`,
      description: `Execution role of the jobs of ${name}: allows Fargate to start them and to write their logs`,
      service: "ecs-tasks.amazonaws.com",
      statements: [
        {
          sid: "WriteJobLog",
          actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
          resources: [logGroup.logStreamsArn],
        },
        ...executionStatements,
      ],
    });
    this.executionRoleArn = executionRole.roleArn;
    this.jobRoleArn = props.jobRoleArn ?? this.createJobRole(props);
  }

  private createJobRole({ location, name, rolePath, jobStatements = [], jobPolicyArns = [] }: JobRolesProps): string {
    const jobRole = new ServiceRole(this, "JobRole", {
      location,
      rolePath,
      name: `${name}-job`,
      description: `Role of the containers of ${name}; has no permissions by default`,
      service: "ecs-tasks.amazonaws.com",
      // See https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html
      trustConditions: {
        StringEquals: { "aws:SourceAccount": location.accountId },
        ArnLike: { "aws:SourceArn": composeArn(location, "ecs", "*") },
      },
      statements: jobStatements,
      managedPolicyArns: jobPolicyArns,
    });
    return jobRole.roleArn;
  }
}
