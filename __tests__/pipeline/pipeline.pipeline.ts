import { bootstrapping } from "./stories/bootstrap";
import { cancelledSmoke, nothingShown, smokeByHand, stateShown, unlocked } from "./stories/by-hand";
import { destroyed, destroyUnconfirmed, directPush, firstMerge, firstPullRequest } from "./stories/deliver";
import { drift, noDrift } from "./stories/find-drift";
import { failingSmoke, guardedDestroy, planChanged, secretInReview, tamperedZip } from "./stories/refuse-merges";
import { commentDown, fork, reviewedAgain, smuggledData } from "./stories/refuse-pull-requests";
import { startPipeline, type Pipeline } from "./support/pipeline";
import { LIMIT_MS, setRetentionByHand, together } from "./support/story";

let pipeline: Pipeline;
const given = (): Pipeline => pipeline;

beforeAll(async () => {
  pipeline = await startPipeline();
}, LIMIT_MS);
afterAll(() => pipeline.stop(), LIMIT_MS);

// One account, one repository: each part goes on where the one before it ended. Whoever deploys has the lock of a state, so
// there is one deployment at a time; beside it runs what neither deploys nor is changed by it.
describe("an empty account", () => {
  together(given, [bootstrapping, directPush, firstPullRequest, unlocked]);
});
describe("the first deployment", () => {
  together(given, [firstMerge, smuggledData, fork]);
});
describe("pull requests", () => {
  together(given, [secretInReview, commentDown, destroyUnconfirmed]);
});
describe("an account that somebody changes by hand", () => {
  // What is asked of the repository is done in this order: the review is one of what comes on top of the merge.
  together(given, [planChanged, reviewedAgain, drift], (pipeline) => setRetentionByHand(pipeline, 7));
  together(given, [guardedDestroy, smokeByHand]);
});
describe("an account that is as it was deployed", () => {
  together(given, [tamperedZip, noDrift, cancelledSmoke], (pipeline) => setRetentionByHand(pipeline, 30));
});
describe("a change that nobody has reviewed", () => {
  together(given, [failingSmoke], (pipeline) => setRetentionByHand(pipeline, 7));
});
describe("the end of an environment", () => {
  together(given, [stateShown]);
  together(given, [destroyed]);
});
describe("all runs together", () => {
  together(given, [nothingShown]);
});
