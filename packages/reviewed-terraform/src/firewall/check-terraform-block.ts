import { isObject } from "../json";
import type { ExpectedStack } from "./expected-stack";
import { joinKey, type Findings } from "./findings";

/** Allowed sources of each provider. Other providers are programs that would run with the pipeline's credentials. */
const PROVIDER_SOURCES: Readonly<Record<string, readonly string[]>> = {
  aws: ["aws", "hashicorp/aws", "registry.terraform.io/hashicorp/aws"],
  archive: ["archive", "hashicorp/archive", "registry.terraform.io/hashicorp/archive"],
};

export const ALLOWED_PROVIDERS = Object.keys(PROVIDER_SOURCES);

/** Checks the `terraform` blocks: only required providers, the backend and the required version are allowed. */
export function checkTerraformBlock(value: unknown, expected: ExpectedStack, findings: Findings): void {
  const bodies = value === undefined ? [] : findings.bodies(value, "terraform");
  let backends = 0;
  for (const [body, path] of bodies) {
    const known = ["backend", "required_providers", "required_version"];
    findings.allowKeys(body, path, known, "terraform block", `remove it; only ${known.join(", ")} are allowed`);
    if (body["required_providers"] !== undefined)
      checkRequiredProviders(body["required_providers"], joinKey(path, "required_providers"), findings);
    if (body["backend"] !== undefined)
      backends += checkBackends(body["backend"], joinKey(path, "backend"), expected, findings);
  }
  if (backends !== 1)
    findings.add("terraform.backend", "backend", backends, "configure exactly one backend of type s3");
}

function checkRequiredProviders(value: unknown, path: string, findings: Findings): void {
  for (const [name, requirement, requirementPath] of findings.labels(value, path)) {
    const sources = Object.hasOwn(PROVIDER_SOURCES, name) ? PROVIDER_SOURCES[name] : undefined;
    if (sources === undefined) {
      findings.add(requirementPath, "provider", requirement, `use only ${ALLOWED_PROVIDERS.join(" and ")}`);
      continue;
    }
    if (!isObject(requirement)) {
      findings.add(requirementPath, "provider", requirement, "set source and version");
      continue;
    }
    const { source, version } = requirement;
    findings.allowKeys(requirement, requirementPath, ["source", "version"], "provider", "set only source and version");
    if (typeof source !== "string" || !sources.includes(source))
      findings.add(joinKey(requirementPath, "source"), "provider", source, `use ${sources[1] ?? name}`);
    if (typeof version !== "string" || !/^\d+\.\d+\.\d+$/.test(version))
      findings.add(joinKey(requirementPath, "version"), "provider", version, "pin one version, like 5.100.0");
  }
}

/** @returns the number of backends */
function checkBackends(value: unknown, path: string, expected: ExpectedStack, findings: Findings): number {
  const { bucket, key, region, kmsKeyArn } = expected;
  const wanted: Readonly<Record<string, unknown>> = {
    ...{ bucket, key, region, encrypt: true, use_lockfile: true },
    ...(kmsKeyArn === undefined ? {} : { kms_key_id: kmsKeyArn }),
  };
  const backends = findings.labelled(value, path);
  for (const [type, body, bodyPath] of backends) {
    if (type !== "s3") {
      findings.add(bodyPath, "backend", type, "use the backend s3");
      continue;
    }
    const advice = `set only ${Object.keys(wanted).join(", ")}; other arguments could change the state or the credentials`;
    findings.allowKeys(body, bodyPath, Object.keys(wanted), "backend", advice);
    for (const [name, is] of Object.entries(wanted))
      if (body[name] !== is)
        findings.add(
          joinKey(bodyPath, name),
          "backend",
          body[name],
          `must be ${JSON.stringify(is)}, according to the settings; synthesize with the same settings`,
        );
  }
  return backends.length;
}
