import { ExecutionModel } from "../../model/execution-model";
import { renderReport } from "../../report/render-report";
import { isOnAws, type ConsoleAccess } from "../console-access";
import { html, type HttpReply } from "../http-reply";
import { describeExecution } from "./describe-execution";
import { describeJobAfterEnd } from "./describe-job-after-end";

/** Returns the report of an execution as an HTML attachment. */
export async function downloadReport(
  access: ConsoleAccess,
  executionArn: string,
  abortSignal: AbortSignal,
): Promise<HttpReply> {
  const { definition, name } = await describeExecution(access, executionArn, abortSignal);
  const model = new ExecutionModel({ executionArn, definition });
  model.append(await access.fetchEventsAfter(executionArn, 0, abortSignal));
  const { progress, result } = model;
  const job = result === undefined ? await describeJobAfterEnd(access, progress, abortSignal) : undefined;
  if (job !== undefined) model.setJobAfterEnd(job);
  const report = renderReport(model, {
    now: new Date(access.clock.now()),
    showLinks: isOnAws(access),
    logLines: model.job === undefined ? [] : await access.fetchLogTail(model.job, abortSignal),
  });
  const disposition = `attachment; filename*=UTF-8''${encodeURIComponent(name)}.html`;
  return { ...html(report), headers: { "content-disposition": disposition } };
}
