import { bootstrapping } from "./stories/bootstrap";
import { cancelledSmoke, nothingShown, smokeByHand, stateShown, unlocked } from "./stories/by-hand";
import { destroyed, destroyUnconfirmed, directPush, firstMerge, firstPullRequest } from "./stories/deliver";
import { changedByHand, drift, noDrift } from "./stories/find-drift";
import { failingSmoke, guardedDestroy, planChanged, secretInReview, tamperedZip } from "./stories/refuse-merges";
import { commentDown, fork, reviewedAgain, smuggledData } from "./stories/refuse-pull-requests";
import { startPipeline, type Pipeline } from "./support/pipeline";
import { LIMIT_MS } from "./support/story";
import { tell } from "./support/tell";

let pipeline: Pipeline;
const given = (): Pipeline => pipeline;

beforeAll(async () => {
  pipeline = await startPipeline();
}, LIMIT_MS);
afterAll(() => pipeline.stop(), LIMIT_MS);

// One account, one repository. Whoever deploys has the lock of a state, so there is one deployment at a time; beside it
// runs what neither deploys nor is changed by it, as most of a first apply and of a destroy is waiting.
describe("an environment, from its first day to its last", () => {
  tell(given, [
    { play: bootstrapping },
    { play: directPush },
    { play: firstPullRequest },
    { play: firstMerge, after: [directPush, firstPullRequest] },
    { play: destroyUnconfirmed, beside: firstMerge },
    { play: fork, beside: firstMerge },
    { play: smuggledData, beside: firstMerge },
    // The environment as it was deployed.
    { play: secretInReview, after: [bootstrapping], onceDeployedBy: firstMerge },
    { play: commentDown, onceDeployedBy: firstMerge },
    { play: tamperedZip, after: [firstMerge, secretInReview] },
    { play: cancelledSmoke, after: [firstMerge, secretInReview] },
    // On top of what is merged by then, as nothing else may be by its own merge.
    { play: reviewedAgain, after: [firstMerge, secretInReview, commentDown] },
    { play: guardedDestroy, after: [tamperedZip, reviewedAgain] },
    { play: unlocked, after: [tamperedZip] },
    { play: smokeByHand, after: [tamperedZip] },
    // As somebody changed it by hand.
    { play: changedByHand, after: [guardedDestroy] },
    { play: planChanged, after: [changedByHand] },
    { play: drift, after: [changedByHand] },
    { play: failingSmoke, after: [planChanged, drift, unlocked, cancelledSmoke, smokeByHand] },
    // As it was deployed in the end.
    { play: noDrift, onceDeployedBy: failingSmoke },
    { play: stateShown, onceDeployedBy: failingSmoke },
    { play: destroyed, after: [failingSmoke, noDrift, stateShown] },
    { play: nothingShown, after: [destroyed, smuggledData, fork, destroyUnconfirmed] },
  ]);
});
