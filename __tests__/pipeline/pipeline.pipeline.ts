import { deliverFirst } from "./stories/deliver-first";
import { findDrift } from "./stories/find-drift";
import { refuseMerges } from "./stories/refuse-merges";
import { refusePullRequests } from "./stories/refuse-pull-requests";
import { showNoSecret } from "./stories/show-no-secret";
import { smokeByHand } from "./stories/smoke-by-hand";
import { startPipeline, type Pipeline } from "./support/pipeline";
import { LIMIT_MS } from "./support/story";

let pipeline: Pipeline;
const given = (): Pipeline => pipeline;

beforeAll(async () => {
  pipeline = await startPipeline();
}, LIMIT_MS);
afterAll(() => pipeline.stop(), LIMIT_MS);

// One account, one repository: each story goes on where the one before it ended.
describe("delivery", () => {
  deliverFirst(given);
  findDrift(given);
  refuseMerges(given);
});
describe("pull requests", () => {
  refusePullRequests(given);
});
describe("smoke tests", () => {
  smokeByHand(given);
});
describe("secrets", () => {
  showNoSecret(given);
});
