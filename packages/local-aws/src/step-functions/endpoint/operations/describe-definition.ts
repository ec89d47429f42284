import { listVariableReferences } from "../../definition/variable-references";
import type { Definition } from "../../definition/state-schemas";

export type IncludedData = "ALL_DATA" | "METADATA_ONLY" | undefined;

/** Parts of a revision that a customer key can encrypt, with the encryption. */
interface EncryptedRevision {
  readonly definitionText: string;
  readonly definition: Definition;
  readonly encryptionConfiguration: object | undefined;
}

/** Returns definition, variable references and encryption. Without data, AWS returns an empty definition. */
export function describeDefinition(revision: EncryptedRevision, data: IncludedData): object {
  const encryptionConfiguration = revision.encryptionConfiguration ?? { type: "AWS_OWNED_KEY" };
  if (data === "METADATA_ONLY") return { definition: "{}", encryptionConfiguration };
  const references = listVariableReferences(revision.definition);
  return {
    definition: revision.definitionText,
    encryptionConfiguration,
    ...(Object.keys(references).length === 0 ? {} : { variableReferences: references }),
  };
}
