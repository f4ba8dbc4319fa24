import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { sql } from '../../server/db/sql.ts'
import { startTestApp } from '../harness/index.ts'

const { world, get, database } = await startTestApp({}, { poolSize: 6 })

const STABLE_ROWS = 400
const WALKS = 100
const WRITERS = 4
const NAMES = ['alpha', 'beta', 'gamma', 'delta']

/** Inserts keys with few names, so that order depends on the tie-break; returns their uuids. */
const insertKeys = async (userIds: readonly string[], count: number): Promise<string[]> => {
  const rows = await database.rows<{ uuid: string }>(sql`
    insert into ssh_key (user_id, name, public_key)
    select (${userIds}::bigint[])[1 + number % ${userIds.length}],
      (${NAMES}::text[])[1 + (number / ${userIds.length}) % ${NAMES.length}], 'ssh-ed25519 AAAA'
    from generate_series(0, ${count - 1}) as number
    on conflict do nothing returning uuid
  `)
  return rows.map(({ uuid }) => uuid.replaceAll('-', ''))
}

test('while four writers insert and delete, a walk repeats and misses no more rows than they moved', async () => {
  const { owner, project, base } = await world.marketplace()
  const users = await Promise.all(Array.from({ length: STABLE_ROWS / NAMES.length }, () => world.user()))
  for (const user of users) await world.grant(user, 'PROJECT.MEMBER', 'project', project)
  const stable = new Set(
    await insertKeys(
      users.map(({ id }) => id),
      STABLE_ROWS,
    ),
  )
  expect(stable.size).toBe(STABLE_ROWS)

  const changes = { inserted: 0, deleted: 0 }
  let writing = true
  const writer = async (): Promise<void> => {
    const user = await world.user()
    await world.grant(user, 'PROJECT.MEMBER', 'project', project)
    while (writing) {
      // Counted before the insert and after the delete, so that no change in between goes uncounted.
      changes.inserted += NAMES.length
      await insertKeys([user.id], NAMES.length)
      await sleep(Math.random() * 10)
      await database.run(sql`delete from ssh_key where user_id = ${user.id}`)
      changes.deleted += NAMES.length
    }
  }
  const writers = Array.from({ length: WRITERS }, writer)

  let walked = 0
  for (let walk = 0; walk < WALKS; walk++) {
    const before = { ...changes }
    const seen = new Map<string, number>()
    for (let page = 1; ; page++) {
      const answer = await get(`${base}keys/`, { as: owner, query: { page, page_size: 100, field: 'uuid' } })
      // The last page may have gone since the one before named it.
      if (answer.status === 404) break
      for (const { uuid } of answer.body as { uuid: string }[]) seen.set(uuid, (seen.get(uuid) ?? 0) + 1)
      if (!answer.headers.link?.includes('rel="next"')) break
    }
    const missing = [...stable].filter((uuid) => !seen.has(uuid)).length
    const repeated = [...stable].filter((uuid) => (seen.get(uuid) ?? 0) > 1).length
    // A write in flight at either end of the walk counts for every writer.
    const inFlight = WRITERS * NAMES.length
    expect(missing).toBeLessThanOrEqual(changes.deleted - before.deleted + inFlight)
    expect(repeated).toBeLessThanOrEqual(changes.inserted - before.inserted + inFlight)
    walked++
  }
  writing = false
  await Promise.all(writers)
  expect(walked).toBe(WALKS)
  expect(changes.deleted).toBeGreaterThan(WALKS)
}, 120_000)

test('while four writers change rows without moving them, every row appears exactly once', async () => {
  const { owner, project, base } = await world.marketplace()
  const users = await Promise.all(Array.from({ length: 50 }, () => world.user()))
  for (const user of users) await world.grant(user, 'PROJECT.MEMBER', 'project', project)
  const stable = await insertKeys(
    users.map(({ id }) => id),
    200,
  )
  let writing = true
  const writer = async (): Promise<void> => {
    while (writing) {
      const user = users[Math.floor(Math.random() * users.length)]
      await database.run(
        sql`update ssh_key set is_shared = not is_shared, modified = now() where user_id = ${user?.id}`,
      )
    }
  }
  const writers = Array.from({ length: WRITERS }, writer)
  for (let walk = 0; walk < 20; walk++) {
    const seen: string[] = []
    for (let page = 1; page <= 5; page++) {
      const answer = await get(`${base}keys/`, { as: owner, query: { page, page_size: 40, o: '-name', field: 'uuid' } })
      seen.push(...(answer.body as { uuid: string }[]).map(({ uuid }) => uuid))
    }
    expect(seen.toSorted()).toEqual(stable.toSorted())
  }
  writing = false
  await Promise.all(writers)
}, 120_000)
