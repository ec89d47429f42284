import { STEPS } from "../../github-workflows/workflow-files";

/** `OWNER/NAME@COMMIT` of each action of somebody else's that the workflows use, and the folder of its stand-in. */
export const PINNED_ACTIONS: Readonly<Record<string, string>> = Object.fromEntries(
  STEPS.flatMap(({ step: { uses } }) =>
    uses === undefined || uses.startsWith("./") ? [] : [[uses, /\/([\w-]+)@/.exec(uses)?.[1] ?? ""]],
  ),
);
