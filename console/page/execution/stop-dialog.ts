import { stopReplySchema } from "../../api/replies";
import { describeStop } from "../../model/describe-stop";
import type { RunProgress } from "../../model/progress/run-progress";
import { executionPath, explain, post } from "../api-client";
import { button, element } from "../dom/element";
import type { PageContext } from "../page-context";

/**
 * Creates the dialog that confirms and stops an execution.
 * @param findProgress - returns the current progress, which decides what happens to the job
 */
export function createStopDialog(
  name: string,
  findProgress: () => RunProgress,
  context: Pick<PageContext, "announce" | "showProblem">,
) {
  const reason = element("input", { type: "text", id: "stop-reason", maxlength: 500, autocomplete: "off" });
  reason.value = "Stopped from the console page";
  const problem = element("p", { class: "field-problems", role: "alert" });
  const confirm = element("button", { type: "submit", class: "button danger" }, "Stop execution");
  const effect = element("p", { id: "stop-text" });
  const form = element(
    "form",
    { method: "dialog" },
    element("h2", { id: "stop-title" }, `Stop execution ${name}?`),
    effect,
    element("label", { for: "stop-reason" }, "Reason, recorded as the execution's Cause"),
    reason,
    problem,
    element(
      "div",
      { class: "actions" },
      confirm,
      button("Cancel", "plain", () => {
        dialog.close();
      }),
    ),
  );
  const dialog = element("dialog", { "aria-labelledby": "stop-title", "aria-describedby": "stop-text" }, form);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    confirm.disabled = true;
    post(executionPath(name, "stop"), { reason: reason.value }, stopReplySchema)
      .then(
        () => {
          context.announce("Stop requested.");
          dialog.close();
        },
        (error: unknown) => {
          problem.textContent = `The execution was not stopped: ${explain(error)}`;
        },
      )
      .finally(() => {
        confirm.disabled = false;
      });
  });
  const update = (): void => {
    const text = `The execution ends with status ABORTED and cannot be resumed. ${describeStop(findProgress())}`;
    if (effect.textContent !== text) effect.textContent = text;
  };
  return {
    element: dialog,
    /** Updates the effect on the job while the dialog is open. Closes the dialog after the end of the execution. */
    update: () => {
      if (!dialog.open) return;
      if (findProgress().end === undefined) update();
      else dialog.close();
    },
    open: () => {
      problem.textContent = "";
      update();
      dialog.showModal();
    },
  };
}
