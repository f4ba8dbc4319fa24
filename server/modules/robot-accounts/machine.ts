import { stateMachine } from '../../lib/state-machine.ts'

/** The life of a robot account. */
export const robotAccountMachine = stateMachine({
  name: 'Robot account',
  states: { Requested: 1, Creating: 2, OK: 3, 'Requested deletion': 4, Deleted: 5, Error: 6 },
  initial: 'Requested',
  actions: {
    set_state_creating: { from: ['Requested'], to: 'Creating' },
    // C-210: also out of an error.
    set_state_ok: { from: ['Creating', 'Error'], to: 'OK' },
    set_state_request_deletion: { from: ['OK'], to: 'Requested deletion' },
    set_state_deleted: { from: ['Requested deletion'], to: 'Deleted' },
    set_state_erred: {
      from: ['Requested', 'Creating', 'OK', 'Requested deletion', 'Deleted', 'Error'],
      to: 'Error',
    },
  },
})

export type RobotAccountAction = keyof typeof robotAccountMachine.actions
export type RobotAccountStateLabel = keyof typeof robotAccountMachine.states
