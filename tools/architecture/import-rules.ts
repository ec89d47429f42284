import * as z from "zod";
import rules from "./import-rules.json";

const schema = z.array(
  z.object({
    /** Folder or file below the root. */
    folder: z.string(),
    /** Folders that it may import. */
    imports: z.array(z.string()),
    /** Workspaces that it may import, by name. */
    packages: z.array(z.string()),
    libraries: z.array(z.enum(["cdktf", "@aws-sdk"])),
  }),
);
export type ImportRule = z.infer<typeof schema>[number];

/** Import rules of the folders, from the entry down. `eslint.config.mjs` enforces them. */
export const IMPORT_RULES: readonly ImportRule[] = schema.parse(rules);
