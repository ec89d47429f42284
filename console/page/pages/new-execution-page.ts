import { executionReplySchema, startProblemsSchema, startReplySchema, type StartProblem } from "../../api/replies";
import { executionPath, explain, get, post, RequestError } from "../api-client";
import { button, element } from "../dom/element";
import { findTextRange } from "../find-text-range";
import type { Page, PageContext } from "../page-context";
import { executionAddress } from "../routes";

/** @param like - name of an execution whose input is copied into the form */
export const newExecutionPage =
  (like: string | undefined): Page =>
  (main, context) => {
    const sample = JSON.stringify(context.stateMachine.sampleInput, null, 2);
    const form = createForm(context, sample);
    main.append(element("h1", {}, "New execution"), form.element);
    if (like !== undefined)
      get(executionPath(like), executionReplySchema).then(
        ({ input }) => {
          form.fill(input);
        },
        (error: unknown) => {
          context.showProblem(explain(error));
        },
      );
    return { title: "New execution", dispose: () => undefined };
  };

function createForm(context: PageContext, sample: string) {
  const name = createField(
    "name",
    "Name (optional)",
    "1 to 80 characters: 0-9, A-Z, a-z, - and _. If empty, a name is generated.",
    element("input", { type: "text", autocomplete: "off", spellcheck: "false", maxlength: 200 }),
  );
  const input = createField(
    "input",
    "Input",
    "JSON. A job to submit, or the jobId of an existing job. Times are in seconds.",
    element("textarea", { rows: 14, spellcheck: "false", autocapitalize: "off" }),
  );
  input.control.value = sample;
  const submit = element("button", { type: "submit", class: "button primary" }, "Start execution");
  const form = element(
    "form",
    { class: "panel form", novalidate: true },
    name.element,
    input.element,
    element(
      "div",
      { class: "actions" },
      submit,
      button("Reset to sample input", "plain", () => {
        input.control.value = sample;
        showProblems([]);
        input.control.focus();
      }),
      element("a", { href: "/", class: "button plain" }, "Cancel"),
    ),
  );
  const showProblems = (problems: readonly StartProblem[]): void => {
    name.showProblems(problems.filter(({ field }) => field === "name"));
    input.showProblems(problems.filter(({ field }) => field === "input"));
    const [first] = problems;
    if (first?.field === "name") name.control.focus();
    else if (first !== undefined) selectPlace(input.control, first.path);
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit.disabled = true;
    void start(context, { name: name.control.value.trim(), input: input.control.value }, showProblems).finally(() => {
      submit.disabled = false;
    });
  });
  return {
    element: form,
    fill: (text: string) => {
      input.control.value = format(text);
    },
  };
}

async function start(
  context: PageContext,
  request: { readonly name: string; readonly input: string },
  showProblems: (problems: readonly StartProblem[]) => void,
): Promise<void> {
  try {
    const { name } = await post("/api/executions", request, startReplySchema);
    context.go(executionAddress(name));
  } catch (error) {
    const rejected = error instanceof RequestError ? startProblemsSchema.safeParse(error.body).data : undefined;
    context.showProblem(rejected === undefined ? `The execution was not started: ${explain(error)}` : undefined);
    if (rejected !== undefined) showProblems(rejected.problems);
  }
}

/** Creates a control with a label, a hint and a list of problems. */
function createField<Control extends HTMLInputElement | HTMLTextAreaElement>(
  id: string,
  label: string,
  hint: string,
  control: Control,
) {
  const problems = element("ul", { id: `${id}-problems`, class: "field-problems" });
  control.id = id;
  control.setAttribute("aria-describedby", `${id}-hint ${id}-problems`);
  return {
    control,
    element: element(
      "div",
      { class: "field" },
      element("label", { for: id }, label),
      element("p", { id: `${id}-hint`, class: "hint" }, hint),
      control,
      problems,
    ),
    showProblems: (given: readonly StartProblem[]) => {
      problems.replaceChildren(
        ...given.map(({ message, path }) => element("li", {}, ...describe(control, message, path))),
      );
      if (given.length > 0) control.setAttribute("aria-invalid", "true");
      else control.removeAttribute("aria-invalid");
    },
  };
}

/** Creates the content of a problem: a button that selects the field in the text, or only the message. */
function describe(
  control: HTMLInputElement | HTMLTextAreaElement,
  message: string,
  path: string | null,
): (Node | string)[] {
  if (path === null || findTextRange(control.value, path) === undefined) return [message];
  const link = button(message, "plain", () => {
    selectPlace(control, path);
  });
  link.className = "link";
  return [link];
}

function selectPlace(control: HTMLInputElement | HTMLTextAreaElement, path: string | null): void {
  control.focus();
  const range = path === null ? undefined : findTextRange(control.value, path);
  if (range !== undefined) control.setSelectionRange(range.start, range.end);
}

function format(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
