import { bootstrapping } from "./stories/bootstrap";
import { cancelledSmoke, nothingShown, smokeByHand, stateShown, unlocked } from "./stories/by-hand";
import { destroyed, destroyUnconfirmed, directPush, firstMerge, firstPullRequest } from "./stories/deliver";
import { failedCreate } from "./stories/fail-halfway";
import { changedByHand, drift, noDrift } from "./stories/find-drift";
import { changedBundle, claims, forgedReport, oldRerun, otherBase, replacedArtifact } from "./stories/refuse-forgeries";
import { ownStacksChanged, ownStacksDeployed, ownStacksSetUp } from "./stories/own-stacks";
import {
  changedAfterApproval,
  failingSmoke,
  guardedDestroy,
  planChanged,
  secretInReview,
  tamperedZip,
} from "./stories/refuse-merges";
import { commentDown, fork, reviewedAgain, smuggledData } from "./stories/refuse-pull-requests";
import { addScenarios } from "./support/add-scenarios";
import { startPipeline, type Pipeline } from "./support/pipeline";
import { LIMIT_MS } from "./support/story";

let pipeline: Pipeline;
const given = (): Pipeline => pipeline;

beforeAll(async () => {
  pipeline = await startPipeline();
}, LIMIT_MS);
afterAll(() => pipeline.stop(), LIMIT_MS);

// One account and one repository. A deployment holds the state lock, and applies only the head of main, so only one
// runs at a time. Scenarios that neither deploy nor depend on the deployment run in parallel, because apply and
// destroy mostly wait.
describe("environment from bootstrap to destroy", () => {
  addScenarios(given, [
    { play: bootstrapping },
    { play: directPush },
    { play: firstPullRequest },
    { play: claims, after: [bootstrapping] },
    // A second repository, with a state bucket and roles of its own.
    { play: ownStacksSetUp },
    { play: ownStacksChanged, after: [ownStacksSetUp] },
    { play: ownStacksDeployed, after: [ownStacksChanged] },
    { play: firstMerge, after: [directPush, firstPullRequest] },
    { play: destroyUnconfirmed, during: firstMerge },
    { play: fork, during: firstMerge },
    { play: smuggledData, during: firstMerge },
    { play: replacedArtifact, during: firstMerge },
    { play: changedBundle, during: firstMerge },
    // Scenarios with the deployed environment.
    { play: secretInReview, after: [bootstrapping], onceDeployedBy: firstMerge },
    { play: commentDown, onceDeployedBy: firstMerge },
    { play: tamperedZip, after: [firstMerge, secretInReview, replacedArtifact, changedBundle] },
    { play: cancelledSmoke, after: [firstMerge, secretInReview] },
    { play: unlocked, after: [tamperedZip] },
    { play: smokeByHand, after: [tamperedZip] },
    // Scenarios with manual changes.
    { play: changedByHand, after: [tamperedZip] },
    { play: planChanged, after: [changedByHand] },
    { play: drift, after: [changedByHand] },
    { play: changedAfterApproval, after: [planChanged, drift, unlocked] },
    { play: failingSmoke, after: [changedAfterApproval, cancelledSmoke, smokeByHand] },
    // Scenarios with the final deployment.
    { play: noDrift, onceDeployedBy: failingSmoke },
    { play: stateShown, onceDeployedBy: failingSmoke },
    { play: failedCreate, after: [failingSmoke, commentDown, noDrift, stateShown] },
    // The merges before it must be deployed, because its plan must be the one after the merge.
    { play: reviewedAgain, after: [failedCreate] },
    { play: guardedDestroy, after: [reviewedAgain] },
    { play: oldRerun, after: [guardedDestroy] },
    { play: forgedReport, after: [guardedDestroy] },
    { play: otherBase, after: [forgedReport] },
    { play: destroyed, after: [failingSmoke, noDrift, stateShown, oldRerun, otherBase] },
    { play: nothingShown, after: [destroyed, smuggledData, fork, destroyUnconfirmed] },
  ]);
});
