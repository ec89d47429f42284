/** Metric in dashboard syntax: namespace, name, dimension, value. */
export type Metric = readonly [namespace: string, name: string, dimension: string, value: string];

/** Metrics of a state machine. @see https://docs.aws.amazon.com/step-functions/latest/dg/procedure-cw-metrics.html */
export function stateMachineMetrics(stateMachineArn: string, names: readonly string[]): Metric[] {
  return names.map((name) => ["AWS/States", name, "StateMachineArn", stateMachineArn]);
}

/** Metrics of each function. @see https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html */
export function functionMetrics(functionNames: readonly string[], names: readonly string[]): Metric[] {
  return functionNames.flatMap((functionName) =>
    names.map((name): Metric => ["AWS/Lambda", name, "FunctionName", functionName]),
  );
}
