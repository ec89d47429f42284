import * as z from "zod";
import type { LocalTable } from "local-aws";

/** DynamoDB tables of a synthesized stack. Only on-demand tables without indexes are supported. */
export const tableResourcesSchema = {
  aws_dynamodb_table: z
    .record(
      z.string(),
      z.object({
        name: z.string().refine((text) => !text.includes("${"), "must be literal, without Terraform expressions"),
        billing_mode: z.literal("PAY_PER_REQUEST", "must be PAY_PER_REQUEST"),
        hash_key: z.string(),
        range_key: z.string().optional(),
        attribute: z.array(z.object({ name: z.string(), type: z.string() })),
        ttl: z.object({ attribute_name: z.string(), enabled: z.boolean().default(false) }).optional(),
      }),
    )
    .default({}),
};

type TableResources = z.output<z.ZodObject<typeof tableResourcesSchema>>;

/** Reads the tables of a stack. Encryption, backups, protection and tags have no effect in local mode. */
export const readTables = ({ aws_dynamodb_table: tables }: TableResources): LocalTable[] =>
  Object.values(tables).map(
    ({ name, billing_mode: BillingMode, hash_key: hash, range_key: range, attribute, ttl }) => ({
      input: {
        TableName: name,
        BillingMode,
        AttributeDefinitions: attribute.map((each) => ({ AttributeName: each.name, AttributeType: each.type })),
        KeySchema: [
          { AttributeName: hash, KeyType: "HASH" },
          ...(range === undefined ? [] : [{ AttributeName: range, KeyType: "RANGE" }]),
        ],
      },
      ...(ttl?.enabled === true && { ttlAttribute: ttl.attribute_name }),
    }),
  );
