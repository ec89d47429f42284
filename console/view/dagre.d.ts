/** Types for the used part of dagre's API. The package's own types require ESM, and this project is CommonJS. */
declare module "@dagrejs/dagre" {
  export interface NodeLabel {
    width: number;
    height: number;
    /** Centre, set by layout. */
    x?: number;
    y?: number;
  }

  export interface EdgeLabel {
    width?: number;
    height?: number;
    labelpos?: "l" | "c" | "r";
    weight?: number;
    /** Path of the edge, set by layout, as are x and y, the centre of the label. */
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
    /** Size of the graph, set by layout. */
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
