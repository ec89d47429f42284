/** The part of dagre's API that is used here: the package's own types are for ESM only, and this project is CommonJS. */
declare module "@dagrejs/dagre" {
  export interface NodeLabel {
    width: number;
    height: number;
    /** Centre; set by layout. */
    x?: number;
    y?: number;
  }

  export interface EdgeLabel {
    width?: number;
    height?: number;
    labelpos?: "l" | "c" | "r";
    weight?: number;
    /** Set by layout, as are the label's centre x and y. */
    points?: readonly { x: number; y: number }[];
    x?: number;
    y?: number;
  }

  export interface GraphLabel {
    rankdir?: "TB" | "LR";
    nodesep?: number;
    ranksep?: number;
    edgesep?: number;
    marginx?: number;
    marginy?: number;
    /** Size of the whole picture; set by layout. */
    width?: number;
    height?: number;
  }

  export class Graph {
    setGraph(label: GraphLabel): this;
    graph(): GraphLabel;
    setNode(id: string, label: NodeLabel): this;
    node(id: string): NodeLabel;
    setEdge(from: string, to: string, label: EdgeLabel): this;
    edge(from: string, to: string): EdgeLabel;
  }

  export function layout(graph: Graph): void;
}
