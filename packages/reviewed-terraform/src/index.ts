export {
  ApplyLog,
  explainErrors,
  findApplyState,
  runApply,
  type ApplyDiagnostic,
  type ApplyEnd,
  type ApplyMessage,
} from "./apply/run-apply";
export { checkDeployedCode, checkZips, findPlannedFunctions, type PlannedFunction } from "./apply/zip-integrity";
export { DeliveryError } from "./delivery-error";
export type { StackFile } from "./firewall/check-files";
export { checkStack } from "./firewall/check-stack";
export type { FirewallViolation } from "./firewall/findings";
export { checkEnvironmentSettings, hasReviewers } from "./github/environment-settings";
export { openGithub, type Github, type RetryClock } from "./github/github";
export { GithubError } from "./github/github-error";
export { readPullRequestEvent, type PullRequestEvent } from "./github/github-event";
export { findRunUrl, parseGithubPlace } from "./github/github-place";
export { fetchBranchSha, fetchHeadSha } from "./github/heads";
export { findMergedPullRequest, type MergedPullRequest } from "./github/merged-pull-request";
export { checkRepositorySettings } from "./github/repository-settings";
export { closeTopicIssue, putTopicIssue } from "./github/topic-issue";
export { findStickyComments, putStickyComment, updateComment } from "./github/sticky-comment";
export { COMMENT_MARKER, commentMarker, isAbout, renderMarkers } from "./render/comment-markers";
export { codeBlock, codeCell, codeSpan, firstOf, tableCell } from "./render/markdown";
export { renderApply, renderDifferences, type AppliedChange, type ApplyState } from "./render/render-apply";
export { COMMENT_LIMIT_BYTES, SUMMARY_LIMIT_BYTES, markOutdated, renderComment } from "./render/render-comment";
export { renderPlanSummary } from "./render/render-plan-summary";
export { findStart, shorten } from "./render/shorten";
export { comparePlans, type PlanDifference } from "./report/compare-plans";
export { createPlanReport } from "./report/create-plan-report";
export { checkDestroyGuard } from "./report/destroy-guard";
export { findFailedCreates, withoutFailedCreates } from "./report/failed-creates";
export { isEmpty, isSamePlan, judgePlan, type PlanIdentity } from "./report/judge-plan";
export { parsePlanReport } from "./report/parse-plan-report";
export { planDigest, sha256Hex } from "./report/plan-digest";
export type { AttributeChange, OutputChange, PlanReport, ResourceChange } from "./report/plan-report";
export { isHarmlessSetting, isSecretName, isSecretText } from "./report/secrets";
export * from "./terraform";
