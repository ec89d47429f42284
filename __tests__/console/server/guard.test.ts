import { findRefusal } from "../../../console/server/guard";

const TOKEN = "t0ken";
const guard = { port: 8085, token: TOKEN };
const HOST = "127.0.0.1:8085";
const cookie = `other=1; poller-console-8085=${TOKEN}`;

const get = (headers: Record<string, string>, query = "") =>
  findRefusal({ method: "GET", headers: { host: HOST, ...headers }, query: new URLSearchParams(query) }, guard);
const post = (headers: Record<string, string>, method = "POST") =>
  findRefusal({ method, headers: { host: HOST, cookie, ...headers }, query: new URLSearchParams() }, guard);

it.each([
  ["the cookie", { cookie }, ""],
  ["the token in the address", {}, `token=${TOKEN}`],
  ["Host localhost", { host: "localhost:8085", cookie }, ""],
  ["its own page", { cookie, "sec-fetch-site": "same-origin", origin: `http://${HOST}` }, ""],
  ["a typed address", { cookie, "sec-fetch-site": "none" }, ""],
  ["a link on another site that contains the token", { "sec-fetch-site": "cross-site" }, `token=${TOKEN}`],
])("allows a GET with %s", (_what, headers, query) => {
  expect(get(headers, query)).toBeUndefined();
});

it.each([
  ["no token", {}, "", 401],
  ["a wrong cookie", { cookie: "poller-console-8085=wrong" }, "", 401],
  ["a wrong token of the same length", {}, "token=t1ken", 401],
  ["the cookie of a console on another port", { cookie: `poller-console-8086=${TOKEN}` }, "", 401],
  ["a foreign Host", { host: "evil.example", cookie }, "", 403],
  ["another port in Host", { host: "127.0.0.1:80", cookie }, "", 403],
  ["a foreign Origin", { origin: "http://evil.example", cookie }, "", 403],
  ["the Origin of another port", { origin: "http://127.0.0.1:1", cookie }, "", 403],
  ["Origin null, as from a sandboxed frame", { origin: "null", cookie }, "", 403],
  ["a page on another site without the token", { "sec-fetch-site": "cross-site", cookie }, "", 403],
  ["a page on another port", { "sec-fetch-site": "same-site", cookie }, "", 403],
  ["a foreign Origin, even with the token", { origin: "http://evil.example" }, `token=${TOKEN}`, 403],
])("rejects a GET with %s", (_what, headers, query, status) => {
  expect(get(headers, query)?.status).toBe(status);
});

it("rejects a request without a Host", () => {
  const refusal = findRefusal({ method: "GET", headers: { cookie }, query: new URLSearchParams() }, guard);

  expect(refusal).toEqual({ status: 403, message: "Host must be 127.0.0.1:8085 or localhost:8085, got none" });
});

it("allows a POST from its own page", () => {
  expect(post({ origin: `http://${HOST}` })).toBeUndefined();
});

it.each([
  ["no Origin", {}, 403],
  ["a foreign Origin", { origin: "https://evil.example" }, 403],
  ["no cookie", { origin: `http://${HOST}`, cookie: "" }, 401],
])("rejects a POST with %s", (_what, headers, status) => {
  expect(post(headers)?.status).toBe(status);
});

it("rejects a POST with the token in the address instead of the cookie", () => {
  const request = { method: "POST", headers: { host: HOST, origin: `http://${HOST}` } };

  expect(findRefusal({ ...request, query: new URLSearchParams({ token: TOKEN }) }, guard)?.status).toBe(401);
});

it.each(["PUT", "DELETE", "OPTIONS", "HEAD"])("rejects the method %s", (method) => {
  expect(post({ origin: `http://${HOST}` }, method)?.status).toBe(405);
});
