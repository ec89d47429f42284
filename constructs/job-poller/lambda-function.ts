import { LambdaFunction as LambdaFunctionResource } from "@cdktf/provider-aws/lib/lambda-function";
import { Construct } from "constructs";
import { setDependencyRoots } from "../aspects";
import { LAMBDA_MEMORY_MIB } from "../../workflow/lambda-memory";
import { composeArn, type AwsLocation } from "../aws-location";
import { addCodeCheck } from "./code-check";
import { type DeadLetterQueue } from "../monitoring/dead-letter-queue";
import { LambdaBundle } from "./lambda-bundle";
import { LogGroup } from "../monitoring/log-group";
import { runtimesOfProvider, type LambdaRuntimeName } from "../../workflow/lambda-runtimes";
import { checkProp, PropsError } from "../check-props";
import { providerVersionOf } from "../provider-version";
import type { PolicyStatement } from "../iam/policy-document";
import { ServiceRole } from "../iam/service-role";
import { TRACE_STATEMENT } from "../iam/log-and-trace-statements";

export interface LambdaFunctionProps {
  /** Partition, region and account. */
  readonly location: AwsLocation;
  /** Name of the function; 1 to 64 letters, digits, `-` or `_`. */
  readonly name: string;
  /** Description shown in the Lambda console; at most 256 characters. */
  readonly description: string;
  /** Runtime of the function. @default the latest that the provider accepts */
  readonly runtime?: LambdaRuntimeName | undefined;
  /** Folder of the built function; its `index.js` exports `handler`. */
  readonly codePath: string;
  /** Permissions of the function, in addition to writing its log and traces. */
  readonly statements: readonly PolicyStatement[];
  /** Log retention, in days. */
  readonly logRetentionDays: number;
  /** KMS key of the log group. @default a key that AWS owns */
  readonly kmsKeyArn?: string | undefined;
  /** Prefix of the role's IAM path. @default "/" */
  readonly rolePath?: string | undefined;
  /** Function timeout, in seconds; 1 to 900. @default 30 */
  readonly timeoutSeconds?: number;
  /** Environment variables; values must be literal. @default none */
  readonly environment?: Readonly<Record<string, string>>;
  /** Queue for events of asynchronous invocations that failed three times. @default none; the events are discarded */
  readonly deadLetterQueue?: DeadLetterQueue;
}

/**
 * Default function timeout, in seconds. A function that the state machine waits for makes a few API calls of at most
 * one second each. The slowest case pages through the jobs of the queue to find a job that was already submitted.
 */
const DEFAULT_TIMEOUT_SECONDS = 30;

/** Lambda function with its own role, log group and traces. */
export class LambdaFunction extends Construct {
  readonly functionName: string;
  /** Composed ARN, known before the function exists. Resources that use it must also depend on this construct. */
  readonly functionArn: string;
  readonly resource: LambdaFunctionResource;
  readonly runtime: LambdaRuntimeName;

  /**
   * @throws MissingBundleError if the function has not been built
   * @throws PropsError if the provider does not accept the runtime
   */
  constructor(scope: Construct, id: string, props: LambdaFunctionProps) {
    super(scope, id);
    this.functionName = props.name;
    this.functionArn = composeArn(props.location, "lambda", `function:${props.name}`);
    const bundle = new LambdaBundle(this, "Bundle", { path: props.codePath, name: props.name });
    const logGroup = new LogGroup(this, "LogGroup", {
      location: props.location,
      name: `/aws/lambda/${props.name}`,
      retentionDays: props.logRetentionDays,
      kmsKeyArn: props.kmsKeyArn,
    });
    const deadLetters = props.deadLetterQueue?.sendStatements ?? [];
    const role = new ServiceRole(this, "Role", {
      location: props.location,
      rolePath: props.rolePath,
      name: props.name,
      description: `Role of the Lambda ${props.name}`,
      service: "lambda.amazonaws.com",
      statements: [...props.statements, ...deadLetters, writeLog(logGroup), TRACE_STATEMENT],
    });
    this.resource = new LambdaFunctionResource(this, "Resource", {
      functionName: props.name,
      description: props.description,
      role: role.roleArn,
      architectures: ["arm64"],
      handler: "index.handler",
      filename: bundle.zipPath,
      sourceCodeHash: bundle.zipSha256Base64,
      timeout: props.timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS,
      memorySize: LAMBDA_MEMORY_MIB,
      environment: { variables: { NODE_OPTIONS: "--enable-source-maps", ...props.environment } },
      loggingConfig: { logFormat: "JSON", logGroup: logGroup.logGroupName },
      tracingConfig: { mode: "Active" },
      ...(props.deadLetterQueue ? { deadLetterConfig: { targetArn: props.deadLetterQueue.queueArn } } : {}),
    });
    this.runtime = this.chooseRuntime(props.runtime);
    this.resource.runtime = this.runtime;
    this.resource.node.addDependency(role, logGroup, ...(props.deadLetterQueue ? [props.deadLetterQueue] : []));
    setDependencyRoots(this, this.resource);
    addCodeCheck(this.resource);
  }

  private chooseRuntime(wanted: LambdaRuntimeName | undefined): LambdaRuntimeName {
    const version = providerVersionOf(this.resource);
    const known = runtimesOfProvider(version);
    const chosen = wanted ?? known.at(-1);
    if (chosen !== undefined && known.includes(chosen)) return chosen;
    const rule = `a runtime that the AWS provider ${version} accepts (${known.join(", ")})`;
    throw new PropsError(`LambdaFunction ${this.node.path}`, checkProp(false, "lambdaRuntime", wanted, rule));
  }
}

function writeLog(logGroup: LogGroup): PolicyStatement {
  return {
    sid: "WriteLog",
    actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
    resources: [logGroup.logStreamsArn],
  };
}
