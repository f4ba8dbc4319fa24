import { manageAccounts } from '../../harness/account-scene.ts'
import { checkedOffering } from '../furniture.ts'
import { type Area, type AreaRow, NOT_FOUND } from '../area.ts'
import { sql } from '../../../server/db/sql.ts'
import type { Marketplace, TestApp } from '../../harness/index.ts'

// Accounts of users in offerings that manage them. They are seen by their user, by all on the providing side, and by
// whoever works in the same project or organization; the rights lie with owners and managers of the provider.

const PATH = '/api/marketplace-offering-users/'

/** An account of a member of the consuming project, in the state, in an offering with a checklist. */
const accountOf = async (app: TestApp, { offering, project, provider }: Marketplace, state: number) => {
  await manageAccounts(app, offering)
  const { checklist } = await checkedOffering(app.world, provider.customer)
  await app.database.transaction((transaction) =>
    transaction.writeRolledUp(
      sql`update offering set compliance_checklist_id = ${checklist.id} where id = ${offering.id}`,
      () => undefined,
    ),
  )
  const user = await app.world.member(project)
  return app.world.insert('offering_user', { offering_id: offering.id, user_id: user.id, state })
}

const about =
  (state: number, name?: string, body?: unknown): AreaRow['make'] =>
  async (app, market, unknown) => {
    const uuid = unknown ?? (await accountOf(app, market, state)).hex
    return { path: `${PATH}${uuid}/${name === undefined ? '' : `${name}/`}`, body }
  }

//            anon bad exp inac plai memb admi cown own mana omgr othr supp staf
const SEES = '401 401 401 401 404 200 200 200 200 200 200 404 200 200'
const OTHER_SEES = '401 401 401 401 404 404 404 404 404 404 404 200 200 200'

const provider = (ok: number) => ({
  own: `401 401 401 401 404 403 403 403 ${ok} ${ok} 403 404 403 ${ok}`,
  other: `401 401 401 401 404 404 404 404 404 404 404 ${ok} 403 ${ok}`,
  none: NOT_FOUND,
})

/** The answers of somebody else are for reviewers, support and staff. */
const READS_ANSWERS = {
  own: '401 401 401 401 404 403 403 403 200 200 403 404 200 200',
  other: OTHER_SEES,
  none: NOT_FOUND,
}

export const offeringUserRows: Area = {
  marketplace_offering_users_list: {
    make: async (app, market) => ({
      path: PATH,
      query: { offering_uuid: market.offering.hex },
      row: (await accountOf(app, market, 1)).hex,
    }),
    own: '401 401 401 401 200 200 200 200 200 200 200 200 200 200',
    other: '401 401 401 401 200 200 200 200 200 200 200 200 200 200',
    sees: { own: '0 0 0 0 0 1 1 1 1 1 1 0 1 1', other: '0 0 0 0 0 0 0 0 0 0 0 1 1 1' },
  },
  marketplace_offering_users_create: {
    make: async (app, { offering }, unknown) => {
      await manageAccounts(app, offering)
      return { path: PATH, body: { user_uuid: (await app.world.user()).hex, offering_uuid: unknown ?? offering.hex } }
    },
    own: '401 401 401 401 403 403 403 403 201 201 403 403 403 201',
    other: '401 401 401 401 403 403 403 403 403 403 403 201 403 201',
    none: '401 401 401 401 400 400 400 400 400 400 400 400 400 400',
  },
  marketplace_offering_users_retrieve: { make: about(1), own: SEES, other: OTHER_SEES, none: NOT_FOUND },
  marketplace_offering_users_update: { make: about(1, undefined, {}), ...provider(200) },
  marketplace_offering_users_partial_update: { make: about(1, undefined, {}), ...provider(200) },
  marketplace_offering_users_destroy: { make: about(1), ...provider(204) },
  marketplace_offering_users_begin_creating: { make: about(1, 'begin_creating'), ...provider(200) },
  // C-202
  marketplace_offering_users_set_ok: { make: about(1, 'set_ok'), ...provider(200) },
  marketplace_offering_users_set_pending_account_linking: {
    make: about(2, 'set_pending_account_linking', {}),
    ...provider(200),
  },
  marketplace_offering_users_set_pending_additional_validation: {
    make: about(2, 'set_pending_additional_validation', {}),
    ...provider(200),
  },
  marketplace_offering_users_set_validation_complete: { make: about(3, 'set_validation_complete'), ...provider(200) },
  marketplace_offering_users_set_error_creating: { make: about(1, 'set_error_creating'), ...provider(200) },
  marketplace_offering_users_request_deletion: { make: about(5, 'request_deletion'), ...provider(200) },
  marketplace_offering_users_set_deleting: { make: about(6, 'set_deleting'), ...provider(200) },
  marketplace_offering_users_set_deleted: { make: about(7, 'set_deleted'), ...provider(200) },
  marketplace_offering_users_set_error_deleting: { make: about(7, 'set_error_deleting'), ...provider(200) },
  // The owner of an organization has this right, too, but the account is the provider's.
  marketplace_offering_users_update_restricted: {
    make: about(5, 'update_restricted', { is_restricted: true }),
    ...provider(200),
  },
  marketplace_offering_users_update_comments_partial_update: {
    make: about(5, 'update_comments', {}),
    ...provider(200),
  },
  marketplace_offering_users_checklist_template_retrieve: {
    make: async (app, market, unknown) => {
      await accountOf(app, market, 1)
      return { path: `${PATH}checklist-template/`, query: { parent_uuid: unknown ?? market.offering.hex } }
    },
    own: '401 401 401 401 200 200 200 200 200 200 200 200 200 200',
    other: '401 401 401 401 200 200 200 200 200 200 200 200 200 200',
    none: NOT_FOUND,
  },
  marketplace_offering_users_checklist_retrieve: { make: about(1, 'checklist'), ...READS_ANSWERS },
  marketplace_offering_users_completion_status_retrieve: { make: about(1, 'completion_status'), ...READS_ANSWERS },
  marketplace_offering_users_checklist_review_retrieve: { make: about(1, 'checklist_review'), ...provider(200) },
  marketplace_offering_users_completion_review_status_retrieve: {
    make: about(1, 'completion_review_status'),
    ...provider(200),
  },
  // The account is nobody's of these; its user answers, or staff for him.
  marketplace_offering_users_submit_answers: {
    make: about(1, 'submit_answers', []),
    own: '401 401 401 401 404 403 403 403 403 403 403 404 403 200',
    other: '401 401 401 401 404 404 404 404 404 404 404 403 403 200',
    none: NOT_FOUND,
  },
}
