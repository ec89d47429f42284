import { errorMessage, errorProperty } from "../error-properties";

const UNKNOWN_CREDENTIALS =
  "AWS does not know these credentials; check AWS_PROFILE, AWS_ACCESS_KEY_ID and AWS_SESSION_TOKEN; if they work in another region, AWS_REGION is not enabled in the account";
const WRONG_SIGNATURE = "AWS does not accept these credentials; check AWS_SECRET_ACCESS_KEY and the computer's clock";

/** Advice by the code of an AWS error about credentials. Services use different codes for one cause. */
export const CREDENTIAL_ADVICE: Readonly<Record<string, string>> = {
  RequestTimeTooSkewed:
    "the clock of this computer differs from that of AWS by more than 15 minutes; set the clock and run the same command again",
  InvalidAccessKeyId:
    "AWS does not know the access key; check AWS_PROFILE, AWS_ACCESS_KEY_ID and, for temporary credentials, AWS_SESSION_TOKEN",
  InvalidClientTokenId: UNKNOWN_CREDENTIALS,
  UnrecognizedClientException: UNKNOWN_CREDENTIALS,
  AuthFailure: UNKNOWN_CREDENTIALS,
  InvalidSignatureException: WRONG_SIGNATURE,
  SignatureDoesNotMatch: WRONG_SIGNATURE,
};

/** Advice by the name of the AWS error. */
const ADVICE: Readonly<Record<string, string>> = {
  ...CREDENTIAL_ADVICE,
  CredentialsProviderError: 'no AWS credentials; set AWS_PROFILE, or run "aws sso login", or use --local',
  ExpiredToken: 'the AWS credentials have expired; run "aws sso login" or renew them',
  ExpiredTokenException: 'the AWS credentials have expired; run "aws sso login" or renew them',
};

/** Advice added to the error's own message. */
const HINTS: Readonly<Record<string, string>> = {
  AccessDeniedException: "ask for this permission, or check that the profile is the right one",
  StateMachineDoesNotExist: "check region, account and name in --state-machine-arn",
  ExecutionDoesNotExist: 'see "poller list" for those that exist; Step Functions keeps ended ones for 90 days',
  ExecutionAlreadyExists: "choose another --name; a name can be used again 90 days after its execution ended",
};

const UNREACHABLE = ["ECONNREFUSED", "ECONNRESET", "ENOTFOUND", "EHOSTUNREACH", "ETIMEDOUT", "TimeoutError"];

/** Explains an AWS SDK error in one line, with advice; undefined for other errors. */
export function explainAwsError(error: unknown): string | undefined {
  const name = errorProperty(error, "name");
  const code = UNREACHABLE.find((known) => known === errorProperty(error, "code") || known === name);
  if (code !== undefined)
    return `cannot reach the endpoint (${code}: ${findAddress(error)}); check the network, or whether "poller local" still runs`;
  const advice = ADVICE[name];
  if (advice !== undefined) return advice;
  if (typeof error !== "object" || error === null || !("$metadata" in error)) return undefined;
  const hint = HINTS[name];
  const message = errorProperty(error, "message").replaceAll(/\s+/g, " ");
  return `${name}: ${message === "" ? "no message" : message}${hint === undefined ? "" : ` (${hint})`}`;
}

function findAddress(error: unknown): string {
  const [address, port] = [errorProperty(error, "address"), errorProperty(error, "port")];
  if (address !== "" && port !== "") return `${address}:${port}`;
  return (
    errorProperty(error, "hostname") || errorMessage(error).replace(/^@smithy\/node-http-handler - (\[ERROR\] )?/, "")
  );
}
