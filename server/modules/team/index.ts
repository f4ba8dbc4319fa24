import type { OfProvider } from '../../context.ts'
import { resolving, type Handlers, type OfTarget } from '../../handler.ts'
import type { ScopeKind } from '../grants/index.ts'
import { addUser } from './add-user.ts'
import { teamFields as body, type ScopeReference } from './change.ts'
import { deleteUser } from './delete-user.ts'
import { listTeam } from './list-team.ts'
import { updateUser } from './update-user.ts'

// One contract for the roles on organizations, projects, offerings and service providers.

const of =
  (kind: ScopeKind) =>
  ({ target }: OfTarget): ScopeReference => ({ kind, id: target.id })

const customer = of('customer')
const project = of('project')
const offering = of('offering')
const provider = (context: OfProvider): ScopeReference => ({ kind: 'service_provider', id: context.provider.id })

export const teamHandlers = {
  customers_list_users_list: (context, { query }) => listTeam(context, customer(context), query),
  customers_add_user: resolving('customers_add_user', { body }, (context, fields) =>
    addUser(context, customer(context), fields.body),
  ),
  customers_update_user: resolving('customers_update_user', { body }, (context, fields) =>
    updateUser(context, customer(context), fields.body),
  ),
  customers_delete_user: resolving('customers_delete_user', { body }, (context, fields) =>
    deleteUser(context, customer(context), fields.body),
  ),
  projects_list_users_list: (context, { query }) => listTeam(context, project(context), query),
  projects_add_user: resolving('projects_add_user', { body }, (context, fields) =>
    addUser(context, project(context), fields.body),
  ),
  projects_update_user: resolving('projects_update_user', { body }, (context, fields) =>
    updateUser(context, project(context), fields.body),
  ),
  projects_delete_user: resolving('projects_delete_user', { body }, (context, fields) =>
    deleteUser(context, project(context), fields.body),
  ),
  marketplace_provider_offerings_list_users_list: (context, { query }) => listTeam(context, offering(context), query),
  marketplace_provider_offerings_add_user: resolving(
    'marketplace_provider_offerings_add_user',
    { body },
    (context, fields) => addUser(context, offering(context), fields.body),
  ),
  marketplace_provider_offerings_update_user: resolving(
    'marketplace_provider_offerings_update_user',
    { body },
    (context, fields) => updateUser(context, offering(context), fields.body),
  ),
  marketplace_provider_offerings_delete_user: resolving(
    'marketplace_provider_offerings_delete_user',
    { body },
    (context, fields) => deleteUser(context, offering(context), fields.body),
  ),
  marketplace_service_providers_list_users_list: (context, { query }) => listTeam(context, provider(context), query),
  marketplace_service_providers_add_user: resolving(
    'marketplace_service_providers_add_user',
    { body },
    (context, fields) => addUser(context, provider(context), fields.body),
  ),
  marketplace_service_providers_update_user: resolving(
    'marketplace_service_providers_update_user',
    { body },
    (context, fields) => updateUser(context, provider(context), fields.body),
  ),
  marketplace_service_providers_delete_user: resolving(
    'marketplace_service_providers_delete_user',
    { body },
    (context, fields) => deleteUser(context, provider(context), fields.body),
  ),
} satisfies Partial<Handlers>
