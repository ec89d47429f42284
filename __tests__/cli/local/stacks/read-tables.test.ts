import { WAIT_TABLE } from "local-aws/testing";
import * as z from "zod";
import { readTables, tableResourcesSchema } from "../../../../cli/local/stacks/read-tables";

const schema = z.object(tableResourcesSchema);
const TABLE = {
  name: WAIT_TABLE.TableName,
  billing_mode: "PAY_PER_REQUEST",
  hash_key: "jobId",
  attribute: [{ name: "jobId", type: "S" }],
};
const read = (table: object) => readTables(schema.parse({ aws_dynamodb_table: { waits: table } }));

describe("readTables", () => {
  it("returns no tables for a stack without tables", () => {
    expect(readTables(schema.parse({}))).toEqual([]);
  });

  it("reads keys and attributes as input of CreateTable", () => {
    const attribute = [...TABLE.attribute, { name: "executionArn", type: "S" }];

    expect(read({ ...TABLE, range_key: "executionArn", attribute, tags: { a: "1" } })).toEqual([{ input: WAIT_TABLE }]);
  });

  it("reads the time to live if it is enabled", () => {
    const ttl = { attribute_name: "expiresAt" };

    expect(read({ ...TABLE, ttl: { ...ttl, enabled: true } })).toMatchObject([{ ttlAttribute: "expiresAt" }]);
    expect(read({ ...TABLE, ttl })[0]).not.toHaveProperty("ttlAttribute");
  });

  it.each([
    [{ billing_mode: "PROVISIONED" }, "must be PAY_PER_REQUEST"],
    [{ name: "${local.name}" }, "must be literal, without Terraform expressions"],
  ])("rejects a table with %j", (more, message) => {
    expect(() => read({ ...TABLE, ...more })).toThrow(message);
  });
});
