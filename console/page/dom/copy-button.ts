import { button } from "./element";

/** Duration of the confirmation, in milliseconds. */
const CONFIRM_MS = 2_000;

/**
 * Creates a button that copies a text to the clipboard, and confirms it in its label.
 * @param findText - returns the text; undefined if there is none
 */
export function copyButton(label: string, findText: () => string | undefined): HTMLButtonElement {
  const copied = (message: string): void => {
    created.textContent = message;
    setTimeout(() => {
      created.textContent = label;
    }, CONFIRM_MS);
  };
  const created = button(label, "plain", () => {
    navigator.clipboard.writeText(findText() ?? "").then(
      () => {
        copied("Copied");
      },
      () => {
        copied("Copying failed");
      },
    );
  });
  created.classList.add("small");
  created.setAttribute("aria-live", "polite");
  return created;
}
