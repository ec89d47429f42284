import type { Findings } from "./findings";
import { isObject, type JsonObject } from "../json";

/**
 * Parses cdk.tf.json.
 * @returns undefined if JavaScript and Terraform could read the file differently: for duplicate members, Terraform
 * reads all of them as blocks, JavaScript only the last one
 */
export function checkJson(text: string, findings: Findings): JsonObject | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    findings.add("cdk.tf.json", "json", text.slice(0, 40), "synthesize again; the file is not valid JSON");
    return undefined;
  }
  if (!isObject(json)) {
    findings.add("cdk.tf.json", "json", json, "synthesize again; the file must contain an object");
    return undefined;
  }
  if (listTokens(text) !== listTokens(JSON.stringify(json))) {
    const advice =
      "do not modify the output of cdktf; duplicate members, redundant escapes and non-canonical numbers are not allowed";
    findings.add("cdk.tf.json", "json", "duplicate members or non-canonical JSON", advice);
    return undefined;
  }
  return json;
}

/** Returns the sorted tokens of a JSON text, independent of the order of members. */
function listTokens(text: string): string {
  return (text.match(/"(?:[^"\\]|\\.)*"|[^\s"[\]{},:]+|[[\]{},:]/g) ?? []).sort().join("\n");
}
