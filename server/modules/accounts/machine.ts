import { stateMachine } from '../../lib/state-machine.ts'

/** The life of service and course accounts. */
export const accountMachine = stateMachine({
  name: 'Service or course account',
  states: { OK: 1, Closed: 2, Erred: 3 },
  initial: 'OK',
  actions: {
    change: { from: ['OK'], to: 'OK' },
    rotate_api_key: { from: ['OK'], to: 'OK' },
    close: { from: ['OK', 'Erred'], to: 'Closed' },
  },
})
