// State machines as data. A machine is one table: states with their codes in the database, actions with the states they
// leave and reach. Operations update conditionally by it, tests walk all its pairs, docs/state-machines.md draws it.

export interface Edge<S extends string> {
  /** In the order in which a refusal names them. */
  from: readonly S[]
  to: S
}

export interface StateMachine<S extends string = string, A extends string = string> {
  name: string
  /** Label on the wire → code in the database. */
  states: Readonly<Record<S, number>>
  initial: S
  actions: Readonly<Record<A, Edge<S>>>
}

/** Gives a machine its exact type. */
export const stateMachine = <const S extends string, const A extends string>(
  machine: StateMachine<S, A>,
): StateMachine<S, A> => machine

/** Codes of the states that an action leaves. */
export const sourceCodes = <S extends string, A extends string>(machine: StateMachine<S, A>, action: A): number[] =>
  machine.actions[action].from.map((state) => machine.states[state])

/** Code of the state that an action reaches. */
export const targetCode = <S extends string, A extends string>(machine: StateMachine<S, A>, action: A): number =>
  machine.states[machine.actions[action].to]

/** The label of a code. */
export const stateLabel = <S extends string>(machine: StateMachine<S>, code: number): S => {
  const found = (Object.entries(machine.states) as [S, number][]).find(([, candidate]) => candidate === code)
  if (!found) throw new Error(`${machine.name} has no state ${String(code)}`)
  return found[0]
}

/** What a refused action is told: the states in which it is possible. */
export const validStates = <S extends string, A extends string>(machine: StateMachine<S, A>, action: A): string =>
  `Valid states for operation: ${machine.actions[action].from.join(', ')}.`
