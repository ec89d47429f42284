import { InvalidInputError } from "../../workflow/execution-input";
import { describeShape } from "../../workflow/value-shape";
import type { InputTransformer } from "../event-rule";
import { literalJson } from "../literal-json";
import { checkInput, replaceTexts } from "./check-input";

/** What an input may say of the object, and where EventBridge finds it in S3's event. */
const INPUT_PATHS = { bucket: "$.detail.bucket.name", key: "$.detail.object.key" };

/**
 * S3's longest key, in bytes, and longest bucket name: the input has to keep to Batch's limits with any object.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html
 */
const LONGEST = { "<bucket>": "b".repeat(63), "<key>": "k".repeat(1_024) };

/** EventBridge's limit, in characters. @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_InputTransformer.html */
const LONGEST_TEMPLATE = 8_192;

/**
 * How EventBridge makes the input of an execution from S3's event. A text of `input` that is `<bucket>` or `<key>` and
 * nothing else becomes the object's bucket or key. EventBridge can neither cut nor clean them, so that no `jobName` can be
 * made of them; and it escapes a value only where it stands alone.
 * @throws InvalidInputError with every rule that the input breaks
 */
export function objectCreatedInput(input: object): InputTransformer {
  const violations = [...placeholderViolations(input), ...inputViolations(input)];
  const inputTemplate = literalJson(input).replace(/"(<(?:bucket|key)>)"(?!:)/g, "$1");
  if (inputTemplate.length > LONGEST_TEMPLATE)
    violations.push(
      `the input must have at most 8,192 characters, has ${inputTemplate.length.toLocaleString("en-US")}`,
    );
  // What EventBridge would make of a placeholder that begins in one text and ends in another is not documented.
  if (violations.length === 0 && /<(?!(?:bucket|key)>)[^<]*>/.test(inputTemplate))
    violations.push("the input must have no < before a > except in <bucket> and <key>");
  if (violations.length > 0) throw new InvalidInputError(violations);
  return { inputPaths: INPUT_PATHS, inputTemplate };
}

/** Texts may be secrets, so that a violation says only where the text is, and its length. */
const placeholderViolations = (input: object): string[] =>
  findTexts(input)
    .filter(({ text, isKey }) => /<[^<>]*>/.test(text) && (isKey || !Object.hasOwn(LONGEST, text)))
    .map(
      ({ text, path }) =>
        `<bucket> and <key> must each be the whole of a text, and no other is known, got ${describeShape(text)} at ${path}`,
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
