import type { Definition, State } from "./state-schemas";

export type QueryLanguage = "JSONPath" | "JSONata";

/** Query language of the state, else of the definition, else JSONPath. */
export function languageOf(definition: Pick<Definition, "QueryLanguage">, state: State): QueryLanguage {
  return state.QueryLanguage ?? definition.QueryLanguage ?? "JSONPath";
}

const EXPRESSION = /^\{%(.*)%\}$/su;

/** Returns the JSONata between `{%` and `%}`, or undefined if the text is not an expression. */
export function findExpression(text: string): string | undefined {
  return EXPRESSION.exec(text)?.[1]?.trim();
}
