import { bootstrapping } from "./stories/bootstrap";
import { cancelledSmoke, nothingShown, smokeByHand, stateShown, unlocked } from "./stories/by-hand";
import { destroyed, destroyUnconfirmed, directPush, firstMerge, firstPullRequest } from "./stories/deliver";
import { changedByHand, drift, noDrift } from "./stories/find-drift";
import { failingSmoke, guardedDestroy, planChanged, secretInReview, tamperedZip } from "./stories/refuse-merges";
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

// One account and one repository. A deployment holds the state lock, so only one runs at a time. Scenarios that
// neither deploy nor depend on the deployment run in parallel, because apply and destroy mostly wait.
describe("environment from bootstrap to destroy", () => {
  addScenarios(given, [
    { play: bootstrapping },
    { play: directPush },
    { play: firstPullRequest },
    { play: firstMerge, after: [directPush, firstPullRequest] },
    { play: destroyUnconfirmed, during: firstMerge },
    { play: fork, during: firstMerge },
    { play: smuggledData, during: firstMerge },
    // Scenarios with the deployed environment.
    { play: secretInReview, after: [bootstrapping], onceDeployedBy: firstMerge },
    { play: commentDown, onceDeployedBy: firstMerge },
    { play: tamperedZip, after: [firstMerge, secretInReview] },
    { play: cancelledSmoke, after: [firstMerge, secretInReview] },
    // Requires all other merges, because it must contain them.
    { play: reviewedAgain, after: [firstMerge, secretInReview, commentDown] },
    { play: guardedDestroy, after: [tamperedZip, reviewedAgain] },
    { play: unlocked, after: [tamperedZip] },
    { play: smokeByHand, after: [tamperedZip] },
    // Scenarios with manual changes.
    { play: changedByHand, after: [guardedDestroy] },
    { play: planChanged, after: [changedByHand] },
    { play: drift, after: [changedByHand] },
    { play: failingSmoke, after: [planChanged, drift, unlocked, cancelledSmoke, smokeByHand] },
    // Scenarios with the final deployment.
    { play: noDrift, onceDeployedBy: failingSmoke },
    { play: stateShown, onceDeployedBy: failingSmoke },
    { play: destroyed, after: [failingSmoke, noDrift, stateShown] },
    { play: nothingShown, after: [destroyed, smuggledData, fork, destroyUnconfirmed] },
  ]);
});
