import type { ListJobsCommandInput } from "@aws-sdk/client-batch";
import * as z from "zod";
import { type BatchApi, BatchApiError, listAllJobs } from "../../lambdas/shared/batch-api";
import { FakeBatch } from "./fake-batch";

/** Accepts any reply, because Batch may send null where the SDK's types do not allow it. */
const pageSchema = z.custom<Awaited<ReturnType<BatchApi["listJobs"]>>>();

/** Batch with the given pages. It repeats the last one. */
function givenPages(...pages: readonly unknown[]) {
  const batch = new FakeBatch();
  const inputs: ListJobsCommandInput[] = [];
  batch.listJobs = (input) => {
    inputs.push(input);
    return Promise.resolve(pageSchema.parse(pages[inputs.length - 1] ?? pages.at(-1)));
  };
  return { batch, inputs };
}

it("lists the jobs of all pages in order, with the token of the previous page", async () => {
  const { batch, inputs } = givenPages(
    { jobSummaryList: [{ jobId: "a" }, { jobId: "b" }], nextToken: "1" },
    { jobSummaryList: [], nextToken: "2" },
    { jobSummaryList: [{ jobId: "c" }] },
  );

  const jobs = await listAllJobs(batch, { jobQueue: "q", jobStatus: "RUNNING" });

  expect(jobs).toEqual([{ jobId: "a" }, { jobId: "b" }, { jobId: "c" }]);
  expect(inputs).toEqual([
    { jobQueue: "q", jobStatus: "RUNNING" },
    { jobQueue: "q", jobStatus: "RUNNING", nextToken: "1" },
    { jobQueue: "q", jobStatus: "RUNNING", nextToken: "2" },
  ]);
});

it.each([
  ["no list", {}],
  ["a null list", { jobSummaryList: null }],
  ["a null token", { jobSummaryList: [], nextToken: null }],
  ["an empty token", { jobSummaryList: [], nextToken: "" }],
])("stops at a page with %s", async (_title, page) => {
  const { batch, inputs } = givenPages(page);

  expect(await listAllJobs(batch, { jobQueue: "q" })).toEqual([]);
  expect(inputs).toHaveLength(1);
});

it("ignores null entries", async () => {
  const { batch } = givenPages({ jobSummaryList: [null, { jobId: "a" }] });

  expect(await listAllJobs(batch, { jobQueue: "q" })).toEqual([{ jobId: "a" }]);
});

it.each<[string, object, readonly string[], string]>([
  ["at once", { jobQueue: "q" }, ["1", "1"], "job queue q: page 2"],
  ["after others", { arrayJobId: "a" }, ["1", "2", "3", "1"], "array job a: page 4"],
])("throws on a paging token that repeats %s", async (_title, input, tokens, page) => {
  const { batch, inputs } = givenPages(...tokens.map((nextToken) => ({ nextToken })));

  const listing = listAllJobs(batch, input);

  await expect(listing).rejects.toThrow(
    new BatchApiError("BatchApi.Server", `ListJobs on ${page} repeats the paging token of an earlier page`),
  );
  await expect(listing).rejects.toMatchObject({ name: "BatchApi.Server" });
  expect(inputs).toHaveLength(tokens.length);
});

it("rethrows the error of a failed call", async () => {
  const batch = new FakeBatch().failOn("listJobs", new BatchApiError("BatchApi.Throttled", "slow down"));

  await expect(listAllJobs(batch, { jobQueue: "q" })).rejects.toThrow("slow down");
});
