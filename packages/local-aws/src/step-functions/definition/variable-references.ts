import { type IntrinsicCall, parseIntrinsic } from "../intrinsics/parse-intrinsic";
import { type Json, isJson, isJsonArray, isJsonObject } from "../json/json";
import { compilePath } from "../json/json-path";
import { compileJsonata } from "../jsonata/compile-jsonata";
import { findVariables } from "../jsonata/find-references";
import { findExpression, languageOf } from "./query-language";
import type { Definition } from "./state-schemas";

/** Fields of a JSONPath state whose `name.$` members are expressions. */
const TEMPLATES = ["Parameters", "ResultSelector", "Assign"];

/** Returns the variables that each state reads, by state. A state that reads none is omitted. */
export function listVariableReferences({ QueryLanguage, States }: Definition): Record<string, string[]> {
  const references = Object.entries(States).map(([name, state]): [string, string[]] => {
    const isJsonata = languageOf({ QueryLanguage }, state) === "JSONata";
    const variables = Object.entries(state).flatMap(([field, value]: [string, unknown]) => {
      if (!isJson(value)) return [];
      return isJsonata ? inJsonata(value) : inPaths(field, value, TEMPLATES.includes(field));
    });
    return [name, [...new Set(variables)].sort()];
  });
  return Object.fromEntries(references.filter(([, variables]) => variables.length > 0));
}

function inJsonata(value: Json): string[] {
  if (isJsonArray(value)) return value.flatMap(inJsonata);
  if (isJsonObject(value)) return Object.values(value).flatMap(inJsonata);
  const expression = typeof value === "string" ? findExpression(value) : undefined;
  return expression === undefined ? [] : findVariables(compileJsonata(expression).ast);
}

/** @param isTemplate - whether the value is in a payload template, where only `name.$` is an expression */
function inPaths(key: string, value: Json, isTemplate: boolean): string[] {
  if (key === "Result") return [];
  if (isJsonArray(value)) return value.flatMap((item) => inPaths("", item, isTemplate));
  if (isJsonObject(value))
    return Object.entries(value).flatMap(([name, item]) => inPaths(name, item, isTemplate || TEMPLATES.includes(name)));
  const isExpression = isTemplate ? key.endsWith(".$") : key.endsWith("Path") || key === "Variable";
  return typeof value === "string" && isExpression ? inExpression(value) : [];
}

const inExpression = (text: string): string[] => (text.startsWith("$") ? inPath(text) : inCall(parseIntrinsic(text)));

const inCall = (call: IntrinsicCall): string[] =>
  call.arguments.flatMap((argument) => {
    if (argument.kind === "path") return inPath(argument.path);
    return argument.kind === "call" ? inCall(argument.call) : [];
  });

function inPath(path: string): string[] {
  const { root } = compilePath(path);
  return root.kind === "variable" ? [root.name] : [];
}
