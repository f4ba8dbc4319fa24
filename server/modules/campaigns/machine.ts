import { stateMachine } from '../../lib/state-machine.ts'

export const campaignMachine = stateMachine({
  name: 'Campaign',
  states: { Draft: 1, Active: 2, Terminated: 3 },
  initial: 'Draft',
  actions: {
    activate: { from: ['Draft'], to: 'Active' },
    terminate: { from: ['Draft', 'Active'], to: 'Terminated' },
  },
})
