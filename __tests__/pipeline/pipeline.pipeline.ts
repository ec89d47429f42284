import { bootstrapping } from "./stories/bootstrap";
import { cancelledSmoke, nothingShown, smokeByHand, stateShown, unlocked } from "./stories/by-hand";
import { destroyed, destroyUnconfirmed, directPush, firstMerge, firstPullRequest } from "./stories/deliver";
import { failedCreate } from "./stories/fail-halfway";
import { changedByHand, drift, noDrift } from "./stories/find-drift";
import { changedBundle, claims, forgedReport, oldRerun, otherBase, replacedArtifact } from "./stories/refuse-forgeries";
import { ownStacksChanged, ownStacksDeployed, ownStacksDestroyed, ownStacksSetUp } from "./stories/own-stacks";
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

// In the repository, a deployment holds the state lock and applies only the head of main, so only one runs at a time.
// These scenarios determine the duration of the test. The others run in parallel: those of the second repository, and
// those of the copy, which are rejected whatever is deployed.
describe("environment from bootstrap to destroy", () => {
  addScenarios(given, [
    { play: bootstrapping },
    { play: firstPullRequest },
    { play: claims, after: [bootstrapping] },
    // The second repository, with a state bucket and roles of its own.
    { play: ownStacksSetUp },
    { play: ownStacksChanged, after: [ownStacksSetUp] },
    { play: ownStacksDeployed, after: [ownStacksChanged] },
    { play: failedCreate, after: [ownStacksDeployed] },
    { play: ownStacksDestroyed, after: [failedCreate] },
    // The copy, two at a time. The forged workflow on its main plans no pull requests.
    { play: directPush, after: [firstPullRequest] },
    { play: smuggledData, after: [firstPullRequest] },
    { play: destroyUnconfirmed, after: [directPush] },
    { play: replacedArtifact, after: [destroyUnconfirmed] },
    { play: changedBundle, after: [replacedArtifact] },
    { play: fork, after: [smuggledData] },
    { play: forgedReport, after: [fork, changedBundle] },
    { play: otherBase, after: [forgedReport] },
    { play: oldRerun, after: [otherBase] },
    // The repository.
    { play: firstMerge, after: [firstPullRequest] },
    { play: secretInReview, after: [bootstrapping], onceDeployedBy: firstMerge },
    { play: commentDown, onceDeployedBy: firstMerge },
    { play: tamperedZip, after: [firstMerge, secretInReview] },
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
    { play: reviewedAgain, after: [commentDown], onceDeployedBy: failingSmoke },
    { play: noDrift, onceDeployedBy: failingSmoke },
    { play: stateShown, onceDeployedBy: failingSmoke },
    { play: guardedDestroy, after: [failingSmoke, reviewedAgain] },
    { play: destroyed, after: [guardedDestroy, noDrift, stateShown] },
    { play: nothingShown, after: [destroyed, ownStacksDestroyed, smuggledData, oldRerun] },
  ]);
});
