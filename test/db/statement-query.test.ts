import { expect, test } from 'vitest'
import type { ArrivedRow } from '../../server/db/arrived-row.ts'
import { sql } from '../../server/db/sql.ts'
import { testDatabase } from '../harness/database.ts'

const database = await testDatabase()

/** All connections of the pool at once, so that each of them is asked for the first time and again. */
const manyTimes = <T>(ask: (time: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: 60 }, (_, time) => ask(time)))

test.each([true, 'walk'] as const)('the same rows come again and again, prepared as %s', async (prepare) => {
  const ask = (time: number) =>
    database.rows(
      sql`
        select ${time}::int as number, null as nothing, 'null'::jsonb as json_null, '{"a": [1, "é"]}'::jsonb as json,
          1234567890123456789::bigint as big, 0.10::numeric as decimal, true as flag, array[1, 2] as list,
          '' as empty, ${'naïve\n"text"'}::text as text, date '2024-02-29' as day, '\\x00ff'::bytea as bytes
        from generate_series(1, 2)
      `,
      { prepare },
    )
  const rows = await manyTimes(ask)
  for (const [time, answer] of rows.entries()) {
    const row = {
      ...{ number: time, nothing: null, json_null: null, json: { a: [1, 'é'] }, big: '1234567890123456789' },
      ...{ decimal: '0.10', flag: true, list: [1, 2], empty: '', text: 'naïve\n"text"', day: '2024-02-29' },
      bytes: Buffer.from([0, 255]),
    }
    expect(answer).toEqual([row, row])
  }
})

test('a statement that has found nothing yet finds what is there later', async () => {
  const ask = (rows: number) =>
    database.rows(sql`select number::int from generate_series(1, ${rows}::int) as number`, { prepare: true })
  expect(await manyTimes(() => ask(0))).toEqual(Array.from({ length: 60 }, () => []))
  expect(await ask(2)).toEqual([{ number: 1 }, { number: 2 }])
})

test('what fails, fails for itself', async () => {
  const ask = (divisor: unknown) => database.one(sql`select 6 / ${divisor}::int as quotient`, { prepare: true })
  const answers = await manyTimes((time) =>
    ask([3, 0, 'x', 2][time % 4]).catch((error: unknown) => (error as Error).message),
  )
  for (const [time, answer] of answers.entries()) {
    const expected = [
      { quotient: 2 },
      'division by zero',
      'invalid input syntax for type integer: "x"',
      { quotient: 3 },
    ]
    expect(answer).toEqual(expected[time % 4])
  }
})

test('columns that have changed are refused, not read as what they were', async () => {
  await database.run(sql`create table changing as select 1 as first, 'two' as second`)
  const ask = () => database.rows(sql`select * from changing`, { prepare: true })
  await manyTimes(ask)
  expect(await ask()).toEqual([{ first: 1, second: 'two' }])
  await database.run(sql`alter table changing rename column second to other`)
  await database.run(sql`alter table changing alter column first type text`)
  await expect(ask()).rejects.toThrow('cached plan must not change result type')
  await database.run(sql`drop table changing`)
})

/** Rows of all lengths, so that they arrive in pieces that end anywhere. */
const mixed = sql`
  select number::int as id, repeat('é', number * 37 % 5000) as text, null as nothing, number::int as last
  from generate_series(1, 3000) as number
`

test.each([true, 'walk', undefined] as const)('rows are taken as they arrive, prepared as %s', async (prepare) => {
  const whole = await database.rows<{ id: number; text: string }>(mixed, { prepare })
  for (let time = 0; time < 3; time++) {
    const taken = await database.rows<{ id: string; rest: Buffer }>(mixed, {
      prepare,
      take: (row) => {
        const { first, rest } = row.split(1)
        return { id: first[0], rest: Buffer.from(rest) }
      },
    })
    expect(taken.map(({ id }) => Number(id))).toEqual(whole.map(({ id }) => id))
    for (const [index, { rest }] of taken.entries()) {
      const { text, id } = whole[index] ?? { text: '', id: 0 }
      const bytes = Buffer.from(text)
      expect(rest.readInt32BE(0)).toBe(bytes.length)
      expect(rest.subarray(4, 4 + bytes.length).equals(bytes)).toBe(true)
      // Nothing, and the number after it.
      expect(rest.readInt32BE(4 + bytes.length)).toBe(-1)
      expect(rest.toString('utf8', 12 + bytes.length)).toBe(String(id))
    }
  }
})

test('the values of a row can be read when its first ones have been', async () => {
  const [row] = await database.rows(sql`select 7 as id, null as nothing, 'é' as text`, {
    take: (arrived, shape) => ({ ...arrived.split(2), read: shape.read(arrived) }),
  })
  expect(row).toMatchObject({ first: ['7', null], read: { id: 7, nothing: null, text: 'é' } })
})

test.each([true, 'walk', undefined] as const)('who cannot take a row fails alone, prepared as %s', async (prepare) => {
  const ask = (time: number) =>
    database.rows(sql`select ${time}::int as number from generate_series(1, 3)`, {
      prepare,
      take: (row, shape) => {
        if (time % 2 === 1) throw new Error('Not to be taken')
        return shape.read(row).number
      },
    })
  const answers = await manyTimes((time) => ask(time).catch((error: unknown) => (error as Error).message))
  for (const [time, answer] of answers.entries()) {
    expect(answer).toEqual(time % 2 === 1 ? 'Not to be taken' : [time, time, time])
  }
})

test('what comes after a row that cannot be taken is not asked for', async () => {
  let rows = 0
  const take = () => {
    throw new Error(`Row ${String(++rows)}`)
  }
  await expect(database.rows(sql`select generate_series(1, 1000)`, { take })).rejects.toThrow('Row 1')
  expect(rows).toBe(1)
})

test('in a transaction rows are taken, too', async () => {
  const take = (row: ArrivedRow) => row.split(1).first[0]
  const rows = await database.transaction((transaction) => transaction.rows(sql`select 1 union select 2`, { take }))
  expect(rows).toEqual(['1', '2'])
})

test.each([true, 'walk', 'longWalk', undefined] as const)(
  'who asked is told by the error, prepared as %s',
  async (prepare) => {
    const askInVain = async () => {
      await database.rows(sql`select 1 / ${0}::int`, { prepare })
    }
    const { stack } = (await askInVain().catch((error: unknown) => error)) as Error
    expect(stack).toMatch(/division by zero(?:.*\n)+.*askInVain/)
  },
)

test('in a transaction, too', async () => {
  const askInVain = (): Promise<number> =>
    database.transaction(async function writeInVain(transaction) {
      return await transaction.run(sql`select 1 / ${0}::int`)
    })
  const { stack } = (await askInVain().catch((error: unknown) => error)) as Error
  expect(stack).toMatch(/division by zero(?:.*\n)+.*writeInVain/)
})
