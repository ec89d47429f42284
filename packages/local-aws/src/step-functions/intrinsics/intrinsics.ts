import { randomUUID } from "node:crypto";
import { javaText } from "../json/java-text";
import { type Json, jsonText, parseJson } from "../json/json";
import { expectInteger, expectObject, expectString, expectText } from "./arguments";
import { arrayIntrinsics, type Intrinsic } from "./array-intrinsics";
import { hashText } from "./hash-text";
import { seededShare } from "./seeded-share";

/** Intrinsic functions by name. @see https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html */
export const INTRINSICS: Readonly<Record<string, Intrinsic>> = {
  ...arrayIntrinsics,

  "States.Format": ([template, ...values]) => format(expectString(template), values),

  "States.StringToJson": (values) => {
    const text = expectString(values[0]);
    return text.trim() === "" ? null : parseJson(text);
  },

  "States.JsonToString": (values) => jsonText(values[0] ?? null),

  "States.JsonMerge": (values) => {
    if (values[2] !== false) throw new TypeError("Invalid argument: deep merging is not supported; pass false");
    return { ...expectObject(values[0]), ...expectObject(values[1]) };
  },

  "States.MathAdd": (values) => expectInteger(values[0]) + expectInteger(values[1]),

  "States.MathRandom": (values, random) => {
    const [start, end] = [expectInteger(values[0]), expectInteger(values[1])];
    if (start >= end)
      throw new RangeError(`Invalid argument: the start must be below the end, got ${start} and ${end}`);
    const share = values.length === 3 ? seededShare(expectInteger(values[2])) : random.next();
    return start + Math.floor(share * (end - start));
  },

  "States.StringSplit": (values) => {
    const separators = new Set(expectString(values[1]));
    return splitAt(expectString(values[0]), separators);
  },

  "States.UUID": () => randomUUID(),

  "States.Base64Encode": (values) => Buffer.from(expectText(values[0])).toString("base64"),

  "States.Base64Decode": (values) => Buffer.from(expectText(values[0]), "base64").toString("utf8"),

  "States.Hash": (values) => hashText(expectText(values[0]), expectString(values[1])),
};

function format(template: string, values: readonly Json[]): string {
  let used = 0;
  const text = template.replaceAll(/\\([{}])|\{\}/gu, (_, escaped: string | undefined) => {
    if (escaped !== undefined) return escaped;
    return javaText(values[used++] ?? null);
  });
  if (used !== values.length)
    throw new TypeError(`Invalid argument: the template has ${used} {} placeholders but got ${values.length} values`);
  return text;
}

/** Splits at each of the characters and omits empty parts, as AWS does. */
function splitAt(text: string, separators: ReadonlySet<string>): string[] {
  const parts: string[] = [];
  let part = "";
  for (const character of text) {
    if (!separators.has(character)) part += character;
    else if (part !== "") parts.push(part);
    if (separators.has(character)) part = "";
  }
  return part === "" ? parts : [...parts, part];
}
