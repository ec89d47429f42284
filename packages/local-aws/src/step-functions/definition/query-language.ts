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

/** Returns whether a text has only one of the delimiters of an expression. AWS rejects it. */
export function isHalfDelimited(text: string): boolean {
  return text.startsWith("{%") !== text.endsWith("%}");
}
