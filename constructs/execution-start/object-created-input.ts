import { InvalidInputError } from "../../workflow/execution-input";
import type { InputTransformer } from "../event-rule";
import { literalJson } from "../literal-json";
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

function placeholderViolations(input: object): string[] {
  const texts: string[] = [];
  JSON.stringify(input, (key, value: unknown) => {
    texts.push(key);
    if (typeof value === "string" && !Object.hasOwn(LONGEST, value)) texts.push(value);
    return value;
  });
  return texts
    .filter((text) => /<[^<>]*>/.test(text))
    .map(
      (text) =>
        `<bucket> and <key> must be whole strings, and other placeholders are not supported, got ${JSON.stringify(text)}`,
    );
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
