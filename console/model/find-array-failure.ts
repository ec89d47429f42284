/** Failed children of an array job. */
interface ArrayFailure {
  /** Number of failed children, such as `4 of 60 children failed`; undefined if it is not known. */
  readonly share: string | undefined;
  /** Index of the child that the result describes. */
  readonly child: number;
}

/** Text of the workflow in the reason of an array job. */
const CHILD = /: (?:(\d+ of \d+ children failed); )?child (\d+): /;

/** Finds the failed children in the reason of an array job; undefined for any other job. */
export function findArrayFailure(statusReason: string | null | undefined): ArrayFailure | undefined {
  const [found, share, child] = CHILD.exec(statusReason ?? "") ?? [];
  return found === undefined ? undefined : { share, child: Number(child) };
}
