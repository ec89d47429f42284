// Evaluates JSONata expressions in a process of its own, so that an expression that runs forever or fills the memory
// stops nothing else. Plain CommonJS, because the process starts without the TypeScript loader of its parent.
const { Worker } = require("node:worker_threads");
const jsonata = require("jsonata");

/** Ends this process after its parent, even while an expression runs. */
const watch = `
const parent = process.ppid;
setInterval(() => process.ppid === parent || process.kill(process.pid, "SIGKILL"), 1000);
`;
new Worker(watch, { eval: true }).unref();

/** Pending calls of functions of the parent, by ID. */
const calls = new Map();
let callCount = 0;

process.on("message", (message) => {
  if (message.kind === "evaluate") void evaluate(message);
  else settle(message);
});

process.send({ kind: "ready" });

async function evaluate({ expression, bindings, functions, limits }) {
  const { timeoutMs: timeout, maxDepth: stack, maxItems, maxCharacters } = limits;
  try {
    const compiled = jsonata(expression, { timeout, ...(stack === undefined ? {} : { stack }) });
    const check = (_expression, _input, _environment, result) => {
      const size = typeof result === "string" ? result.length / maxCharacters : 0;
      if (size > 1 || (Array.isArray(result) && result.length > maxItems)) throw { code: "memory", message: "" };
    };
    compiled.assign(Symbol.for("jsonata.__evaluate_exit"), check);
    const value = await compiled.evaluate(undefined, {
      ...Object.fromEntries(functions.map((name) => [name, (...list) => callParent(name, list)])),
      ...bindings,
      // AWS removes this function.
      eval: undefined,
    });
    process.send({ kind: "value", ...describe(value) });
  } catch (error) {
    const { code, message = String(error) } = error ?? {};
    process.send({ kind: "error", code: typeof code === "string" ? code : undefined, message: String(message) });
  }
}

function describe(value) {
  if (value === undefined) return { type: "undefined" };
  if (typeof value === "function" || value?._jsonata_lambda || value?._jsonata_function) return { type: "function" };
  return { type: "json", text: JSON.stringify(value) };
}

function callParent(name, list) {
  return new Promise((resolve, reject) => {
    callCount += 1;
    calls.set(callCount, { resolve, reject });
    process.send({ kind: "call", id: callCount, name, list });
  });
}

function settle({ id, value, isSequence, error }) {
  const call = calls.get(id);
  calls.delete(id);
  if (error !== undefined) call?.reject(new Error(error));
  else call?.resolve(isSequence ? Object.defineProperty(value, "sequence", { value: true }) : value);
}
