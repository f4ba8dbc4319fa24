import { stateLabel, stateMachine } from '../../lib/state-machine.ts'
import type { Sql } from '../../db/sql.ts'
import type { Column } from '../../list/selection.ts'

/** The life of an offering. Only archived ones leave their provider free to go. */
export const offeringMachine = stateMachine({
  name: 'Offering',
  states: { Draft: 1, Active: 2, Paused: 3, Archived: 4, Unavailable: 5 },
  initial: 'Draft',
  actions: {
    activate: { from: ['Draft', 'Paused', 'Unavailable'], to: 'Active' },
    pause: { from: ['Active'], to: 'Paused' },
    unpause: { from: ['Paused'], to: 'Active' },
    archive: { from: ['Draft', 'Active', 'Paused', 'Archived', 'Unavailable'], to: 'Archived' },
    draft: { from: ['Draft', 'Active', 'Paused', 'Archived', 'Unavailable'], to: 'Draft' },
    make_unavailable: { from: ['Active'], to: 'Unavailable' },
    make_available: { from: ['Unavailable'], to: 'Active' },
  },
})

type OfferingState = keyof typeof offeringMachine.states

export const stateCode = (label: OfferingState): number => offeringMachine.states[label]

/** The state by its label. */
export const offeringState = (code: Sql): Column<OfferingState> => ({
  sql: code,
  read: (value: number) => stateLabel(offeringMachine, value),
})
