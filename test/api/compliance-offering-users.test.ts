import { expect, test } from 'vitest'
import { startTestApp, type Made, type Marketplace } from '../harness/index.ts'

const { world, get } = await startTestApp()

const makeChecklist = async (name: string, questionCount = 0) => {
  const made = await world.insert('checklist', { name, checklist_type: 'offering_compliance' })
  const questions: Made[] = []
  for (let index = 0; index < questionCount; index++) {
    questions.push(await world.insert('question', { checklist_id: made.id, sort_order: index }))
  }
  return { ...made, questions }
}

type Checklist = Awaited<ReturnType<typeof makeChecklist>>

const makeAccount = async (offering: Made, values: Record<string, unknown> = {}): Promise<Made> =>
  world.insert('offering_user', { offering_id: offering.id, user_id: (await world.user()).id, ...values })

const complete = (scope: Made, checklist: Made, values = {}) =>
  world.insert('checklist_completion', {
    checklist_id: checklist.id,
    object_id: scope.id,
    content_type: 'offering_user',
    ...values,
  })

const answer = async (completion: Made, question: Made, answer_data: unknown = [true]) =>
  world.insert('answer', {
    completion_id: completion.id,
    question_id: question.id,
    user_id: (await world.user()).id,
    answer_data,
  })

const rowsOf = async ({ base, owner }: Pick<Marketplace, 'base' | 'owner'>) => {
  const { status, headers, body } = await get(`${base}compliance/offering_users/`, { as: owner })
  expect(status).toBe(200)
  expect(headers['x-result-count']).toBe(String(body.length))
  return body as Record<string, unknown>[]
}

/** A provider whose only offering has this checklist. */
const withChecklist = async (checklist: Checklist | undefined, name = 'Sample cluster') => {
  const provider = await world.provider()
  const owner = await world.owner(provider.customer)
  const offering = await world.offering(provider.customer, { name, compliance_checklist_id: checklist?.id })
  return { base: `/api/marketplace-service-providers/${provider.hex}/`, owner, provider, offering }
}

test('every field of an account', async () => {
  const checklist = await makeChecklist('Sample rules', 2)
  const market = await withChecklist(checklist)
  const user = await world.user({ first_name: 'Sample', last_name: 'Person', email: 'person@example.org' })
  const account = await world.insert('offering_user', {
    offering_id: market.offering.id,
    user_id: user.id,
    username: 'sample-login',
    state: 4,
    created: '2024-01-02T03:04:05Z',
    modified: '2024-01-09T00:00:00Z',
  })
  const completion = await complete(account, checklist, {
    is_completed: true,
    created: '2024-02-01T00:00:00Z',
    modified: '2024-02-29T12:00:00.5Z',
  })
  await answer(completion, checklist.questions[0]!)
  const { text } = await get(`${market.base}compliance/offering_users/`, { as: market.owner })
  const expected = {
    uuid: account.hex,
    user_full_name: 'Sample Person',
    user_email: 'person@example.org',
    offering_name: 'Sample cluster',
    checklist_name: 'Sample rules',
    username: 'sample-login',
    state: 4,
    completion_percentage: 50,
    compliance_status: 'completed',
    last_updated: '2024-02-29T12:00:00.500000Z',
    created: '2024-01-02T03:04:05Z',
  }
  expect(text).toBe(JSON.stringify([expected]))
})

test('without a checklist nothing is known of compliance', async () => {
  const market = await withChecklist(undefined)
  const account = await makeAccount(market.offering)
  await complete(account, await makeChecklist('Of nobody'), { is_completed: true })
  expect(await rowsOf(market)).toMatchObject([
    {
      checklist_name: null,
      username: null,
      completion_percentage: null,
      compliance_status: 'no_checklist',
      last_updated: null,
    },
  ])
})

test('without a completion the checklist is pending', async () => {
  const market = await withChecklist(await makeChecklist('Sample rules', 1))
  await makeAccount(market.offering)
  expect(await rowsOf(market)).toMatchObject([
    { checklist_name: 'Sample rules', completion_percentage: 0, compliance_status: 'pending', last_updated: null },
  ])
})

test('a completion counts for the current checklist, for accounts and for the own account only', async () => {
  const checklist = await makeChecklist('Current', 1)
  const former = await makeChecklist('Former', 1)
  const market = await withChecklist(checklist)
  const account = await makeAccount(market.offering)
  const other = await makeAccount(market.offering)
  await answer(await complete(account, former, { is_completed: true }), former.questions[0]!)
  await answer(
    await complete(account, checklist, { content_type: 'project', is_completed: true }),
    checklist.questions[0]!,
  )
  await answer(await complete(other, checklist, { is_completed: true }), checklist.questions[0]!)
  const rows = await rowsOf(market)
  const untouched = { completion_percentage: 0, compliance_status: 'pending', last_updated: null }
  expect(rows.find(({ uuid }) => uuid === account.hex)).toMatchObject(untouched)
  const done = { completion_percentage: 100, compliance_status: 'completed' }
  expect(rows.find(({ uuid }) => uuid === other.hex)).toMatchObject(done)
})

test.each([
  [0, 3, 0],
  [1, 3, 33],
  [2, 3, 67],
  [3, 3, 100],
  [1, 8, 13],
  [3, 8, 38],
  [5, 8, 63],
  [1, 7, 14],
  [6, 7, 86],
  [1, 40, 3],
  [0, 0, 100],
])('%i answers to %i questions are %i per cent', async (answered, asked, percentage) => {
  const checklist = await makeChecklist('Sample rules', asked)
  const market = await withChecklist(checklist)
  const completion = await complete(await makeAccount(market.offering), checklist)
  for (const question of checklist.questions.slice(0, answered)) await answer(completion, question)
  expect(await rowsOf(market)).toMatchObject([{ completion_percentage: percentage, compliance_status: 'pending' }])
})

test('a question that several users answered counts once (C-062), whatever the answer', async () => {
  const checklist = await makeChecklist('Sample rules', 3)
  const market = await withChecklist(checklist)
  const completion = await complete(await makeAccount(market.offering), checklist)
  for (let index = 0; index < 5; index++) await answer(completion, checklist.questions[0]!, [])
  await answer(completion, checklist.questions[1]!, [false])
  expect(await rowsOf(market)).toMatchObject([{ completion_percentage: 67 }])
})

test('optional and hidden questions count', async () => {
  const checklist = await makeChecklist('Sample rules', 2)
  const [shown, hidden] = checklist.questions
  await world.insert('question', { checklist_id: checklist.id, required: true })
  await world.insert('question_dependency', {
    question_id: hidden!.id,
    depends_on_question_id: shown!.id,
    required_answer_value: [true],
  })
  const market = await withChecklist(checklist)
  const completion = await complete(await makeAccount(market.offering), checklist)
  await answer(completion, hidden!)
  expect(await rowsOf(market)).toMatchObject([{ completion_percentage: 33 }])
})

test('the flag of the completion decides, not the number of answers', async () => {
  const checklist = await makeChecklist('Sample rules', 1)
  const market = await withChecklist(checklist)
  const completion = await complete(await makeAccount(market.offering), checklist, { is_completed: false })
  await answer(completion, checklist.questions[0]!)
  expect(await rowsOf(market)).toMatchObject([{ completion_percentage: 100, compliance_status: 'pending' }])
})

test('accounts of every state are listed, their state as a number (C-067)', async () => {
  const market = await withChecklist(undefined)
  for (let state = 1; state <= 10; state++) await makeAccount(market.offering, { state })
  const rows = await rowsOf(market)
  expect(rows.map(({ state }) => state).sort((a, b) => Number(a) - Number(b))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
})

test('accounts of all own offerings, none of another provider, of inactive users, too', async () => {
  const market = await withChecklist(undefined)
  const other = await withChecklist(undefined)
  const hidden = await world.offering(market.provider.customer, { shared: false, billable: false, state: 4 })
  const user = await world.user({ is_active: false })
  for (const offering of [market.offering, hidden, other.offering]) {
    await world.insert('offering_user', { offering_id: offering.id, user_id: user.id })
  }
  expect(await rowsOf(market)).toHaveLength(2)
  expect(await rowsOf(other)).toHaveLength(1)
})

test('in the order of offering, last name, first name, and creation', async () => {
  const market = await withChecklist(undefined, 'beta')
  const alpha = await world.offering(market.provider.customer, { name: 'Alpha' })
  const people = [
    ['Zoe', 'Sample'],
    ['Ann', 'Sample'],
    ['Bob', 'Example'],
    ['Ann', 'Sample'],
  ] as const
  const made = new Map<string, string>()
  for (const [index, [first_name, last_name]] of people.entries()) {
    const user = await world.user({ first_name, last_name })
    for (const offering of [market.offering, alpha]) {
      const { hex } = await world.insert('offering_user', { offering_id: offering.id, user_id: user.id })
      made.set(hex, `${offering === alpha ? 'alpha' : 'beta'} ${index}`)
    }
  }
  const order = (await rowsOf(market)).map(({ uuid }) => made.get(String(uuid)))
  expect(order).toEqual(['alpha 2', 'alpha 1', 'alpha 3', 'alpha 0', 'beta 2', 'beta 1', 'beta 3', 'beta 0'])
})
