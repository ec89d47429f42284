import { stopReplySchema } from "../../api/replies";
import { executionPath, explain, post } from "../api-client";
import { button, element } from "../dom/element";
import type { PageContext } from "../page-context";

/** A dialog that stops an execution when the person means it. */
export function makeStopDialog(name: string, context: Pick<PageContext, "announce" | "showProblem">) {
  const reason = element("input", { type: "text", id: "stop-reason", maxlength: 500, autocomplete: "off" });
  reason.value = "stopped on the console page";
  const problem = element("p", { class: "field-problems", role: "alert" });
  const confirm = element("button", { type: "submit", class: "button danger" }, "Stop execution");
  const form = element(
    "form",
    { method: "dialog" },
    element("h2", { id: "stop-title" }, `Stop ${name}?`),
    element(
      "p",
      { id: "stop-text" },
      "The execution ends as ABORTED and cannot be resumed. The job that it has submitted is terminated with it; a job that it only waits for goes on.",
    ),
    element("label", { for: "stop-reason" }, "Reason, kept as the execution's cause"),
    reason,
    problem,
    element(
      "div",
      { class: "actions" },
      confirm,
      button("Keep it running", "plain", () => {
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
          context.announce("The execution was asked to stop.");
          dialog.close();
        },
        (error: unknown) => {
          problem.textContent = `Not stopped: ${explain(error)}`;
        },
      )
      .finally(() => {
        confirm.disabled = false;
      });
  });
  return {
    element: dialog,
    open: () => {
      problem.textContent = "";
      dialog.showModal();
    },
  };
}
