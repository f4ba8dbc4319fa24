import { stateMachine } from '../../lib/state-machine.ts'

/**
 * The states of an order. What follows the consumer's approval depends on dates and on the offering, so there are four
 * edges for it, of which `nextStep` picks one.
 */
export const orderMachine = stateMachine({
  name: 'Order',
  states: {
    'pending-consumer': 1,
    executing: 2,
    done: 3,
    erred: 4,
    canceled: 5,
    rejected: 6,
    'pending-provider': 7,
    'pending-project': 8,
    'pending-start-date': 9,
  },
  initial: 'pending-consumer',
  actions: {
    await_project: { from: ['pending-consumer'], to: 'pending-project' },
    await_start_date: { from: ['pending-consumer', 'pending-project'], to: 'pending-start-date' },
    await_provider: { from: ['pending-consumer', 'pending-project', 'pending-start-date'], to: 'pending-provider' },
    begin: { from: ['pending-consumer', 'pending-project', 'pending-start-date'], to: 'executing' },
    reject_by_consumer: { from: ['pending-consumer'], to: 'rejected' },
    approve_by_provider: { from: ['pending-provider'], to: 'executing' },
    reject_by_provider: { from: ['pending-provider'], to: 'rejected' },
    cancel: {
      from: ['pending-consumer', 'pending-provider', 'pending-project', 'pending-start-date', 'executing'],
      to: 'canceled',
    },
    set_state_executing: {
      from: ['pending-consumer', 'pending-provider', 'pending-project', 'pending-start-date', 'erred'],
      to: 'executing',
    },
    set_state_done: { from: ['executing'], to: 'done' },
    // C-121: not from a final state.
    set_state_erred: {
      from: ['pending-consumer', 'pending-provider', 'pending-project', 'pending-start-date', 'executing', 'erred'],
      to: 'erred',
    },
  },
})

export type OrderAction = keyof typeof orderMachine.actions
export type OrderStateLabel = keyof typeof orderMachine.states

/** Codes of orders that wait or run; a resource has at most one of them. */
export const OPEN_STATES = (
  ['pending-consumer', 'executing', 'pending-provider', 'pending-project', 'pending-start-date'] as const
).map((state) => orderMachine.states[state])

/** Codes of orders that nobody has begun with. */
export const PENDING_STATES = OPEN_STATES.filter((code) => code !== orderMachine.states.executing)

export const ORDER_TYPES = { Create: 1, Update: 2, Terminate: 3, Restore: 4 } as const
export type OrderType = keyof typeof ORDER_TYPES

export const orderTypeOf = (code: number): OrderType =>
  (Object.keys(ORDER_TYPES) as OrderType[]).find((type) => ORDER_TYPES[type] === code) ?? 'Create'
