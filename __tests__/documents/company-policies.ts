import * as z from "zod";
import { readDocument } from "./documents";

const documentSchema = z.object({
  Version: z.literal("2012-10-17"),
  Statement: z.array(
    z.looseObject({
      Sid: z.string(),
      Action: z.array(z.string()),
      Resource: z.union([z.string(), z.array(z.string())]),
    }),
  ),
});

/** Statement of a policy that the page documents. */
export type DocumentedStatement = z.infer<typeof documentSchema>["Statement"][number];

/**
 * Reads a policy of docs/company-accounts.md.
 * @param section - heading above the policy
 * @param values - values of the placeholders
 */
export function readCompanyPolicy(section: string, values: Readonly<Record<string, string>>): DocumentedStatement[] {
  const [, text = ""] = readDocument("docs/company-accounts.md").split(`\n## ${section}\n`);
  const [, json = ""] = /^```json\n(.*?)^```$/ms.exec(text) ?? [];
  // The name of a placeholder can begin with that of another one.
  const names = Object.keys(values).sort((one, other) => other.length - one.length);
  const filled = names.reduce((policy, name) => policy.replaceAll(name, values[name] ?? ""), json);
  return documentSchema.parse(JSON.parse(filled)).Statement;
}
