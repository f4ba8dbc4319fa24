import { stateMachine } from '../../lib/state-machine.ts'

/**
 * The life of a user's account in an offering. A name completes it, too, see `renameAccount`; the last three edges are
 * taken when the user's roles come and go.
 */
export const offeringUserMachine = stateMachine({
  name: 'Offering user',
  states: {
    Requested: 1,
    Creating: 2,
    'Pending account linking': 3,
    'Pending additional validation': 4,
    OK: 5,
    'Requested deletion': 6,
    Deleting: 7,
    Deleted: 8,
    'Error creating': 9,
    'Error deleting': 10,
  },
  initial: 'Requested',
  actions: {
    begin_creating: { from: ['Requested', 'Error creating'], to: 'Creating' },
    set_ok: {
      from: [
        'Requested',
        'Creating',
        'Pending account linking',
        'Pending additional validation',
        'Error creating',
        'Error deleting',
      ],
      to: 'OK',
    },
    set_pending_additional_validation: {
      from: ['Creating', 'Error creating', 'Pending account linking'],
      to: 'Pending additional validation',
    },
    set_pending_account_linking: {
      from: ['Creating', 'Error creating', 'Pending additional validation'],
      to: 'Pending account linking',
    },
    set_validation_complete: { from: ['Pending account linking', 'Pending additional validation'], to: 'OK' },
    set_error_creating: {
      from: ['Requested', 'Creating', 'Pending account linking', 'Pending additional validation'],
      to: 'Error creating',
    },
    request_deletion: { from: ['OK'], to: 'Requested deletion' },
    set_deleting: { from: ['Requested deletion', 'Error deleting'], to: 'Deleting' },
    set_deleted: { from: ['Requested deletion', 'Deleting'], to: 'Deleted' },
    set_error_deleting: { from: ['Requested deletion', 'Deleting'], to: 'Error deleting' },
    set_username: {
      from: [
        'Requested',
        'Creating',
        'Pending account linking',
        'Pending additional validation',
        'OK',
        'Error creating',
      ],
      to: 'OK',
    },
    lose_access: { from: ['OK'], to: 'Requested deletion' },
    // An account with a name, and one without.
    regain_access: { from: ['Requested deletion', 'Deleting', 'Error deleting'], to: 'OK' },
    ask_again: { from: ['Requested deletion', 'Deleting', 'Error deleting', 'Deleted'], to: 'Requested' },
  },
})

export type OfferingUserAction = keyof typeof offeringUserMachine.actions
export type OfferingUserStateLabel = keyof typeof offeringUserMachine.states
