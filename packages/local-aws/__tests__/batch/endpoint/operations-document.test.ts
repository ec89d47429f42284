import * as batchSdk from "@aws-sdk/client-batch";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findUnsupported, UNSUPPORTED_OPERATIONS } from "../../../src/batch/endpoint/unsupported-operations";
import { closeBatches, givenBatch } from "../given-batch";

afterEach(closeBatches);

const DOCUMENT = join(__dirname, "../../../docs/operations.md");

/** All operations of the Batch API, in alphabetical order. */
const ALL = Object.keys(batchSdk)
  .flatMap((name) => (/^[A-Z]\w+Command$/.test(name) ? [name.replace(/Command$/, "")] : []))
  .sort();

async function listServed(): Promise<string[]> {
  const { refusal } = await givenBatch();
  const [, names = ""] = /supported operations: (.*)$/.exec(await refusal("Unknown", {})) ?? [];
  return names.split(", ").sort();
}

function render(served: readonly string[]): string {
  const rows = ALL.map((name) =>
    served.includes(name) ? `| ${name} | yes | |` : `| ${name} | no | ${UNSUPPORTED_OPERATIONS.get(name) ?? "?"} |`,
  );
  return `# Operations of AWS Batch

${served.length} of the ${ALL.length} operations are served. The others are rejected with HTTP 400 \`ClientException\`, and the
message has the reason of this table.

\`UPDATE_DOCS=1 npm test -- operations-document\` writes this page from the operations of the AWS SDK.

| operation | served | reason |
| --- | --- | --- |
${rows.join("\n")}
`;
}

const cells = (text: string): string =>
  text.replaceAll(/ +\|/g, " |").replaceAll(/\| +/g, "| ").replaceAll(/-{3,}/g, "---");

it("serves each operation of the API, or knows the reason why it does not", async () => {
  const served = await listServed();

  expect([...served, ...UNSUPPORTED_OPERATIONS.keys()].sort()).toEqual(ALL);
});

it("matches docs/operations.md; UPDATE_DOCS=1 writes it", async () => {
  const text = render(await listServed());
  if (process.env["UPDATE_DOCS"] === "1") writeFileSync(DOCUMENT, text);

  expect(cells(readFileSync(DOCUMENT, "utf8"))).toBe(cells(text));
});

it.each([...UNSUPPORTED_OPERATIONS])("rejects %s with the reason", async (name, reason) => {
  const given = await givenBatch();

  const inProcess = await given.refusal(name, {});
  const reply = await fetch(`${given.batch.url}/v1/${name.toLowerCase()}`, { method: "POST", body: "{}" });

  expect(inProcess).toBe(`local Batch does not support ${name}: ${reason}`);
  expect(reply.status).toBe(400);
  expect(reply.headers.get("x-amzn-errortype")).toBe("ClientException");
  expect(await reply.text()).toBe(JSON.stringify({ message: inProcess }));
});

it("does not find an operation that the API does not have", () => {
  expect(findUnsupported("POST /v1/unknown")).toBeUndefined();
});
