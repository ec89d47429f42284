import type { Job, NodeRange } from "./job";

/** Nodes of a range; an open end is Infinity. */
interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * The node range with the main node of a multi-node job; the narrowest one, because it overrides the others.
 * @see https://docs.aws.amazon.com/batch/latest/APIReference/API_NodeRangeProperty.html
 */
export function findMainNodeRange({ nodeProperties }: Job): NodeRange | undefined {
  const mainNode = nodeProperties?.mainNode ?? 0;
  return (nodeProperties?.nodeRangeProperties ?? [])
    .flatMap((range) => {
      const span = parseTargetNodes(range.targetNodes);
      return span !== undefined && span.from <= mainNode && mainNode <= span.to ? { range, span } : [];
    })
    .sort((one, other) => width(one.span) - width(other.span))[0]?.range;
}

/** Highest number that an open range reaches; Batch allows 1,000 nodes. */
export const LAST_NODE = 999_999;

function parseTargetNodes(targetNodes: string | undefined): Span | undefined {
  const match = /^(\d*)(?::(\d*))?$/.exec(targetNodes ?? "none");
  if (match === null) return undefined;
  const from = Number(match[1]);
  return { from, to: match[2] === undefined ? from : match[2] === "" ? LAST_NODE : Number(match[2]) };
}

const width = ({ from, to }: Span): number => to - from;
