import { stateMachine } from '../../lib/state-machine.ts'

/** The states of a resource. Orders move it, and its provider says when it fails and works again. */
export const resourceMachine = stateMachine({
  name: 'Resource',
  states: { Creating: 1, OK: 2, Erred: 3, Updating: 4, Terminating: 5, Terminated: 6 },
  initial: 'Creating',
  actions: {
    // Orders of the types Create and Restore; a failed one may be tried again, and a provider may call a resource OK early.
    create: { from: ['Creating', 'OK', 'Erred', 'Terminated'], to: 'Creating' },
    provide: { from: ['Creating', 'OK', 'Erred'], to: 'OK' },
    discard: { from: ['Creating', 'OK', 'Erred', 'Terminated'], to: 'Terminated' },
    fail_creation: { from: ['Creating', 'OK', 'Erred'], to: 'Erred' },
    // Orders of the type Update.
    update: { from: ['OK', 'Erred', 'Updating'], to: 'Updating' },
    finish_update: { from: ['OK', 'Erred', 'Updating'], to: 'OK' },
    fail_update: { from: ['OK', 'Erred', 'Updating'], to: 'Erred' },
    // Orders of the type Terminate.
    terminate: { from: ['OK', 'Erred', 'Terminating'], to: 'Terminating' },
    finish_termination: { from: ['OK', 'Erred', 'Terminating'], to: 'Terminated' },
    // A termination that fails, and orders that are called off while they run.
    keep: { from: ['OK', 'Erred', 'Updating', 'Terminating'], to: 'OK' },
    // The provider, without an order.
    set_as_ok: { from: ['Erred'], to: 'OK' },
    set_as_erred: { from: ['Creating', 'OK', 'Erred', 'Updating', 'Terminating'], to: 'Erred' },
  },
})

export type ResourceAction = keyof typeof resourceMachine.actions
