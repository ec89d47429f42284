import { type Json, isJsonArray, isJsonObject } from "../json/json";

/** Members of Batch documents that are maps. Their keys are defined by the user. */
const MAPS = new Set(["parameters", "tags", "options", "labels", "annotations", "limits", "requests"]);

/** Converts the keys of a Batch document to those of a service integration: `jobId` becomes `JobId`. */
export function toPascalCase(value: Json): Json {
  return convertKeys(value, (key) => key.charAt(0).toUpperCase() + key.slice(1));
}

/** Converts the keys of a service integration document to those of Batch: `JobName` becomes `jobName`. */
export function toCamelCase(value: Json): Json {
  return convertKeys(value, (key) => key.charAt(0).toLowerCase() + key.slice(1));
}

function convertKeys(value: Json, convert: (key: string) => string): Json {
  if (isJsonArray(value)) return value.map((item) => convertKeys(item, convert));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      convert(key),
      MAPS.has(key.charAt(0).toLowerCase() + key.slice(1)) ? item : convertKeys(item, convert),
    ]),
  );
}
