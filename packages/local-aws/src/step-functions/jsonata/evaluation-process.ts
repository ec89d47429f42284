import { fork, type ChildProcess } from "node:child_process";
import { join } from "node:path";
import { z } from "zod";
import { isJson, parseJson, type Json } from "../json/json";
import {
  depthLimitExceeded,
  EVALUATION_LIMITS,
  type EvaluationError,
  memoryLimitExceeded,
  timeLimitExceeded,
  toEvaluationError,
} from "./evaluation-limits";
import type { JsonataFunction } from "./jsonata-functions";

/** Memory of the process, in MiB. */
const MEMORY_MIB = 128;
/** Real time after which an evaluation is stopped that does not stop itself, such as in a regular expression. */
const KILL_AFTER_MS = 2 * EVALUATION_LIMITS.timeoutMs;

const messageSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("ready") }),
  z.object({ kind: z.literal("value"), type: z.enum(["undefined", "function", "json"]), text: z.string().optional() }),
  z.object({ kind: z.literal("error"), code: z.string().optional(), message: z.string() }),
  z.object({ kind: z.literal("call"), id: z.number(), name: z.string(), list: z.array(z.unknown()) }),
]);

/** Expression with the variables and functions that it can use. */
export interface Evaluation {
  readonly expression: string;
  readonly bindings: Readonly<Record<string, unknown>>;
  /** Functions of Step Functions, by name. They run in the process of the endpoint. */
  readonly functions: Readonly<Record<string, JsonataFunction>>;
  /** Whether JSONata counts the depth correctly. It does not for items that are evaluated side by side. */
  readonly limitsDepth: boolean;
}

/** Result of an expression: a document, or the kind of a result that is none. */
export type Evaluated = { readonly json: Json } | "undefined" | "function";

interface Running {
  readonly evaluation: Evaluation;
  readonly resolve: (result: Evaluated) => void;
  readonly reject: (error: EvaluationError) => void;
  readonly timer: NodeJS.Timeout;
}

/** Process that evaluates one expression at a time. */
export class EvaluationProcess {
  private readonly child: ChildProcess;
  private running: Running | undefined;
  private alive = true;
  private readonly started: Promise<void>;
  private markStarted: () => void = () => undefined;

  constructor() {
    this.started = new Promise((resolve) => {
      this.markStarted = resolve;
    });
    this.child = fork(join(__dirname, "evaluation-main.cjs"), {
      // The process must use neither the loaders nor the credentials of this process.
      env: {},
      execArgv: [`--max-old-space-size=${MEMORY_MIB}`],
      serialization: "advanced",
      stdio: ["ignore", "ignore", "ignore", "ipc"],
    });
    this.child.on("message", (message: unknown) => {
      this.receive(messageSchema.parse(message));
    });
    this.child.on("error", () => {
      this.end(memoryLimitExceeded());
    });
    this.child.on("exit", () => {
      // Only a full memory ends the process from within.
      this.end(memoryLimitExceeded());
    });
    this.rest();
  }

  /** False once the process has ended or was stopped. */
  get isUsable(): boolean {
    return this.alive;
  }

  /** @throws EvaluationError */
  async evaluate(evaluation: Evaluation): Promise<Evaluated> {
    const { expression, bindings, functions, limitsDepth } = evaluation;
    const { maxDepth, ...limits } = EVALUATION_LIMITS;
    this.child.ref();
    this.child.channel?.ref();
    await this.started;
    if (!this.alive) throw memoryLimitExceeded();
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.end(timeLimitExceeded());
        this.stop();
      }, KILL_AFTER_MS);
      this.running = { evaluation, resolve, reject, timer };
      this.child.send({
        kind: "evaluate",
        expression,
        bindings,
        functions: Object.keys(functions),
        limits: limitsDepth ? { ...limits, maxDepth } : limits,
      });
    });
  }

  stop(): void {
    this.alive = false;
    this.child.kill("SIGKILL");
  }

  private receive(message: z.infer<typeof messageSchema>): void {
    if (message.kind === "ready") this.markStarted();
    const { running } = this;
    if (running === undefined || message.kind === "ready") return;
    if (message.kind === "call") {
      void this.answer(message.id, message.list, running.evaluation.functions[message.name]);
      return;
    }
    this.finish();
    if (message.kind === "error") running.reject(toEvaluationError(message.code, message.message));
    else if (message.type !== "json") running.resolve(message.type);
    else this.resolveJson(message.text ?? "null", running);
  }

  private resolveJson(text: string, { resolve, reject }: Running): void {
    try {
      resolve({ json: parseJson(text) });
    } catch {
      reject(depthLimitExceeded());
    }
  }

  private async answer(id: number, list: readonly unknown[], callable: JsonataFunction | undefined): Promise<void> {
    try {
      const value = await callable?.(...list);
      const isSequence = Array.isArray(value) && "sequence" in value;
      this.child.send({ kind: "returned", id, value: isJson(value) ? value : undefined, isSequence });
    } catch (error) {
      this.child.send({ kind: "returned", id, error: error instanceof Error ? error.message : String(error) });
    }
  }

  private end(error: EvaluationError): void {
    this.alive = false;
    this.markStarted();
    const { running } = this;
    this.finish();
    running?.reject(error);
  }

  private finish(): void {
    clearTimeout(this.running?.timer);
    this.running = undefined;
    this.rest();
  }

  /** Lets this process end while no expression runs. */
  private rest(): void {
    this.child.unref();
    this.child.channel?.unref();
  }
}
