import { renderMarkdownReport } from "../../console/report/render-markdown";
import { renderReport } from "../../console/report/render-report";
import type { ExecutionModel } from "../../console/model/execution-model";
import type { CliContext } from "../cli-context";
import type { AwsClients } from "../target/aws-clients";
import { fetchLogTail } from "../watch/fetch-log-tail";
import { fetchModel } from "./fetch-model";
import type { ReportFormat } from "./report-file";

interface ReportRequest {
  readonly clients: AwsClients;
  readonly executionArn: string;
  readonly format: ReportFormat;
  /** Whether to show links to the AWS console. */
  readonly showLinks: boolean;
  /** Current time of the endpoint; undefined uses the time of the last event, because local time may run faster. */
  readonly now: Date | undefined;
}

/** Fetches an execution and renders its report. */
export async function makeReport(
  { clients, executionArn, format, showLinks, now }: ReportRequest,
  context: Pick<CliContext, "interrupt">,
): Promise<{ readonly model: ExecutionModel; readonly text: string }> {
  const model = await fetchModel(clients.stepFunctions, executionArn, context.interrupt);
  const { result, progress } = model;
  const logLines = result === undefined ? [] : await fetchLogTail(clients, result, context.interrupt);
  const options = { now: now ?? progress.lastEventAt ?? new Date(), showLinks, logLines };
  const text = format === "html" ? renderReport(model, options) : renderMarkdownReport(model, options);
  return { model, text };
}
