import { describe, expect, test } from 'vitest'
import { sql } from '../../server/db/sql.ts'
import { expireGrants } from '../../server/jobs/expire-grants.ts'
import { reconcile } from '../../server/rollup/reconcile.ts'
import { eventsOf } from '../harness/events.ts'
import { startTestApp, type Answer, type MadeProvider, type MadeUser } from '../harness/index.ts'

const { world, post, request, database } = await startTestApp({}, { poolSize: 16 })

const MANAGER = 'CUSTOMER.MANAGER'
const CLIENTS = 64
const ROUNDS = 6

const SAME_ROLE = '{"non_field_errors":["User has already the same role in this scope."]}'
const NO_GRANT = '{"non_field_errors":["User does not have this role in this scope."]}'

const PLAUSIBLE: Record<string, RegExp[]> = {
  add_user: [/^201 \{"expiration_time":(null|"\d{4}-01-01T00:00:00Z")\}$/, new RegExp(`^400 ${escape(SAME_ROLE)}$`)],
  update_user: [/^200 \{"expiration_time":(null|"\d{4}-01-01T00:00:00Z")\}$/, new RegExp(`^400 ${escape(NO_GRANT)}$`)],
  delete_user: [/^200 $/],
}

function escape(text: string): string {
  return text.replace(/[[\]{}.]/g, String.raw`\$&`)
}

type Action = 'add_user' | 'update_user' | 'delete_user'

const staff = await world.staff()

const call = (provider: MadeProvider, user: MadeUser, action: Action, expiration_time?: string | null) =>
  post(`/api/marketplace-service-providers/${provider.hex}/${action}/`, {
    as: staff,
    body: { role: MANAGER, user: user.hex, ...(expiration_time === undefined ? {} : { expiration_time }) },
  })

const times = <T>(count: number, make: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => make(index)))

const activeGrants = async (provider: MadeProvider): Promise<number> => {
  const { active } = await database.one<{ active: number }>(sql`
    select count(*)::int as active from user_role
    where content_type = 'service_provider' and object_id = ${provider.id} and is_active
  `)
  return active
}

const statuses = (answers: readonly Answer[]): number[] => answers.map((answer) => answer.status).sort((a, b) => a - b)

const countBy = (values: readonly string[]): Record<string, number> => {
  const counts: Record<string, number> = {}
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1
  return counts
}

describe('64 clients that add, extend and revoke one grant at once', () => {
  test('never make two active grants, get plausible answers, and leave a history that adds up', async () => {
    const { provider } = await world.marketplace()
    const user = await world.user()
    let isOver = false
    const watch = async (): Promise<number> => {
      let most = 0
      while (!isOver) most = Math.max(most, await activeGrants(provider))
      return most
    }
    const watching = watch()
    const outcomes: string[] = []
    await times(CLIENTS, async (client) => {
      for (let round = 0; round < ROUNDS; round++) {
        const action = (['add_user', 'update_user', 'delete_user', 'add_user'] as const)[(client + round) % 4]!
        const year = 2_500 + ((client * 7 + round * 131) % 400)
        const wanted = (client + round) % 5 === 0 ? null : `${String(year)}-01-01T00:00:00Z`
        const { status, text } = await call(provider, user, action, wanted)
        const outcome = `${String(status)} ${text}`
        expect(
          PLAUSIBLE[action]?.some((pattern) => pattern.test(outcome)),
          `${action}: ${outcome}`,
        ).toBe(true)
        outcomes.push(`${action} ${String(status)}`)
      }
    })
    isOver = true
    expect(await watching).toBeLessThanOrEqual(1)

    const answered = countBy(outcomes)
    const events = countBy((await eventsOf(database, 'service_provider', provider)).map((event) => event.event_type))
    const { grants, closed } = await database.one<{ grants: number; closed: number }>(sql`
      select count(*)::int as grants, (count(*) filter (where not is_active))::int as closed
      from user_role where content_type = 'service_provider' and object_id = ${provider.id}
    `)
    const changes = (answered['add_user 201'] ?? 0) + (answered['update_user 200'] ?? 0)
    expect((events.role_granted ?? 0) + (events.role_updated ?? 0)).toBe(changes)
    expect(events.role_granted).toBe(grants)
    expect(events.role_revoked).toBe(closed)
    expect(grants - closed).toBe(await activeGrants(provider))
    expect(grants).toBeGreaterThan(1)
    expect(await reconcile(database)).toEqual([])
  })

  test('make one grant when all add the same', async () => {
    const provider = await world.provider()
    const user = await world.user()
    const answers = await times(CLIENTS, () => call(provider, user, 'add_user'))
    expect(statuses(answers)).toEqual([201, ...Array.from({ length: CLIENTS - 1 }, () => 400)])
    for (const answer of answers) if (answer.status === 400) expect(answer.text).toBe(SAME_ROLE)
    expect(await activeGrants(provider)).toBe(1)
    expect(await eventsOf(database, 'service_provider', provider)).toHaveLength(1)
  })

  test('end a grant once when all revoke it', async () => {
    const provider = await world.provider()
    const user = await world.user()
    await world.grant(user, MANAGER, 'service_provider', provider)
    const answers = await times(CLIENTS, () => call(provider, user, 'delete_user'))
    expect(new Set(statuses(answers))).toEqual(new Set([200]))
    expect(await eventsOf(database, 'service_provider', provider)).toHaveLength(1)
  })

  test('leave the latest end that was asked for when all ask for another', async () => {
    for (let round = 0; round < 8; round++) {
      const provider = await world.provider()
      const user = await world.user()
      const answers = await times(8, (client) =>
        call(provider, user, 'add_user', `${String(2_900 + ((client + round) % 8))}-01-01T00:00:00Z`),
      )
      for (const { status } of answers) expect([201, 400]).toContain(status)
      const rows = await database.rows(sql`
        select expiration_time = '2907-01-01T00:00:00Z' as is_latest from user_role
        where content_type = 'service_provider' and object_id = ${provider.id}
      `)
      expect(rows).toEqual([{ is_latest: true }])
    }
  })

  test('add different users without getting into each other’s way', async () => {
    const provider = await world.provider()
    const users = await times(CLIENTS, () => world.user())
    const answers = await Promise.all(users.map((user) => call(provider, user, 'add_user')))
    expect(new Set(statuses(answers))).toEqual(new Set([201]))
    expect(await activeGrants(provider)).toBe(CLIENTS)
  })
})

describe('at the same time', () => {
  test('an update and a revocation are put in some order', async () => {
    for (let round = 0; round < 12; round++) {
      const provider = await world.provider()
      const user = await world.user()
      await world.grant(user, MANAGER, 'service_provider', provider)
      const [updated, revoked] = await Promise.all([
        call(provider, user, 'update_user', '2999-01-01T00:00:00Z'),
        call(provider, user, 'delete_user'),
      ])
      expect(revoked.status).toBe(200)
      expect([`200 {"expiration_time":"2999-01-01T00:00:00Z"}`, `400 ${NO_GRANT}`]).toContain(
        `${String(updated.status)} ${updated.text}`,
      )
      expect(await activeGrants(provider)).toBe(0)
    }
  })

  test('the removal of a provider and additions to its team leave no grant behind', async () => {
    for (let round = 0; round < 8; round++) {
      const provider = await world.provider()
      const users = await times(6, () => world.user())
      const added = users.slice(0, 3).map((user) => call(provider, user, 'add_user'))
      const removed = request('DELETE', `/api/marketplace-service-providers/${provider.hex}/`, { as: staff })
      const late = users.slice(3).map((user) => call(provider, user, 'add_user'))
      expect((await removed).status).toBe(204)
      for (const answer of await Promise.all([...added, ...late])) {
        expect([201, 404]).toContain(answer.status)
        if (answer.status === 404) {
          expect(answer.body).toEqual({ detail: 'No ServiceProvider matches the given query.' })
        }
      }
      expect(await activeGrants(provider)).toBe(0)
      const events = countBy((await eventsOf(database, 'service_provider', provider)).map((event) => event.event_type))
      expect(events.role_revoked).toBe(events.role_granted)
    }
  })

  test('the expiry job and a new grant close the old one once', async () => {
    for (let round = 0; round < 8; round++) {
      const provider = await world.provider()
      const user = await world.user()
      const expiration_time = new Date(Date.now() - 1_000).toISOString()
      await world.grant(user, MANAGER, 'service_provider', provider, { expiration_time })
      const [, added] = await Promise.all([
        expireGrants(database),
        call(provider, user, 'add_user'),
        expireGrants(database),
      ])
      expect(added.status).toBe(201)
      expect(await activeGrants(provider)).toBe(1)
      const events = countBy((await eventsOf(database, 'service_provider', provider)).map((event) => event.event_type))
      expect(events).toEqual({ role_revoked: 1, role_granted: 1 })
    }
  })
})
