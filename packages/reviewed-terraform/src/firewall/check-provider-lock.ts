import { DeliveryError } from "../delivery-error";
import { isArray, isObject, type JsonObject } from "../json";
import { parseProviderLock, PROVIDER_LOCK_FILE } from "../terraform/provider-lock";
import { ALLOWED_PROVIDERS } from "./check-terraform-block";
import type { Findings } from "./findings";

/** Registries of Terraform and OpenTofu. */
const ADDRESS = new RegExp(`^registry\\.(?:terraform\\.io|opentofu\\.org)/hashicorp/(${ALLOWED_PROVIDERS.join("|")})$`);

/** Checks that the lock file has only allowed providers, in the versions of cdk.tf.json. */
export function checkProviderLock(text: string, json: JsonObject, findings: Findings): void {
  const versions = requiredVersions(json);
  try {
    for (const { source, version } of parseProviderLock(text, PROVIDER_LOCK_FILE)) {
      const [, name = ""] = ADDRESS.exec(source) ?? [];
      if (name === "")
        findings.add(PROVIDER_LOCK_FILE, "provider lock", source, "use only aws and archive of HashiCorp");
      else if (versions.get(name) !== version)
        findings.add(
          PROVIDER_LOCK_FILE,
          "provider lock",
          `${name} ${version}`,
          `cdk.tf.json requires ${JSON.stringify(versions.get(name) ?? "no version")}; run: npm run providers:lock`,
        );
    }
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw error;
    findings.add(PROVIDER_LOCK_FILE, "provider lock", text.slice(0, 40), error.message);
  }
}

/** Required versions by the local name of the provider. */
function requiredVersions({ terraform }: JsonObject): Map<string, unknown> {
  const bodies = isArray(terraform) ? terraform : [terraform];
  const required = bodies.flatMap((body) => (isObject(body) ? [body["required_providers"]].flat() : []));
  return new Map(
    required.flatMap((providers) =>
      isObject(providers)
        ? Object.entries(providers).map(
            ([name, value]) => [name, isObject(value) ? value["version"] : undefined] as const,
          )
        : [],
    ),
  );
}
