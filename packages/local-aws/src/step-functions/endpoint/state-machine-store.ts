import type { RandomSource } from "../random-source";
import { parseStateMachineArn } from "./state-machine-arn";
import { resourceNotFound, stateMachineDoesNotExist } from "./api-error";
import type { Revision, StateMachine, StateMachineAlias, StateMachineVersion } from "./state-machine";

/** State machine and revision that an ARN resolves to. */
export interface Resolved {
  readonly machine: StateMachine;
  readonly revision: Revision;
  readonly version: StateMachineVersion | undefined;
  readonly alias: StateMachineAlias | undefined;
}

/** State machines by ARN. */
export class StateMachineStore {
  private readonly machines = new Map<string, StateMachine>();

  constructor(private readonly random: RandomSource) {}

  get allByName(): readonly StateMachine[] {
    return [...this.machines.values()].sort((left, right) => (left.name < right.name ? -1 : 1));
  }

  find(stateMachineArn: string): StateMachine | undefined {
    return this.machines.get(stateMachineArn);
  }

  /** @throws ApiError StateMachineDoesNotExist, also for a qualified ARN */
  get(stateMachineArn: string): StateMachine {
    parseStateMachineArn(stateMachineArn);
    const machine = this.machines.get(stateMachineArn);
    if (machine === undefined) throw stateMachineDoesNotExist(stateMachineArn);
    return machine;
  }

  add(machine: StateMachine): void {
    this.machines.set(machine.stateMachineArn, machine);
  }

  remove(machine: StateMachine): void {
    this.machines.delete(machine.stateMachineArn);
  }

  /**
   * Resolves an ARN to a revision. An alias selects a version by weight.
   * @throws ApiError StateMachineDoesNotExist
   */
  resolve(arn: string): Resolved {
    const { stateMachineArn, version: number, alias: aliasName } = parseStateMachineArn(arn);
    const machine = this.machines.get(stateMachineArn);
    if (machine === undefined) throw stateMachineDoesNotExist(arn);
    const alias = aliasName === undefined ? undefined : machine.aliases.get(aliasName);
    if (aliasName !== undefined && alias === undefined) throw stateMachineDoesNotExist(arn);
    const versionNumber = alias === undefined ? number : this.pick(alias);
    const version = versionNumber === undefined ? undefined : machine.versions.get(versionNumber);
    if (versionNumber !== undefined && version === undefined) throw stateMachineDoesNotExist(arn);
    return { machine, revision: version?.revision ?? machine.current, version, alias };
  }

  /** @throws ApiError ResourceNotFound */
  getAlias(aliasArn: string): { readonly machine: StateMachine; readonly alias: StateMachineAlias } {
    const { stateMachineArn, alias: name } = parseStateMachineArn(aliasArn);
    const machine = this.machines.get(stateMachineArn);
    const alias = name === undefined ? undefined : machine?.aliases.get(name);
    if (machine === undefined || alias === undefined) throw resourceNotFound();
    return { machine, alias };
  }

  private pick(alias: StateMachineAlias): number | undefined {
    let point = this.random.next() * 100;
    const route = alias.routes.find(({ weight }) => (point -= weight) < 0) ?? alias.routes.at(-1);
    return route === undefined ? undefined : parseStateMachineArn(route.stateMachineVersionArn).version;
  }
}
