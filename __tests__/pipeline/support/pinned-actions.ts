import { STEPS } from "../../github-workflows/workflow-files";

/** External actions of the workflows as `OWNER/NAME@COMMIT`, with the folder of their stand-in. */
export const PINNED_ACTIONS: Readonly<Record<string, string>> = Object.fromEntries(
  STEPS.flatMap(({ step: { uses } }) =>
    uses === undefined || uses.startsWith("./") ? [] : [[uses, /\/([\w-]+)@/.exec(uses)?.[1] ?? ""]],
  ),
);
