import { describe, expect, test } from 'vitest'
import { accountScene } from '../harness/account-scene.ts'
import { startTestApp, type Made } from '../harness/index.ts'
import { sql } from '../../server/db/sql.ts'

const app = await startTestApp()
const { database, get, post, world } = app

/** An account in an offering with a checklist of these questions, asked in this order. */
const scene = async (questions: Record<string, unknown>[]) => {
  const made = await accountScene(app)
  const checklist = await world.insert('checklist', {
    name: 'Sample rules',
    description: 'What we ask',
    checklist_type: 'offering_compliance',
  })
  await database.transaction((transaction) =>
    transaction.writeRolledUp(
      sql`update offering set compliance_checklist_id = ${checklist.id} where id = ${made.market.offering.id}`,
      () => undefined,
    ),
  )
  const asked: Made[] = []
  for (const [index, values] of questions.entries()) {
    const { id } = checklist
    asked.push(
      await world.insert('question', { checklist_id: id, sort_order: index, description: `Q${index}`, ...values }),
    )
  }
  const answer = (data: readonly (readonly [Made | undefined, unknown])[], as: { id: string } = made.user) =>
    post(`${made.path}submit_answers/`, {
      as,
      body: data.map(([question, answer_data]) => ({ question_uuid: question?.hex, answer_data })),
    })
  const shown = async (query: Record<string, string> = {}) =>
    (await get(`${made.path}checklist/`, { as: made.user, query })).body
  const compliance = async () => {
    const list = await get(`${made.market.base}compliance/offering_users/`, { as: made.market.owner })
    const overview = await get(`${made.market.base}compliance/compliance_overview/`, { as: made.market.owner })
    const { compliance_status, completion_percentage } = list.body[0]
    const { users_with_completions, completed_users, pending_users } = overview.body[0]
    return { compliance_status, completion_percentage, users_with_completions, completed_users, pending_users }
  }
  return { ...made, checklist, questions: asked, answer, shown, compliance }
}

const descriptions = (body: { questions: { description: string }[] }) =>
  body.questions.map(({ description }) => description)

const depend = (question: Made | undefined, on: Made | undefined, value: unknown, operator = 'equals') =>
  world.link('question_dependency', {
    question_id: question?.id,
    depends_on_question_id: on?.id,
    required_answer_value: sqlJson(value),
    operator,
  })

/** Plain values are no JSON for the world. */
const sqlJson = (value: unknown) => (typeof value === 'object' ? value : JSON.stringify(value))

test('before anything is answered (C-207)', async () => {
  const { account, shown, compliance, path, market } = await scene([{ required: true }, {}])
  const body = await shown()
  expect(body.checklist).toMatchObject({ name: 'Sample rules', description: 'What we ask' })
  expect(body.completion).toMatchObject({
    uuid: account.hex,
    is_completed: false,
    completion_percentage: 0,
    checklist_name: 'Sample rules',
    unanswered_required_questions: [{ description: 'Q0' }],
  })
  expect(body.questions).toMatchObject([
    { description: 'Q0', required: true, existing_answer: null, question_options: null, dependencies_info: null },
    { description: 'Q1', required: false },
  ])
  expect((await get(`${path}completion_status/`, { as: market.owner })).body).toEqual(body.completion)
  expect(await compliance()).toMatchObject({ compliance_status: 'pending', users_with_completions: 0 })
})

test('answers complete the checklist, and both sides see it', async () => {
  const { answer, compliance, questions, shown, path, user } = await scene([{ required: true }, {}, {}])
  const [required, optional] = questions
  const begun = await answer([[optional, true]])
  expect({ status: begun.status, done: begun.body.completion.is_completed }).toEqual({ status: 200, done: false })
  expect(begun.body.completion).toMatchObject({
    completion_percentage: 33,
    unanswered_required_questions: [{ uuid: required?.hex, description: 'Q0', question_type: 'boolean' }],
  })
  expect(await compliance()).toEqual({
    compliance_status: 'pending',
    completion_percentage: 33,
    users_with_completions: 1,
    completed_users: 0,
    pending_users: 1,
  })
  const done = await answer([[required, false]])
  expect(done.body.completion).toMatchObject({
    is_completed: true,
    completion_percentage: 67,
    unanswered_required_questions: [],
  })
  expect(await compliance()).toMatchObject({
    compliance_status: 'completed',
    completion_percentage: 67,
    completed_users: 1,
    pending_users: 0,
  })
  expect((await shown()).questions[0].existing_answer.answer_data).toBe(false)
  // Null takes an answer back.
  expect((await answer([[required, null]])).body.completion.is_completed).toBe(false)
  expect(await compliance()).toMatchObject({ compliance_status: 'pending', completion_percentage: 33 })
  expect((await get(`${path}completion_status/`, { as: user })).body.completion_percentage).toBe(33)
})

test('without required questions the first answer completes, and the last taken back undoes it', async () => {
  const { answer, questions } = await scene([{}, {}])
  expect((await answer([])).body.completion.is_completed).toBe(false)
  expect((await answer([[questions[0], true]])).body.completion.is_completed).toBe(true)
  expect((await answer([[questions[0], null]])).body.completion.is_completed).toBe(false)
})

describe('dependencies (C-204)', () => {
  test('a question shows when its answers match, and only shown ones are required', async () => {
    const { answer, questions, shown } = await scene([{ required: true }, { required: true }, { required: true }])
    await depend(questions[1], questions[0], true)
    await depend(questions[2], questions[1], true)
    expect(descriptions(await shown())).toEqual(['Q0'])
    expect(descriptions(await shown({ include_all: 'true' }))).toEqual(['Q0', 'Q1', 'Q2'])
    expect((await answer([[questions[0], false]])).body.completion.is_completed).toBe(true)
    expect((await answer([[questions[0], true]])).body.completion.is_completed).toBe(false)
    expect(descriptions(await shown())).toEqual(['Q0', 'Q1'])
    await answer([[questions[1], true]])
    expect(descriptions(await shown())).toEqual(['Q0', 'Q1', 'Q2'])
    // The answer of a question that is no longer shown does not count.
    await answer([[questions[0], false]])
    expect(descriptions(await shown())).toEqual(['Q0'])
  })

  test.each([
    ['and', ['Q0', 'Q1']],
    ['or', ['Q0', 'Q1', 'Q2']],
  ])('two of them joined by %s', async (logic, expected) => {
    const { answer, questions, shown } = await scene([{}, {}, { dependency_logic_operator: logic }])
    await depend(questions[2], questions[0], true)
    await depend(questions[2], questions[1], true)
    await answer([
      [questions[0], true],
      [questions[1], false],
    ])
    expect(descriptions(await shown())).toEqual(expected)
    const body = await shown({ include_all: 'true' })
    expect(body.questions[2].dependencies_info).toMatchObject({
      operator: logic,
      dependencies: [{ question_uuid: questions[0]?.hex, operator: 'equals', required_answer_value: true }, {}],
    })
  })

  test.each<[operator: string, wanted: unknown, answer: unknown, matches: boolean]>([
    ['equals', 'sample', 'sample', true],
    ['equals', 'sample', 'samples', false],
    ['not_equals', 'sample', 'samples', true],
    ['not_equals', 'sample', 'sample', false],
    ['contains', 'AMP', 'sample', true],
    ['contains', 'x', 'sample', false],
    ['in', ['a', 'b'], 'b', true],
    ['in', ['a', 'b'], 'c', false],
    ['not_in', ['a', 'b'], 'c', true],
    ['not_in', ['a', 'b'], 'a', false],
  ])('%s %j of the answer %j: %s', async (operator, wanted, data, matches) => {
    const { answer, questions, shown } = await scene([{ question_type: 'text_input' }, {}])
    await depend(questions[1], questions[0], wanted, operator)
    expect(descriptions(await shown())).toEqual(['Q0'])
    await answer([[questions[0], data]])
    expect(descriptions(await shown())).toEqual(matches ? ['Q0', 'Q1'] : ['Q0'])
  })
})

describe('review', () => {
  test('answers that call for one are named to reviewers only', async () => {
    const { answer, questions, path, market } = await scene([
      { operator: 'equals', review_answer_value: 'true' },
      { always_requires_review: true, question_type: 'text_input' },
    ])
    const review = async () => (await get(`${path}completion_review_status/`, { as: market.owner })).body
    await answer([[questions[0], false]])
    expect(await review()).toMatchObject({ requires_review: false, review_trigger_summary: [] })
    await answer([
      [questions[0], true],
      [questions[1], 'words'],
    ])
    const body = await review()
    expect(body).toMatchObject({
      requires_review: true,
      reviewed_by_name: '',
      reviewed_at: null,
      review_notes: '',
      review_trigger_summary: [
        { question: 'Q0', answer: true, operator: 'equals', review_answer_value: true },
        { question: 'Q1', answer: 'words', always_requires_review: true },
      ],
    })
    // C-206
    expect(body).not.toHaveProperty('reviewed_by')
    const { questions: reviewed, completion } = (await get(`${path}checklist_review/`, { as: market.owner })).body
    expect(completion).toEqual(body)
    expect(reviewed[0]).toMatchObject({ existing_answer: { answer_data: true, requires_review: true }, operator: 'equals' })
    await answer([
      [questions[0], false],
      [questions[1], null],
    ])
    expect(await review()).toMatchObject({ requires_review: false })
  })

  test('C-208: answers are read by the user and by reviewers, and given by the user and by staff', async () => {
    const { answer, questions, path, market, user } = await scene([{}])
    const colleague = await world.member(market.project)
    const support = await world.user({ is_support: true })
    const staff = await world.staff()
    const statuses = async (suffix: string) => {
      const callers = [user, market.owner, colleague, support, staff]
      const answers = await Promise.all(callers.map((as) => get(`${path}${suffix}/`, { as })))
      return answers.map(({ status }) => status)
    }
    expect(await statuses('checklist')).toEqual([200, 200, 403, 200, 200])
    expect(await statuses('completion_status')).toEqual([200, 200, 403, 200, 200])
    expect(await statuses('checklist_review')).toEqual([403, 200, 403, 403, 200])
    expect(await statuses('completion_review_status')).toEqual([403, 200, 403, 403, 200])
    for (const as of [market.owner, colleague, support]) {
      expect((await answer([[questions[0], true]], as)).status).toBe(403)
    }
    expect((await answer([[questions[0], true]], user)).status).toBe(200)
    expect((await answer([[questions[0], false]], staff)).status).toBe(200)
    const stored = await database.rows(sql`
      select answer.answer_data, answer.user_id from answer where answer.question_id = ${questions[0]?.id}
    `)
    expect(stored).toEqual([{ answer_data: false, user_id: staff.id }])
  })
})

test.each([true, false])('guidance shown always: %s', async (always) => {
  const { answer, questions, shown } = await scene([
    {
      user_guidance: 'Ask us.',
      always_show_guidance: always,
      guidance_operator: 'equals',
      guidance_answer_value: 'true',
    },
  ])
  expect((await shown()).questions[0].user_guidance).toBe(always ? 'Ask us.' : null)
  await answer([[questions[0], false]])
  expect((await shown()).questions[0].user_guidance).toBe(always ? 'Ask us.' : null)
  await answer([[questions[0], true]])
  expect((await shown()).questions[0].user_guidance).toBe('Ask us.')
})

const FILE = { name: 'a.PDF', content: Buffer.from('sample').toString('base64'), mime_type: 'application/pdf' }
const RULED = { min_value: '1.5', max_value: '10' }

describe('answers by type', () => {
  test.each<[type: string, value: unknown, problem: string | undefined, rules?: Record<string, unknown>]>([
    ['boolean', true, undefined],
    ['boolean', 'true', 'Must be a valid boolean.'],
    ['text_input', 'words', undefined],
    ['text_input', '', 'This field may not be blank.'],
    ['text_area', 5, 'Not a valid string.'],
    ['number', 1.5, undefined, RULED],
    ['number', 1.4, 'Ensure this value is greater than or equal to 1.5.', RULED],
    ['number', 10.01, 'Ensure this value is less than or equal to 10.', RULED],
    ['number', '5', 'A valid number is required.'],
    ['year', 2024, undefined],
    ['year', 2024.5, 'A valid integer is required.'],
    ['rating', 11, 'Ensure this value is less than or equal to 10.', RULED],
    ['date', '2024-02-29', undefined],
    ['date', '2024-02-30', 'Date has wrong format. Use one of these formats instead: YYYY-MM-DD.'],
    ['datetime', '2024-02-29T10:00:00Z', undefined],
    ['datetime', 'now', 'Enter a valid date/time.'],
    ['email', 'person@example.org', undefined],
    ['email', 'person', 'Enter a valid email address.'],
    ['url', 'https://example.org/', undefined],
    ['url', 'example', 'Enter a valid URL.'],
    ['phone_number', '+1 (555) 0100', undefined],
    ['phone_number', 'call me', 'Enter a valid phone number.'],
    ['country', 'EE', undefined],
    ['country', 'Atlantis', '"Atlantis" is not a valid choice.'],
    ['file', FILE, undefined, { allowed_file_types: ['.pdf'], allowed_mime_types: ['application/pdf'] }],
    ['file', FILE, 'Allowed file types: .doc.', { allowed_file_types: ['.doc'] }],
    ['file', FILE, 'Allowed MIME types: text/plain.', { allowed_mime_types: ['text/plain'] }],
    ['file', FILE, 'Ensure this file has no more than 0 MB.', { max_file_size_mb: 0 }],
    ['file', { ...FILE, content: '%' }, 'The content of a file is expected in base64.'],
    ['file', 'a.pdf', 'A file with name and content is expected.'],
    ['multiple_files', [FILE, FILE], undefined],
    ['multiple_files', [FILE, FILE], 'Ensure there are no more than 1 files.', { max_files_count: 1 }],
    ['multiple_files', FILE, 'Expected a list of items.'],
    ['multiple_files', [FILE, 'x'], 'A file with name and content is expected.'],
  ])('%s: %j (C-205)', async (question_type, value, problem, rules = {}) => {
    const { answer, questions, shown } = await scene([{ question_type, ...rules }])
    const { status, body } = await answer([[questions[0], value]])
    if (problem === undefined) {
      expect(status).toBe(200)
      expect((await shown()).questions[0].existing_answer).not.toBeNull()
      return
    }
    expect({ status, body }).toEqual({ status: 400, body: [{ answer_data: [problem] }] })
    expect((await shown()).questions[0].existing_answer).toBeNull()
  })

  test('options by uuid', async () => {
    const { answer, questions, shown } = await scene([
      { question_type: 'single_select' },
      { question_type: 'multi_select' },
      {},
    ])
    const option = (index: number, label: string, sort_order: number) =>
      world.insert('question_option', { question_id: questions[index]?.id, label, sort_order })
    const [b, a] = [await option(0, 'b', 2), await option(0, 'a', 1)]
    const [x, y] = [await option(1, 'x', 1), await option(1, 'y', 2)]
    await depend(questions[2], questions[1], [y.uuid], 'contains')
    const given = await answer([
      [questions[0], [a.uuid]],
      [questions[1], [x.hex, y.hex, x.uuid]],
    ])
    expect(given.status).toBe(200)
    const body = await shown()
    expect(body.questions).toHaveLength(3)
    expect(body.questions[0].question_options).toEqual([
      { uuid: a.hex, label: 'a', order: 1 },
      { uuid: b.hex, label: 'b', order: 2 },
    ])
    expect(body.questions[1].existing_answer.answer_data).toEqual([x.hex, y.hex])
    const bad = await answer([
      [questions[0], [a.hex, b.hex]],
      [questions[0], [x.hex]],
      [questions[0], a.hex],
      [questions[1], []],
    ])
    expect(bad.body).toEqual([
      { answer_data: ['Exactly one option is expected.'] },
      { answer_data: [`"${x.hex}" is not a valid choice.`] },
      { answer_data: ['Expected a list of items.'] },
      { answer_data: ['This list may not be empty.'] },
    ])
  })
})

test('a wrong answer keeps the others from being stored', async () => {
  const { answer, questions, shown, path, user } = await scene([{}, {}])
  const stranger = await world.insert('question', {
    checklist_id: (await world.insert('checklist', { name: 'Other' })).id,
  })
  const { status, body } = await answer([
    [questions[0], true],
    [stranger, true],
    [questions[1], 5],
  ])
  expect({ status, body }).toEqual({
    status: 400,
    body: [
      {},
      { question_uuid: [`Question ${stranger.hex} is not part of this checklist.`] },
      { answer_data: ['Must be a valid boolean.'] },
    ],
  })
  expect((await shown()).questions[0].existing_answer).toBeNull()
  const submit = (given: unknown) => post(`${path}submit_answers/`, { as: user, body: given })
  expect((await submit([{ question_uuid: questions[0]?.hex }])).body).toEqual([
    { answer_data: ['This field is required.'] },
  ])
  expect((await submit([{ answer_data: true }])).body).toEqual([{ question_uuid: ['This field is required.'] }])
  expect((await submit({})).body).toEqual({ non_field_errors: ['Expected a list of items but got type "dict".'] })
})

test('an offering without a checklist', async () => {
  const { path, user, market } = await accountScene(app)
  const expected = { status: 400, body: { detail: 'The offering does not have a compliance checklist.' } }
  for (const suffix of ['checklist', 'completion_status']) {
    const { status, body } = await get(`${path}${suffix}/`, { as: user })
    expect({ status, body }).toEqual(expected)
  }
  for (const suffix of ['checklist_review', 'completion_review_status']) {
    const { status, body } = await get(`${path}${suffix}/`, { as: market.owner })
    expect({ status, body }).toEqual(expected)
  }
  const { status, body } = await post(`${path}submit_answers/`, { as: user, body: [] })
  expect({ status, body }).toEqual(expected)
})

test('the template of an offering, before there is an account', async () => {
  const { market, questions } = await scene([{ required: true }, { question_type: 'number', min_value: '1' }])
  await depend(questions[1], questions[0], true)
  const template = (query: Record<string, string>, as: { id: string }) =>
    get('/api/marketplace-offering-users/checklist-template/', { as, query })
  const anybody = await world.user()
  const { status, body } = await template({ parent_uuid: market.offering.hex }, anybody)
  expect(status).toBe(200)
  expect(descriptions(body)).toEqual(['Q0', 'Q1'])
  expect(body.questions[1]).toMatchObject({ question_type: 'number', min_value: '1.0000', max_value: null })
  expect(body.initial_visible_questions).toMatchObject([{ description: 'Q0', required: true }])
  expect((await template({}, anybody)).body).toEqual({ parent_uuid: ['This field is required.'] })
  expect((await template({ parent_uuid: questions[0]?.hex ?? '' }, anybody)).status).toBe(404)
  const plain = await world.marketplace()
  expect((await template({ parent_uuid: plain.offering.hex }, anybody)).status).toBe(400)
  const draft = await world.offering(plain.provider.customer, { state: 1 })
  expect((await template({ parent_uuid: draft.hex }, anybody)).status).toBe(404)
})

test('a new account begins with the checklist of its offering', async () => {
  const { market, compliance } = await scene([{}])
  const body = { user_uuid: (await world.user()).hex, offering_uuid: market.offering.hex }
  const created = await post('/api/marketplace-offering-users/', { as: market.owner, body })
  expect(created.body.has_compliance_checklist).toBe(true)
  expect(await compliance()).toMatchObject({ users_with_completions: 1, pending_users: 1 })
})

test('answers of one account given at once are all kept', async () => {
  const { answer, questions, shown } = await scene([{}, {}, {}])
  const answers = await Promise.all(questions.map((question) => answer([[question, true]])))
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
  const body = await shown()
  expect(body.completion).toMatchObject({ is_completed: true, completion_percentage: 100 })
})
