import { POLICY_VERSION } from "./policy-document";

/** Returns a resource-based policy as JSON. */
export const resourcePolicy = (statements: readonly object[]): string =>
  JSON.stringify({ Version: POLICY_VERSION, Statement: statements });

/**
 * Allows only the given EventBridge rules to perform an action on a resource.
 * @param sourceArns - ARN or ARNs of the rules
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
 */
export const fromRulesStatement = (
  sid: string,
  action: string,
  resource: string,
  sourceArns: string | readonly string[],
): object => ({
  Sid: sid,
  Effect: "Allow",
  Principal: { Service: "events.amazonaws.com" },
  Action: action,
  Resource: resource,
  Condition: { ArnEquals: { "aws:SourceArn": sourceArns } },
});

/** Denies access without TLS. */
export const tlsOnlyStatement = (action: string, resource: string | readonly string[]): object => ({
  Sid: "TlsOnly",
  Effect: "Deny",
  Principal: "*",
  Action: action,
  Resource: resource,
  Condition: { Bool: { "aws:SecureTransport": "false" } },
});
