import { LambdaFunction as LambdaFunctionResource } from "@cdktf/provider-aws/lib/lambda-function";
import { Construct } from "constructs";
import { LAMBDA_MEMORY_MIB } from "../workflow/lambda-memory";
import { composeArn, type AwsLocation } from "./aws-location";
import { addCodeCheck } from "./code-check";
import { keepDeadLettersStatement, type DeadLetterQueue } from "./dead-letter-queue";
import { LambdaBundle } from "./lambda-bundle";
import { LogGroup } from "./log-group";
import type { PolicyStatement } from "./policy-document";
import { ServiceRole } from "./service-role";
import { TRACE_STATEMENT } from "./trace-statement";

export interface LambdaFunctionProps {
  readonly location: AwsLocation;
  /** Name of the function; 1 to 64 letters, digits, `-` or `_`. */
  readonly name: string;
  /** What the function does, shown in the Lambda console; at most 256 characters. */
  readonly description: string;
  /** Folder of the built function, with `index.js` that exports `handler`. */
  readonly bundlePath: string;
  /** What the function may do, beyond writing its own log and traces. */
  readonly statements: readonly PolicyStatement[];
  /** How long the function's log is kept, in days. */
  readonly logRetentionDays: number;
  /** Longest run, in seconds; 1 to 900. @default 30 */
  readonly timeoutSeconds?: number;
  /** Environment variables, with literal values. @default none */
  readonly environment?: Readonly<Record<string, string>>;
  /** Takes the events of asynchronous calls that failed three times. @default they are dropped */
  readonly deadLetterQueue?: DeadLetterQueue;
}

/**
 * Longest run of a function that the state machine waits for, in seconds. Such functions make a handful of API calls of a second at most; the slowest case
 * pages through the queue's jobs to find one that was already submitted.
 */
const DEFAULT_TIMEOUT_SECONDS = 30;

/** A Lambda with a role, a log group and traces of its own. */
export class LambdaFunction extends Construct {
  readonly functionName: string;
  readonly functionArn: string;
  readonly resource: LambdaFunctionResource;

  /** @throws MissingBundleError when the function has not been built */
  constructor(scope: Construct, id: string, props: LambdaFunctionProps) {
    super(scope, id);
    this.functionName = props.name;
    this.functionArn = composeArn(props.location, "lambda", `function:${props.name}`);
    const bundle = new LambdaBundle(this, "Bundle", { path: props.bundlePath, name: props.name });
    const logGroup = new LogGroup(this, "LogGroup", {
      location: props.location,
      name: `/aws/lambda/${props.name}`,
      retentionDays: props.logRetentionDays,
    });
    const role = new ServiceRole(this, "Role", {
      location: props.location,
      name: props.name,
      description: `Role of the Lambda ${props.name}`,
      service: "lambda.amazonaws.com",
      statements: [...props.statements, ...keepDeadLetters(props), writeLog(logGroup), TRACE_STATEMENT],
    });
    this.resource = new LambdaFunctionResource(this, "Resource", {
      functionName: props.name,
      description: props.description,
      role: role.roleArn,
      runtime: "nodejs22.x",
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
      dependsOn: [
        ...role.dependables,
        logGroup.resource,
        ...(props.deadLetterQueue ? [props.deadLetterQueue.resource] : []),
      ],
    });
    addCodeCheck(this.resource);
  }
}

const keepDeadLetters = ({ deadLetterQueue }: LambdaFunctionProps): PolicyStatement[] =>
  deadLetterQueue === undefined ? [] : [keepDeadLettersStatement(deadLetterQueue.queueArn)];

function writeLog(logGroup: LogGroup): PolicyStatement {
  return {
    sid: "WriteLog",
    actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
    resources: [logGroup.logStreamsArn],
  };
}
