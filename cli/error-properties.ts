/**
 * Returns a property of an error as text, or "". Does not use `instanceof`, because Node's own errors are not always
 * of this realm's Error class.
 */
export function errorProperty(
  error: unknown,
  name: "name" | "message" | "code" | "address" | "port" | "hostname",
): string {
  if (typeof error !== "object" || error === null) return "";
  const value: unknown = Reflect.get(error, name);
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

/** Returns the message of an error, without a stack trace. */
export function errorMessage(error: unknown): string {
  const message = errorProperty(error, "message");
  return message === "" ? String(error) : message;
}
