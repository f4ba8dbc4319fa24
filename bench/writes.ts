import type { Database } from '../server/db/database.ts'
import { sql } from '../server/db/sql.ts'
import { tokenOf, type Facts } from './facts.ts'
import { median } from './figures.ts'
import type { LoadGenerator, LoadRequest, LoadResult } from './load/index.ts'
import type { Target } from './measure.ts'

/** What a write path did, in medians over the repeats. */
export interface WriteFigures {
  operation: string
  perSecond: number
  p50: number
  p99: number
  ofStatement: number
  failures: number
}

interface Write {
  operation: string
  status: number
  requests: (context: Round) => LoadRequest[] | Promise<LoadRequest[]>
}

/** What one round writes about: people and organizations that no other round touches. */
interface Round {
  database: Database
  facts: Facts
  number: number
  users: readonly string[]
  /** Organizations that are no providers. */
  organizations: readonly string[]
}

const ROLE = 'CUSTOMER.MANAGER'

const post = (path: string, body: unknown): LoadRequest => ({ method: 'POST', path, body: JSON.stringify(body) })

const teamWrite = (operation: string, status: number, more: Record<string, unknown> = {}): Write => ({
  operation,
  status,
  requests: ({ facts, users }) =>
    users.map((user) => post(`${facts.path}${operation}/`, { role: ROLE, user, ...more })),
})

const collection = (facts: Facts): string => facts.path.replace(/[^/]*\/$/, '')

/** In this order: what one makes the next one changes or removes. */
const writes: readonly Write[] = [
  {
    operation: 'set_offerings_username',
    status: 201,
    requests: ({ facts, users, number }) =>
      users.map((user, index) =>
        post(`${facts.path}set_offerings_username/`, {
          user_uuid: user,
          username: `measured-${String(number)}-${String(index)}`,
        }),
      ),
  },
  teamWrite('add_user', 201),
  teamWrite('update_user', 200, { expiration_time: '2099-01-01T00:00:00Z' }),
  teamWrite('delete_user', 200),
  {
    operation: 'partial_update of one provider',
    status: 200,
    requests: ({ facts, users }) =>
      users.map((user) => ({ method: 'PATCH', path: facts.path, body: JSON.stringify({ description: user }) })),
  },
  {
    operation: 'api_secret_code of one provider',
    status: 200,
    requests: ({ facts, users }) => users.map(() => post(`${facts.path}api_secret_code/`, {})),
  },
  {
    operation: 'create',
    status: 201,
    requests: ({ facts, organizations }) =>
      organizations.map((uuid) =>
        post(collection(facts), { customer: `http://127.0.0.1/api/customers/${uuid.replaceAll('-', '')}/` }),
      ),
  },
  {
    operation: 'destroy',
    status: 204,
    requests: async ({ database, facts, organizations }) => {
      const made = await database.rows<{ uuid: string }>(sql`
        select service_provider.uuid from service_provider join customer on customer.id = customer_id
        where customer.uuid = any(${[...organizations]}::uuid[])
      `)
      return made.map(({ uuid }) => ({ method: 'DELETE', path: `${collection(facts)}${uuid.replaceAll('-', '')}/` }))
    },
  },
]

/** Somebody who may do everything. */
const staffToken = async (database: Database): Promise<string> => {
  const { id } = await database.one<{ id: string }>(sql`
    insert into app_user (username, slug, first_name, last_name, is_staff)
    values ('measured-staff', 'measured-staff', 'Sample', 'Staff', true)
    on conflict (username) do update set is_staff = true returning id
  `)
  return tokenOf(database, id)
}

/** Users with a role in a served project, so that they have offerings to get an account in. */
const usersOf = (database: Database, path: string, count: number, skip: number): Promise<{ uuid: string }[]> =>
  database.rows(sql`
    select distinct on (member.id) member.uuid
    from service_provider
    join sp_project on sp_project.provider_customer_id = service_provider.customer_id and sp_project.resource_count > 0
    join user_role on content_type = 'project' and object_id = sp_project.project_id and user_role.is_active
    join app_user as member on member.id = user_role.user_id and member.is_active
    where service_provider.uuid = ${path.split('/').at(-2) ?? ''}::uuid
      and not exists (
        select 1 from user_role as held
        where held.user_id = member.id and held.content_type = 'customer'
          and held.object_id = service_provider.customer_id
      )
    order by member.id limit ${count} offset ${skip}
  `)

const organizationsOf = (database: Database, count: number, skip: number): Promise<{ uuid: string }[]> =>
  database.rows(sql`
    select customer.uuid from customer
    where not exists (select 1 from service_provider where customer_id = customer.id)
    order by customer.id limit ${count} offset ${skip}
  `)

const failuresOf = ({ statuses }: LoadResult, expected: number): number =>
  Object.entries(statuses).reduce((sum, [status, count]) => (Number(status) === expected ? sum : sum + count), 0)

/** Runs every write path `count` times from all connections, after F1 in every repeat. */
export const measureWrites = async (
  generator: LoadGenerator,
  database: Database,
  { server }: Target,
  facts: Facts,
  options: { connections: number; repeats: number; count: number; seconds: number },
): Promise<WriteFigures[]> => {
  const { connections, repeats, count } = options
  const token = await staffToken(database)
  const job = { port: server.port, token, connections }
  const results = new Map<Write, { load: LoadResult; floor: number }[]>()
  for (let number = 0; number < repeats; number++) {
    const users = await usersOf(database, facts.path, count, number * count)
    const organizations = await organizationsOf(database, count, number * count)
    const round: Round = {
      database,
      facts,
      number,
      users: users.map(({ uuid }) => uuid),
      organizations: organizations.map(({ uuid }) => uuid),
    }
    for (const write of writes) {
      const floor = await generator.run({
        ...job,
        requests: [{ method: 'GET', path: '/floor/statement' }],
        seconds: options.seconds,
      })
      const requests = await write.requests(round)
      const load = await generator.run({ ...job, requests, seconds: 120, maximum: requests.length })
      results.set(write, [...(results.get(write) ?? []), { load, floor: floor.perSecond }])
    }
  }
  return writes.map((write) => {
    const samples = results.get(write) ?? []
    return {
      operation: write.operation,
      perSecond: median(samples.map(({ load }) => load.perSecond)),
      p50: median(samples.map(({ load }) => load.p50)),
      p99: median(samples.map(({ load }) => load.p99)),
      ofStatement: median(samples.map(({ load, floor }) => load.perSecond / floor)),
      failures: samples.reduce((sum, { load }) => sum + failuresOf(load, write.status), 0),
    }
  })
}
