import { randomUUID } from 'node:crypto'
import type { Database } from '../../server/db/database.ts'
import { join, raw, sql } from '../../server/db/sql.ts'
import type { Rollup } from '../../server/rollup/rollup.ts'
import { searchName } from '../../server/lib/search-name.ts'

type Values = Record<string, unknown>

export interface Made {
  id: string
  uuid: string
  /** The plain form of the wire. */
  hex: string
}

export interface MadeUser extends Made {
  username: string
}

export interface MadeCustomer extends Made {
  name: string
}

/** A provider with its organization. */
export interface MadeProvider extends Made {
  customer: MadeCustomer
}

let counter = 0
const next = (): number => ++counter

/** What a row that was inserted means for the roll-ups, by table. */
const TOUCHES: Record<string, (rollup: Rollup, values: Values, id: string) => void> = {
  customer: (rollup, _, id) => {
    rollup.customer(id)
  },
  project: (rollup, _, id) => {
    rollup.project(id)
  },
  offering: (rollup, _, id) => {
    rollup.offering(id)
  },
  resource: (rollup, _, id) => {
    rollup.resource(id)
  },
  marketplace_order: (rollup, { resource_id }) => {
    rollup.resource(String(resource_id))
  },
  issue: (rollup, { resource_content_type, resource_object_id }) => {
    if (resource_content_type === 'resource') rollup.resource(String(resource_object_id))
  },
  invoice_item: (rollup, { invoice_id }) => {
    rollup.invoice(String(invoice_id))
  },
}

/**
 * Makes rows for a test, with defaults for all that it does not care about. Rows are inserted through the same
 * transaction wrapper as in the product, so that roll-ups are what they would be.
 */
export class World {
  readonly #database: Database
  #category: Promise<Made> | undefined

  constructor(database: Database) {
    this.#database = database
  }

  /** Inserts one row into a table that has a uuid. Objects and arrays are stored as JSON. */
  async insert(table: string, values: Values): Promise<Made> {
    const uuid = (values.uuid as string | undefined) ?? randomUUID()
    const entries = Object.entries<unknown>({ ...values, uuid }).filter(([, value]) => value !== undefined)
    const statement = sql`
      insert into ${raw(table)} (${join(entries.map(([name]) => raw(`"${name}"`)))})
      values (${join(entries.map(([, value]) => asParameter(value)))}) returning id
    `
    const [row] = await this.#database.transaction((transaction) =>
      transaction.writeRolledUp<{ id: string }>(statement, (rollup, rows) =>
        TOUCHES[table]?.(rollup, values, rows[0]?.id ?? ''),
      ),
    )
    return { id: row?.id ?? '', uuid, hex: uuid.replaceAll('-', '') }
  }

  /** Inserts into a table without uuid, such as a link table. */
  async link(table: string, values: Values): Promise<void> {
    const entries = Object.entries(values)
    await this.#database.run(sql`
      insert into ${raw(table)} (${join(entries.map(([name]) => raw(`"${name}"`)))})
      values (${join(entries.map(([, value]) => asParameter(value)))})
    `)
  }

  async user(values: Values = {}): Promise<MadeUser> {
    const username = (values.username as string | undefined) ?? `user-${String(next())}`
    const first = (values.first_name as string | undefined) ?? 'Sample'
    const last = (values.last_name as string | undefined) ?? username
    const made = await this.insert('app_user', {
      username,
      slug: username,
      first_name: first,
      last_name: last,
      email: `${username}@example.org`,
      query_field: searchName(`${first} ${last}`),
      ...values,
    })
    return { ...made, username }
  }

  staff(values: Values = {}): Promise<MadeUser> {
    return this.user({ is_staff: true, ...values })
  }

  async customer(values: Values = {}): Promise<MadeCustomer> {
    const name = (values.name as string | undefined) ?? `Organization ${String(next())}`
    return { ...(await this.insert('customer', { slug: `org-${String(next())}`, ...values, name })), name }
  }

  async provider(values: Values & { customer?: MadeCustomer } = {}): Promise<MadeProvider> {
    const { customer: given, ...rest } = values
    const customer = given ?? (await this.customer())
    return { ...(await this.insert('service_provider', { ...rest, customer_id: customer.id })), customer }
  }

  project(customer: { id: string }, values: Values = {}): Promise<Made> {
    return this.insert('project', {
      name: `Project ${String(next())}`,
      slug: `project-${String(next())}`,
      ...values,
      customer_id: customer.id,
    })
  }

  category(): Promise<Made> {
    this.#category ??= this.insert('category', { title: 'Sample category' })
    return this.#category
  }

  async offering(customer: { id: string }, values: Values = {}): Promise<Made> {
    const category = (values.category_id as string | undefined) ?? (await this.category()).id
    return this.insert('offering', {
      name: `Offering ${String(next())}`,
      slug: `offering-${String(next())}`,
      type: 'Marketplace.Basic',
      state: 2,
      ...values,
      category_id: category,
      customer_id: customer.id,
    })
  }

  resource(offering: { id: string }, project: { id: string }, values: Values = {}): Promise<Made> {
    return this.insert('resource', {
      name: `Resource ${String(next())}`,
      state: 2,
      ...values,
      offering_id: offering.id,
      project_id: project.id,
    })
  }

  /** Grants a role by name on a scope of the kind; `values` may set expiration_time, is_active, created and so on. */
  async grant(
    user: { id: string },
    role: string,
    contentType: 'customer' | 'project' | 'offering' | 'service_provider',
    scope: { id: string },
    values: Values = {},
  ): Promise<Made> {
    const { id } = await this.#database.one<{ id: string }>(sql`select id from role where name = ${role}`)
    return this.insert('user_role', {
      user_id: user.id,
      role_id: id,
      content_type: contentType,
      object_id: scope.id,
      ...values,
    })
  }

  /** A role with these permissions. */
  async role(
    contentType: string,
    permissions: readonly string[],
    values: Values = {},
  ): Promise<Made & { name: string }> {
    const name = (values.name as string | undefined) ?? `ROLE.${String(next())}`
    const made = await this.insert('role', { ...values, name, content_type: contentType })
    for (const permission of permissions) await this.link('role_permission', { role_id: made.id, permission })
    return { ...made, name }
  }

  /** A user who owns the organization. */
  async owner(customer: { id: string }): Promise<MadeUser> {
    const user = await this.user()
    await this.grant(user, 'CUSTOMER.OWNER', 'customer', customer)
    return user
  }

  /** An organization with one project that holds a resource of the offering. */
  async consumer(offering: { id: string }, values: Values = {}, projectValues: Values = {}) {
    const customer = await this.customer(values)
    const project = await this.project(customer, projectValues)
    const resource = await this.resource(offering, project)
    return { customer, project, resource }
  }

  /** A user with a role on the project. */
  async member(project: { id: string }, values: Values = {}, role = 'PROJECT.ADMIN'): Promise<MadeUser> {
    const user = await this.user(values)
    await this.grant(user, role, 'project', project)
    return user
  }

  /** A provider with an owner, a shared offering, and a consumer whose project holds one resource of it. */
  async marketplace(): Promise<Marketplace> {
    const provider = await this.provider()
    const owner = await this.owner(provider.customer)
    const offering = await this.offering(provider.customer)
    const { customer: consumer, project, resource } = await this.consumer(offering)
    const base = `/api/marketplace-service-providers/${provider.hex}/`
    return { provider, owner, offering, consumer, project, resource, base }
  }
}

export interface Marketplace {
  provider: MadeProvider
  owner: MadeUser
  offering: Made
  consumer: MadeCustomer
  project: Made
  resource: Made
  /** Path of the provider, with the slash at its end. */
  base: string
}

const asParameter = (value: unknown) =>
  typeof value === 'object' && value !== null && !Buffer.isBuffer(value) && !(value instanceof Date)
    ? sql`${JSON.stringify(value)}::jsonb`
    : sql`${value}`
