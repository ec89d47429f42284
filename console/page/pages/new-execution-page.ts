import { executionReplySchema, startProblemsSchema, startReplySchema, type StartProblem } from "../../api/replies";
import { executionPath, explain, get, post, RequestError } from "../api-client";
import { checkInput } from "../../model/check-input";
import { button, element } from "../dom/element";
import { createEstimatePanel } from "../estimate-panel";
import { findCure } from "../find-cure";
import { formatInput, parseInput } from "../input-fields";
import type { Page, PageContext } from "../page-context";
import { executionAddress } from "../routes";
import { createInputEditor } from "./input-editor";

/** Pause after the last change before the input is checked, in milliseconds. */
const CHECK_MS = 400;

/** Name and input that the user has not started yet, kept while other pages are open. */
let draft: { readonly name: string; readonly input: string } | undefined;

/**
 * @param like - name of an execution whose input is copied into the form, with the known correction if it failed
 */
export const newExecutionPage =
  (like: string | undefined): Page =>
  (main, context) => {
    const sample = JSON.stringify(context.stateMachine.sampleInput, null, 2);
    const form = createForm(context, sample);
    const note = element("p", { class: "failures", role: "status" });
    note.hidden = true;
    const content = element("div", { class: "form-columns" }, form.element, form.estimate);
    main.append(element("h1", {}, "New execution"), note, content);
    // The browser asks before a reload discards the form.
    const warn = (event: Event): void => {
      if (form.isChanged()) event.preventDefault();
    };
    addEventListener("beforeunload", warn);
    if (like !== undefined)
      get(executionPath(like), executionReplySchema).then(
        ({ input, error }) => {
          const parsed = parseInput(input);
          const cure = parsed === undefined ? undefined : findCure(error, parsed);
          form.fill(cure === undefined ? format(input) : formatInput(cure.input));
          note.textContent = cure?.note ?? "";
          note.hidden = cure === undefined;
        },
        (error: unknown) => {
          context.showProblem(explain(error));
        },
      );
    return {
      title: "New execution",
      dispose: () => {
        removeEventListener("beforeunload", warn);
        draft = like !== undefined || !form.isChanged() ? undefined : form.values();
      },
    };
  };

function createForm(context: PageContext, sample: string) {
  const name = createNameField();
  let checking: ReturnType<typeof setTimeout> | undefined;
  const input = createInputEditor(() => {
    estimate.update();
    clearTimeout(checking);
    checking = setTimeout(() => {
      const parsed = parseInput(input.value());
      input.showProblems(parsed === undefined ? [NOT_JSON] : checkInput(parsed));
    }, CHECK_MS);
  });
  const estimate = createEstimatePanel(context.stateMachine.definition, input.value);
  input.fill(draft?.input ?? sample);
  name.control.value = draft?.name ?? "";
  let filled = sample;
  let isStarted = false;
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
        input.fill(sample);
        showProblems([]);
        input.focus();
      }),
      element("a", { href: "/executions", class: "button plain" }, "Cancel"),
    ),
  );
  const showProblems = (problems: readonly StartProblem[]): void => {
    name.showProblems(problems.filter(({ field }) => field === "name"));
    input.showProblems(problems.filter(({ field }) => field === "input"));
    const [first] = problems;
    if (first?.field === "name") name.control.focus();
    else if (first !== undefined) input.selectPlace(first.path);
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    // The server checks the input, too, and knows the position of a JSON error.
    clearTimeout(checking);
    submit.disabled = true;
    const request = { name: name.control.value.trim(), input: input.value() };
    const started = (): void => {
      isStarted = true;
    };
    void start(context, request, { started, showProblems }).finally(() => {
      submit.disabled = false;
    });
  });
  return {
    element: form,
    estimate: estimate.element,
    fill: (text: string): void => {
      filled = text;
      input.fill(text);
    },
    values: () => ({ name: name.control.value, input: input.value() }),
    /** Whether the form has changes that were not started. */
    isChanged: () => !isStarted && (input.value() !== filled || name.control.value !== ""),
  };
}

/** Problem of a text that the fields cannot show. The server names the line and the column. */
const NOT_JSON: StartProblem = { field: "input", path: null, message: "the input must be a JSON object" };

async function start(
  context: PageContext,
  request: { readonly name: string; readonly input: string },
  on: { readonly started: () => void; readonly showProblems: (problems: readonly StartProblem[]) => void },
): Promise<void> {
  try {
    const { name } = await post("/api/executions", request, startReplySchema);
    on.started();
    context.go(executionAddress(name));
  } catch (error) {
    const rejected = error instanceof RequestError ? startProblemsSchema.safeParse(error.body).data : undefined;
    context.showProblem(rejected === undefined ? `The execution was not started: ${explain(error)}` : undefined);
    if (rejected !== undefined) on.showProblems(rejected.problems);
  }
}

function createNameField() {
  const problems = element("ul", { id: "name-problems", class: "field-problems" });
  const control = element("input", { type: "text", autocomplete: "off", spellcheck: "false", maxlength: 200 });
  control.id = "name";
  control.setAttribute("aria-describedby", "name-hint name-problems");
  const hint = "1 to 80 characters: 0-9, A-Z, a-z, - and _. If empty, a name is generated.";
  return {
    control,
    element: element(
      "div",
      { class: "field" },
      element("label", { for: "name" }, "Name (optional)"),
      element("p", { id: "name-hint", class: "hint" }, hint),
      control,
      problems,
    ),
    showProblems: (given: readonly StartProblem[]) => {
      problems.replaceChildren(...given.map(({ message }) => element("li", {}, message)));
      if (given.length > 0) control.setAttribute("aria-invalid", "true");
      else control.removeAttribute("aria-invalid");
    },
  };
}

function format(text: string): string {
  const input = parseInput(text);
  return input === undefined ? text : formatInput(input);
}
