import fc from "fast-check";
import { isHarmlessSetting, isSecretText } from "../../src/report/secrets";
import { givenPlan, reportOf } from "./given-plan";

const CANARY = "canary-in-the-mine";

/** Returns the report of a resource with these attributes, as text. */
const publish = (after: unknown, more: object = {}): string =>
  JSON.stringify(reportOf(givenPlan({ type: "aws_lambda_function", actions: ["create"], after, ...more })));

describe("published report", () => {
  it.each([
    ["a sensitive value", { description: CANARY }, { after_sensitive: { description: true } }],
    ["a sensitive list", { list: [CANARY] }, { after_sensitive: { list: true } }],
    ["a sensitive map", { map: { a: CANARY } }, { after_sensitive: { map: true } }],
    ["a sensitive element", { list: [{ a: CANARY }] }, { after_sensitive: { list: [{ a: true }] } }],
    ["all values of a sensitive resource", { a: CANARY }, { after_sensitive: true }],
    [
      "a previously sensitive value",
      { a: CANARY },
      { actions: ["update"], before: { a: "x" }, before_sensitive: { a: true } },
    ],
    ["a password", { master_password: CANARY }, {}],
    ["a password with a short name", { nested: [{ db_pass: CANARY }] }, {}],
    ["a webhook URL", { webhook_url: `https://example.com/${CANARY}` }, {}],
    ["a value in a secret", { db_credentials: { inner: { a: [CANARY] } } }, {}],
    ["JSON in a secret", { secret_string: JSON.stringify({ user: CANARY }) }, {}],
    ["a numeric secret", { token: 4711471147114711 }, {}],
    ["an environment variable of a Lambda function", { environment: [{ variables: { GREETING: CANARY } }] }, {}],
    [
      "JSON in an environment variable",
      { environment: [{ variables: { CONFIG: JSON.stringify({ a: CANARY }) } }] },
      {},
    ],
    [
      "an environment variable of a container",
      { container_properties: JSON.stringify({ environment: [{ name: "GREETING", value: CANARY }] }) },
      {},
    ],
    [
      "one of two environment variables with the same name",
      {
        container_properties: JSON.stringify({
          environment: [
            { name: "A", value: "1" },
            { name: "A", value: CANARY },
          ],
        }),
      },
      {},
    ],
    ["the value of a pair", { parameter: [{ name: "db_password", value: CANARY }] }, {}],
    ["the value of a capitalized pair", { parameter: [{ Key: "ApiToken", Value: CANARY }] }, {}],
    ["the argument of an option", { command: ["run", "--api-key", CANARY] }, {}],
    ["an option in a command", { command: [`run --password ${CANARY}`] }, {}],
    ["an assignment in a command", { command: [`DB_PASSWORD=${CANARY} run`] }, {}],
    ["a connection string", { dsn: `postgres://app:${CANARY}@db:5432/app` }, {}],
    ["a connection string with any name", { description: `Server=db;User=sa;Password=${CANARY};` }, {}],
    ["a secret in a name", { map: { [`password=${CANARY}`]: true } }, {}],
  ])("hides %s", (_, after, more) => {
    const published = publish(after, more);

    expect(published).not.toContain(CANARY);
    expect(published).not.toContain("4711471147114711");
    expect(published).toMatch(/"kind":"hidden"|\(hidden\)/);
  });

  it.each([
    ["AKIAIOSFODNN7EXAMPLE"],
    ["wJalrXUtnFEMIxK7MDENGzbPxRfiCYEXAMPLEKEY"],
    ["ghp_0123456789abcdefghijABCDEFGHIJ012345"],
    ["github_pat_11ABCDEFG0abcdefghijkl"],
    ["xoxb-123456789012-abcdefghijkl"],
    ["eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abc"],
    ["-----BEGIN RSA PRIVATE KEY-----\nMIIE"],
    ["https://hooks.slack.com/services/T000/B000/XXXX"],
    ["https://user:pass@example.com"],
    ["rk_live_0123456789abcdefgh"],
    ["hvs.CAESIJ0123456789abcdef"],
    ["FwoGZXIvYXdzEJr//////////wEaDKx0"],
    ["AGE-SECRET-KEY-1QQPQQ"],
    ["https://discord.com/api/webhooks/1234/abc-DEF"],
    ["https://acme.webhook.office.com/webhookb2/1/IncomingWebhook/2"],
    ["https://acme.blob.core.windows.net/c?sv=2020&sig=abc%2Bdef"],
    ["https://acme.s3.amazonaws.com/k?X-Amz-Signature=0a1b2c"],
    ["Authorization: Bearer 0123456789abcdef"],
    ["Authorization: Basic dXNlcjpwYXNzd29yZA=="],
    ["curl -s -u user:hunter2 https://example.com"],
  ])("hides a text with the format of a secret anywhere: %s", (text) => {
    const published = publish({ description: `see ${text}`, nested: [{ tags: { Name: text } }] });

    expect(published).not.toContain(JSON.stringify(text).slice(1, -1));
  });

  it("hides random secrets anywhere in an environment map", () => {
    // The generated text is not a harmless setting, and does not occur elsewhere in a report.
    const secret = fc.stringMatching(/^[!-~]{1,12}$/).map((text) => `${text}#canary`);
    const name = fc.stringMatching(/^[A-Z][A-Z_]{0,7}$/);
    const wrap = fc.constantFrom<(key: string, value: string) => unknown>(
      (key, value) => ({ environment: [{ variables: { [key]: value } }] }),
      (key, value) => ({ container_properties: JSON.stringify({ environment: [{ name: key, value }] }) }),
      (key, value) => ({ container_definitions: JSON.stringify([{ environment: [{ value, name: key }] }]) }),
      (key, value) => ({ environment: { variables: { [key]: JSON.stringify([value]) } } }),
    );
    fc.assert(
      fc.property(secret, name, wrap, (value, key, make) => {
        expect(publish(make(key, value))).not.toContain(JSON.stringify(value).slice(1, -1));
      }),
      { numRuns: 40 },
    );
  });

  it("shows values that a reviewer must see", () => {
    const after = {
      assume_role_policy: JSON.stringify({
        Condition: { StringEquals: { "token.actions.githubusercontent.com:sub": "repo:acme/poller:pull_request" } },
      }),
      kms_key_arn: "arn:aws:kms:eu-west-1:123456789012:key/1234",
      bucket_key_enabled: true,
      source_code_hash: "a5M3iHbpJw+79duggJMgbPMbnkANtAiow5w9FCW0ahw=",
      secret_arn: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db",
      empty_password: "",
      environment: [{ variables: { LOG_LEVEL: "debug", RETRIES: "3", QUEUE: "arn:aws:sqs:eu-west-1:123456789012:q" } }],
      tags: { Environment: "dev" },
    };

    const { changes } = reportOf(givenPlan({ actions: ["create"], after }));

    expect(changes[0]?.attributes.map((attribute) => attribute.after?.kind)).toEqual(Array(10).fill("known"));
  });

  it("hashes a secret differently in two places, but equally in two plans", () => {
    const after = { password: CANARY, token: CANARY };
    const [one, other] = [publish(after), publish(after)];
    const hashes = one.match(/scrypt:[0-9a-f]+/g);

    expect(one).toBe(other);
    expect(new Set(hashes).size).toBe(2);
  });
});

describe("isSecretText", () => {
  it.each([
    "Basic authentication is off",
    "iam:PassRole",
    "curl --user-agent poller https://example.com",
    "a description of the secret",
    "secretsmanager:GetSecretValue",
    "0a1b2c3d4e5f60718293a4b5c6d7e8f901234567",
  ])("does not match %s", (text) => {
    expect(isSecretText(text)).toBe(false);
  });
});

describe("isHarmlessSetting", () => {
  it.each(["true", "INFO", "12", "eu-west-1", "arn:aws:sqs:eu-west-1:123456789012:q"])("shows %s", (text) => {
    expect(isHarmlessSetting(text)).toBe(true);
  });

  it.each(["hello", "1234567890123", "arn:aws:x", "AKIAIOSFODNN7EXAMPLE", ""])("does not show %s", (text) => {
    expect(isHarmlessSetting(text)).toBe(false);
  });
});

describe("many hidden values", () => {
  const variables = (count: number, more: object = {}) => ({
    environment: [
      {
        variables: {
          ...Object.fromEntries(Array.from({ length: count }, (_, index) => [`NAME_${index}`, `value ${index}`])),
          ...more,
        },
      },
    ],
  });

  it("hashes 1,000 values in seconds, and compares them by hash", () => {
    const create = (more?: object) => reportOf(givenPlan({ actions: ["create"], after: variables(1000, more) }));
    const startedAt = process.cpuUsage();

    const [one, same, other] = [create(), create(), create({ NAME_7: "other" })];

    expect(process.cpuUsage(startedAt).user).toBeLessThan(60e6);
    expect(one.digest).toBe(same.digest);
    expect(one.digest).not.toBe(other.digest);
  });

  it("hashes only changed values", () => {
    const plan = givenPlan({
      actions: ["update"],
      before: variables(1000, { NAME_7: "other" }),
      after: variables(1000),
    });

    const [change] = reportOf(plan).changes;

    expect(change?.attributes.map(({ path, before, after }) => [path, before?.kind, after?.kind])).toEqual([
      ["environment[0].variables.NAME_7", "hidden", "hidden"],
    ]);
  });
});
