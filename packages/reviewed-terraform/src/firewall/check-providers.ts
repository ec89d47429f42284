import { canonicalJson, type JsonObject } from "../json";
import { ALLOWED_PROVIDERS } from "./check-terraform-block";
import type { ExpectedStack } from "./expected-stack";
import { joinKey, type Findings } from "./findings";

/** Allowed provider arguments; they do not change endpoints or credentials. */
const AWS_KEYS = ["alias", "region", "allowed_account_ids", "default_tags", "ignore_tags", "max_retries", "retry_mode"];

/** Checks the `provider` blocks: literal, for one account and region, with the credentials of the pipeline. */
export function checkProviders(value: unknown, expected: ExpectedStack, findings: Findings): void {
  const providers = value === undefined ? [] : findings.labelled(value, "provider");
  if (!providers.some(([name]) => name === "aws"))
    findings.add("provider.aws", "provider", undefined, "configure it with region and allowed_account_ids");
  for (const [name, body, path] of providers) {
    if (!ALLOWED_PROVIDERS.includes(name)) {
      findings.add(path, "provider", name, `use only ${ALLOWED_PROVIDERS.join(" and ")}`);
      continue;
    }
    const keys = name === "aws" ? AWS_KEYS : ["alias"];
    const advice = `remove it; a provider can have only ${keys.join(", ")}`;
    findings.allowKeys(body, path, keys, "provider configuration", advice);
    if (/[$%]\{/.test(canonicalJson(body)))
      findings.add(path, "provider configuration", body, "use literal values; expressions cannot be checked");
    if (name === "aws") checkPlace(body, path, expected, findings);
  }
}

function checkPlace(body: JsonObject, path: string, { region, accountId }: ExpectedStack, findings: Findings): void {
  const wanted = { region, allowed_account_ids: [accountId] };
  for (const [name, is] of Object.entries(wanted))
    if (canonicalJson(body[name]) !== canonicalJson(is))
      findings.add(
        joinKey(path, name),
        "provider configuration",
        body[name],
        `must be ${JSON.stringify(is)}, according to the settings`,
      );
}

/** Checks the `provider` argument of a resource or data source: an allowed provider or an alias of it. */
export function checkProviderArgument(body: JsonObject, path: string, findings: Findings): void {
  const { provider } = body;
  if (provider === undefined) return;
  const pattern = new RegExp(`^(?:${ALLOWED_PROVIDERS.join("|")})(?:\\.[A-Za-z0-9_-]+)?$`);
  if (typeof provider !== "string" || !pattern.test(provider))
    findings.add(joinKey(path, "provider"), "provider", provider, `use only ${ALLOWED_PROVIDERS.join(" and ")}`);
}
