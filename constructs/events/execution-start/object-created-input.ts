import { InvalidInputError } from "../../../workflow/input/execution-input";
import { describeShape } from "../../../workflow/input/describe-violations";
import type { InputTransformer } from "../event-rule";
import { literalJson } from "../../literal-json";
import { checkInput, replaceTexts } from "./check-input";

/** Placeholders of the input, and the paths of their values in the S3 event. */
const INPUT_PATHS = { bucket: "$.detail.bucket.name", key: "$.detail.object.key" };

/**
 * Longest bucket name and object key of S3. The input must be valid for any object.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html
 */
const LONGEST = { "<bucket>": "b".repeat(63), "<key>": "k".repeat(1_024) };

/**
 * Maximum length of an input template, in characters.
 * @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_InputTransformer.html
 */
const MAX_TEMPLATE_LENGTH = 8_192;

/**
 * Returns the transformation of an S3 event into the input of an execution. A string that is exactly `<bucket>` or
 * `<key>` becomes the object's bucket or key. EventBridge escapes a value only if it is the whole string. It cannot
 * shorten or clean values, so `jobName` cannot be a placeholder.
 * @throws InvalidInputError with every violated rule
 */
export function objectCreatedInput(input: object): InputTransformer {
  const violations = [...placeholderViolations(input), ...inputViolations(input)];
  const inputTemplate = literalJson(input).replace(/"(<(?:bucket|key)>)"(?!:)/g, "$1");
  if (inputTemplate.length > MAX_TEMPLATE_LENGTH)
    violations.push(
      `the input must have at most 8,192 characters, has ${inputTemplate.length.toLocaleString("en-US")}`,
    );
  // EventBridge does not document placeholders that start in one string and end in another.
  if (violations.length === 0 && /<(?!(?:bucket|key)>)[^<]*>/.test(inputTemplate))
    violations.push("the input must not contain < before > except in <bucket> and <key>");
  if (violations.length > 0) throw new InvalidInputError(violations);
  return { inputPaths: INPUT_PATHS, inputTemplate };
}

/** Texts may be secrets, so that a violation says only where the text is, and its length. */
const placeholderViolations = (input: object): string[] =>
  findTexts(input)
    .filter(({ text, isKey }) => /<[^<>]*>/.test(text) && (isKey || !Object.hasOwn(LONGEST, text)))
    .map(
      ({ text, path }) =>
        `<bucket> and <key> must be whole strings, and other placeholders are not supported, got ${describeShape(text)} at ${path}`,
    );

interface PlacedText {
  readonly text: string;
  readonly path: string;
  readonly isKey: boolean;
}

/** Texts and keys in a value of JSON. */
function findTexts(value: unknown, path = ""): PlacedText[] {
  if (typeof value === "string") return [{ text: value, path, isKey: false }];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) => {
    const place = path === "" ? key : `${path}.${key}`;
    return [{ text: key, path: place, isKey: true }, ...findTexts(inner, place)];
  });
}

function inputViolations(input: object): readonly string[] {
  const longest = new Map(Object.entries(LONGEST));
  try {
    checkInput(replaceTexts(input, (text) => longest.get(text) ?? text));
    return [];
  } catch (error) {
    if (error instanceof InvalidInputError) return error.violations;
    throw error;
  }
}
