import { FilteredEvents, NO_FILTER } from "../../../console/model/filter-events";
import { failedExecution, givenModel, number, poll, submitted } from "../../../testing/console/given-history";

const EVENTS = [...submitted, ...poll(1, "RUNNING"), failedExecution("E")];

it.each([
  [NO_FILTER, EVENTS.length],
  [{ ...NO_FILTER, state: "Get Job Status" }, 5],
  [{ ...NO_FILTER, type: "LambdaFunctionStarted" }, 2],
  [{ ...NO_FILTER, state: "Submit Job", type: "LambdaFunctionStarted" }, 1],
  [{ ...NO_FILTER, failuresOnly: true }, 1],
])("selects events by %j", (filter, count) => {
  expect(new FilteredEvents(givenModel(EVENTS), filter).rows).toHaveLength(count);
});

it("adds the matching ones of new events", () => {
  const model = givenModel(submitted);
  const events = new FilteredEvents(model, { ...NO_FILTER, failuresOnly: true });
  expect(events.rows).toEqual([]);

  model.append(number([failedExecution("E")], submitted.length + 1));

  expect(events.rows).toMatchObject([{ type: "ExecutionFailed" }]);
  expect(events.rows).toHaveLength(1);
});
