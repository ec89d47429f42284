import { bootstrapping } from "./stories/bootstrap";
import { cancelledSmoke, nothingShown, smokeByHand, stateShown, unlocked } from "./stories/by-hand";
import { destroyed, destroyUnconfirmed, directPush, firstMerge, firstPullRequest } from "./stories/deliver";
import { drift, noDrift } from "./stories/find-drift";
import { failingSmoke, guardedDestroy, planChanged, secretInReview, tamperedZip } from "./stories/refuse-merges";
import { commentDown, fork, reviewedAgain, smuggledData } from "./stories/refuse-pull-requests";
import { startPipeline, type Pipeline } from "./support/pipeline";
import { LIMIT_MS, together } from "./support/story";

let pipeline: Pipeline;
const given = (): Pipeline => pipeline;

beforeAll(async () => {
  pipeline = await startPipeline();
}, LIMIT_MS);
afterAll(() => pipeline.stop(), LIMIT_MS);

// One account, one repository: each part goes on where the one before it ended.
describe("an empty account", () => {
  together(given, [bootstrapping, fork, smuggledData, directPush, firstPullRequest, unlocked]);
});
describe("the first deployment", () => {
  together(given, [firstMerge]);
});
describe("what runs by hand or by time", () => {
  together(given, [drift, smokeByHand, cancelledSmoke, destroyUnconfirmed]);
});
describe("pull requests", () => {
  together(given, [noDrift, secretInReview, commentDown]);
});
// Somebody changes the account by hand once more; whoever deploys has the lock of a state, so one at a time from here on.
describe("merges", () => {
  together(given, [reviewedAgain, planChanged]);
  together(given, [guardedDestroy]);
  together(given, [tamperedZip]);
  together(given, [failingSmoke]);
});
describe("the end of an environment", () => {
  together(given, [stateShown]);
  together(given, [destroyed]);
});
describe("all runs together", () => {
  together(given, [nothingShown]);
});
