import { POLICY_VERSION } from "./policy-document";

/** The policy of a resource, which says who may use it, as JSON text. */
export const resourcePolicy = (statements: readonly object[]): string =>
  JSON.stringify({ Version: POLICY_VERSION, Statement: statements });

/**
 * Lets EventBridge rules do something to a resource, and no other rules.
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

/** Lets nobody use a resource without TLS, whatever else allows it. */
export const tlsOnlyStatement = (action: string, resource: string | readonly string[]): object => ({
  Sid: "TlsOnly",
  Effect: "Deny",
  Principal: "*",
  Action: action,
  Resource: resource,
  Condition: { Bool: { "aws:SecureTransport": "false" } },
});
