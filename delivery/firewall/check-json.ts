import type { Findings } from "./findings";
import { isObject, type JsonObject } from "../json";

/**
 * @returns what cdk.tf.json holds, when JavaScript and Terraform are sure to read the same in it: Terraform takes two
 * members of one name for two blocks, where JavaScript sees the last alone
 */
export function checkJson(text: string, findings: Findings): JsonObject | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    findings.add("cdk.tf.json", "json", text.slice(0, 40), "synthesize again: this is no JSON");
    return undefined;
  }
  if (!isObject(json)) {
    findings.add("cdk.tf.json", "json", json, "synthesize again: this is no object");
    return undefined;
  }
  if (listTokens(text) !== listTokens(JSON.stringify(json))) {
    const advice =
      "leave the file as cdktf writes it: without members twice, escapes that are not needed, or odd numbers";
    findings.add("cdk.tf.json", "json", "members twice, or unusual spelling", advice);
    return undefined;
  }
  return json;
}

/** All texts, and all that is between them, in an order that has nothing to do with the order of members. */
function listTokens(text: string): string {
  return (text.match(/"(?:[^"\\]|\\.)*"|[^\s"[\]{},:]+|[[\]{},:]/g) ?? []).sort().join("\n");
}
