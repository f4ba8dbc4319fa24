import { describe, expect, test } from 'vitest'
import { accountScene } from '../harness/account-scene.ts'
import { sql } from '../../server/db/sql.ts'
import { startTestApp } from '../harness/index.ts'

const app = await startTestApp()
const { database, get, post, request, world } = app
const staff = await world.staff()
const as = staff

const CHECKLISTS = '/api/checklists-admin/'
const QUESTIONS = '/api/checklists-admin-questions/'
const OPTIONS = '/api/checklists-admin-question-options/'
const DEPENDENCIES = '/api/checklists-admin-question-dependencies/'

interface Created {
  url: string
  uuid: string
}

const create = async (path: string, body: unknown): Promise<Created> => {
  const answer = await post(path, { as, body })
  expect({ status: answer.status, location: answer.headers.location }).toEqual({
    status: 201,
    location: answer.body.url,
  })
  return answer.body as Created
}

const checklist = (values: Record<string, unknown> = {}) =>
  create(CHECKLISTS, { name: 'Sample rules', checklist_type: 'offering_compliance', ...values })
const question = (of: Created, values: Record<string, unknown> = {}) =>
  create(QUESTIONS, { checklist: of.url, ...values })

describe('checklists', () => {
  test('made, read, changed, deleted', async () => {
    const { uuid, url } = await create(CHECKLISTS, { name: ' Rules ' })
    const path = `${CHECKLISTS}${uuid}/`
    expect((await get(path, { as })).body).toEqual({
      uuid,
      url,
      name: 'Rules',
      description: '',
      checklist_type: 'project_compliance',
      questions_count: 0,
    })
    await question({ uuid, url })
    const changed = await request('PATCH', path, {
      as,
      body: { description: 'x', checklist_type: 'onboarding_intent' },
    })
    expect(changed.body).toMatchObject({
      name: 'Rules',
      description: 'x',
      checklist_type: 'onboarding_intent',
      questions_count: 1,
    })
    expect((await request('PUT', path, { as, body: { name: 'New' } })).body).toMatchObject({
      name: 'New',
      description: 'x',
    })
    expect((await request('PUT', path, { as, body: {} })).body).toEqual({ name: ['This field is required.'] })
    const bad = await post(CHECKLISTS, { as, body: { name: 'x'.repeat(151), checklist_type: 'other' } })
    expect({ status: bad.status, body: bad.body }).toEqual({
      status: 400,
      body: {
        name: ['Ensure this field has no more than 150 characters.'],
        checklist_type: ['"other" is not a valid choice.'],
      },
    })
    expect((await request('DELETE', path, { as })).status).toBe(204)
    expect((await request('DELETE', path, { as })).status).toBe(404)
    expect(
      await database.rows(sql`select 1 from question join checklist on true where checklist.uuid = ${uuid}`),
    ).toEqual([])
  })

  test('the list, by type', async () => {
    const [a, b] = [
      await checklist({ name: 'B', checklist_type: 'onboarding_customer' }),
      await checklist({ name: 'A', checklist_type: 'proposal_compliance' }),
    ]
    const list = async (query: Record<string, string | readonly string[]>) =>
      ((await get(CHECKLISTS, { as, query })).body as Created[]).map(({ uuid }) => uuid)
    expect(await list({ checklist_type: 'proposal_compliance' })).toEqual([b.uuid])
    const both = ['proposal_compliance', 'onboarding_customer']
    expect(await list({ checklist_type__in: both })).toEqual([a.uuid, b.uuid])
    expect(await list({ checklist_type__in: both, page: '2', page_size: '1' })).toEqual([b.uuid])
    const head = await request('HEAD', CHECKLISTS, { as, query: { checklist_type: 'onboarding_customer' } })
    expect(head.headers['x-result-count']).toBe('1')
    expect((await get(CHECKLISTS, { as, query: { checklist_type: 'x' } })).body).toEqual({
      checklist_type: ['Select a valid choice. x is not one of the available choices.'],
    })
  })

  test('C-217, C-234: what an offering uses keeps its type and is not deleted', async () => {
    const { uuid } = await checklist()
    const market = await world.marketplace()
    await database.transaction((transaction) =>
      transaction.writeRolledUp(
        sql`
          update offering set compliance_checklist_id = (select id from checklist where uuid = ${uuid})
          where id = ${market.offering.id}
        `,
        () => undefined,
      ),
    )
    const summary = async () => (await get(`${market.base}compliance/checklists_summary/`, { as: market.owner })).body
    expect(await summary()).toMatchObject([{ checklist_uuid: uuid, offerings_count: 1 }])
    const path = `${CHECKLISTS}${uuid}/`
    const refused = await request('PATCH', path, { as, body: { checklist_type: 'project_metadata' } })
    expect({ status: refused.status, body: refused.body }).toEqual({
      status: 400,
      body: { checklist_type: ['Offerings use this checklist.'] },
    })
    const same = await request('PATCH', path, { as, body: { checklist_type: 'offering_compliance' } })
    expect(same.status).toBe(200)
    const kept = await request('DELETE', path, { as })
    expect([kept.status, kept.body]).toEqual([409, { detail: 'Offerings use this checklist.' }])
    expect(await summary()).toHaveLength(1)
    await post(`/api/marketplace-provider-offerings/${market.offering.hex}/update_compliance_checklist/`, {
      as: market.owner,
      body: { compliance_checklist: null },
    })
    expect((await request('DELETE', path, { as })).status).toBe(204)
    expect(await summary()).toEqual([])
  })
})

describe('questions', () => {
  const FIELDS = {
    description: 'How many?',
    question_type: 'number',
    required: true,
    order: 3,
    user_guidance: 'Count.',
    min_value: '1.5000',
    max_value: '1234567890123456.0000',
    allowed_file_types: ['.pdf'],
    allowed_mime_types: ['application/pdf'],
    max_file_size_mb: 5,
    max_files_count: 2,
    operator: 'in',
    review_answer_value: [1, 2],
    always_requires_review: true,
    guidance_answer_value: { a: null },
    guidance_operator: 'equals',
    always_show_guidance: false,
    dependency_logic_operator: 'or',
  }

  test('every field, defaults, and changes one at a time', async () => {
    const list = await checklist()
    const { uuid, url } = await question(list, FIELDS)
    const path = `${QUESTIONS}${uuid}/`
    const expected = {
      ...FIELDS,
      uuid,
      url,
      question_options: [],
      checklist: list.url,
      checklist_uuid: list.uuid,
      checklist_name: 'Sample rules',
      checklist_type: 'offering_compliance',
    }
    expect((await get(path, { as })).body).toEqual(expected)
    const plain = await question(list)
    expect((await get(`${QUESTIONS}${plain.uuid}/`, { as })).body).toMatchObject({
      question_type: 'boolean',
      required: false,
      order: 0,
      min_value: null,
      allowed_file_types: [],
      operator: '',
      review_answer_value: null,
      always_show_guidance: true,
      dependency_logic_operator: 'and',
    })
    const nulls = { min_value: null, max_files_count: null, review_answer_value: null, operator: '' }
    expect((await request('PATCH', path, { as, body: nulls })).body).toEqual({ ...expected, ...nulls })
    // C-216: it stays in its checklist.
    const other = await checklist()
    const put = await request('PUT', path, { as, body: { checklist: other.url, order: 1 } })
    expect(put.body).toEqual({ ...expected, ...nulls, order: 1 })
  })

  test('bad fields', async () => {
    const body = {
      checklist: '/api/checklists-admin/zzz/',
      question_type: 'essay',
      order: -1,
      min_value: '1.23456',
      allowed_file_types: 'pdf',
      max_files_count: 'x',
      operator: 'like',
      review_answer_value: 'a\u0000b',
      dependency_logic_operator: 'xor',
    }
    const answer = await post(QUESTIONS, { as, body })
    expect({ status: answer.status, body: answer.body }).toEqual({
      status: 400,
      body: {
        checklist: ['Invalid hyperlink - No URL match.'],
        question_type: ['"essay" is not a valid choice.'],
        order: ['Ensure this value is greater than or equal to 0.'],
        min_value: ['Ensure that there are no more than 4 decimal places.'],
        // C-218
        allowed_file_types: ['Expected a list of items but got type "str".'],
        max_files_count: ['A valid integer is required.'],
        operator: ['"like" is not a valid choice.'],
        review_answer_value: ['Null characters are not allowed.'],
        dependency_logic_operator: ['"xor" is not a valid choice.'],
      },
    })
  })

  test('the lists, in the order of the checklist', async () => {
    const list = await checklist({ checklist_type: 'project_metadata' })
    const [second, first] = [await question(list, { order: 2 }), await question(list, { order: 1 })]
    const uuids = async (path: string, query: Record<string, string> = {}) =>
      ((await get(path, { as, query })).body as Created[]).map(({ uuid }) => uuid)
    const inOrder = [first.uuid, second.uuid]
    expect(await uuids(`${CHECKLISTS}${list.uuid}/questions/`)).toEqual(inOrder)
    expect(await uuids(QUESTIONS, { checklist_uuid: list.uuid })).toEqual(inOrder)
    expect(await uuids(QUESTIONS, { checklist_type: 'project_metadata' })).toEqual(inOrder)
    expect(await uuids(QUESTIONS, { checklist_uuid: list.uuid, has_onboarding_mapping: 'true' })).toEqual([])
    expect(await uuids(QUESTIONS, { checklist_uuid: list.uuid, has_onboarding_mapping: 'false' })).toEqual(inOrder)
    expect(await uuids(QUESTIONS, { checklist_uuid: list.uuid, page_size: '1', page: '2' })).toEqual([second.uuid])
  })
})

test('the bounds of a question are in order, whenever they were set', async () => {
  const problem = { max_value: ['Ensure this value is greater than or equal to min_value.'] }
  const list = await checklist()
  const body = { checklist: list.url, question_type: 'number', min_value: '10', max_value: '9.5' }
  expect((await post(QUESTIONS, { as, body })).body).toEqual(problem)
  const { uuid } = await question(list, { question_type: 'number', min_value: '10' })
  const change = async (values: unknown) => {
    const { status, body: answer } = await request('PATCH', `${QUESTIONS}${uuid}/`, { as, body: values })
    return status === 200 ? status : answer
  }
  expect(await change({ max_value: '9.9999' })).toEqual(problem)
  expect(await change({ max_value: '10' })).toBe(200)
  expect(await change({ min_value: '11', max_value: null })).toBe(200)
})

test('choices of a question', async () => {
  const list = await checklist()
  const asked = await question(list, { question_type: 'single_select' })
  const [b, a] = [
    await create(OPTIONS, { question: asked.url, label: 'b', order: 2 }),
    await create(OPTIONS, { question: asked.url, label: 'a' }),
  ]
  const other = await question(list)
  const path = `${OPTIONS}${b.uuid}/`
  const put = await request('PUT', path, { as, body: { label: 'c', question: other.url } })
  expect(put.body).toEqual({
    uuid: b.uuid,
    url: b.url,
    label: 'c',
    order: 2,
    question: asked.url,
    question_uuid: asked.uuid,
  })
  expect((await request('PATCH', path, { as, body: { order: 3 } })).body).toMatchObject({ label: 'c', order: 3 })
  expect((await request('PATCH', path, { as, body: {} })).status).toBe(200)
  const listed = await get(OPTIONS, { as, query: { question_uuid: asked.uuid } })
  expect(listed.body.map(({ label }: { label: string }) => label)).toEqual(['a', 'c'])
  const shown = await get(`${QUESTIONS}${asked.uuid}/`, { as })
  expect(shown.body.question_options).toEqual(listed.body)
  expect((await post(OPTIONS, { as, body: { label: '', question: b.url } })).body).toEqual({
    label: ['This field may not be blank.'],
    question: ['Invalid hyperlink - Incorrect URL match.'],
  })
  expect((await request('DELETE', `${OPTIONS}${a.uuid}/`, { as })).status).toBe(204)
  expect((await get(`${OPTIONS}${a.uuid}/`, { as })).status).toBe(404)
})

describe('dependencies', () => {
  test('made, read, changed, deleted; unique', async () => {
    const list = await checklist()
    const [first, second] = [await question(list), await question(list)]
    const body = { question: second.url, depends_on_question: first.url, required_answer_value: true }
    const { uuid, url } = await create(DEPENDENCIES, body)
    const path = `${DEPENDENCIES}${uuid}/`
    const expected = {
      ...body,
      uuid,
      url,
      question_uuid: second.uuid,
      depends_on_question_uuid: first.uuid,
      operator: 'equals',
    }
    expect((await get(path, { as })).body).toEqual(expected)
    expect((await post(DEPENDENCIES, { as, body })).body).toEqual({
      non_field_errors: ['The fields question, depends_on_question must make a unique set.'],
    })
    const changes = { required_answer_value: ['a'], operator: 'in' }
    expect((await request('PATCH', path, { as, body: changes })).body).toEqual({ ...expected, ...changes })
    expect((await request('PATCH', path, { as, body: {} })).body).toEqual({ ...expected, ...changes })
    expect((await request('PUT', path, { as, body: {} })).body).toEqual({
      required_answer_value: ['This field is required.'],
    })
    const queries: Record<string, string>[] = [{ question_uuid: second.uuid }, { depends_on_question_uuid: first.uuid }]
    for (const query of queries) {
      expect((await get(DEPENDENCIES, { as, query })).body).toHaveLength(1)
    }
    expect((await get(DEPENDENCIES, { as, query: { question_uuid: first.uuid } })).body).toEqual([])
    expect((await request('DELETE', path, { as })).status).toBe(204)
    expect((await get(path, { as })).status).toBe(404)
  })

  test('C-215: no rings, not even when made at once, and only within a checklist', async () => {
    const list = await checklist()
    const [a, b, c] = [await question(list), await question(list), await question(list)]
    const stranger = await question(await checklist())
    const depend = (from: Created, on: Created) =>
      post(DEPENDENCIES, {
        as,
        body: { question: from.url, depends_on_question: on.url, required_answer_value: true },
      })
    const ring = { non_field_errors: ['Questions may not depend on each other in a ring.'] }
    expect((await depend(a, a)).body).toEqual(ring)
    expect((await depend(a, stranger)).body).toEqual({
      non_field_errors: ['Both questions must belong to the same checklist.'],
    })
    expect((await depend(b, a)).status).toBe(201)
    const both = await Promise.all([depend(c, b), depend(a, c)])
    expect(both.map(({ status }) => status).toSorted()).toEqual([201, 400])
    expect(both.find(({ status }) => status === 400)?.body).toEqual(ring)
  })

  test('bad fields', async () => {
    expect((await post(DEPENDENCIES, { as, body: { operator: '' } })).body).toEqual({
      question: ['This field is required.'],
      depends_on_question: ['This field is required.'],
      required_answer_value: ['This field is required.'],
      operator: ['"" is not a valid choice.'],
    })
    const nulls = { question: null, depends_on_question: 5, required_answer_value: null }
    expect((await post(DEPENDENCIES, { as, body: nulls })).body).toEqual({
      question: ['This field may not be null.'],
      depends_on_question: ['Incorrect type. Expected URL string, received int.'],
      required_answer_value: ['This field may not be null.'],
    })
  })
})

test('from the checklist to the answers: made by staff, set by the provider, answered by the user', async () => {
  const { market, path, user } = await accountScene(app)
  const list = await checklist()
  const accepts = await question(list, { required: true, description: 'Do you agree?', order: 1 })
  const why = await question(list, { required: true, question_type: 'text_input', order: 2 })
  await create(DEPENDENCIES, { question: why.url, depends_on_question: accepts.url, required_answer_value: false })
  const set = await post(`/api/marketplace-provider-offerings/${market.offering.hex}/update_compliance_checklist/`, {
    as: market.owner,
    body: { compliance_checklist: list.uuid },
  })
  expect(set.status).toBe(200)
  const overview = async () =>
    (await get(`${market.base}compliance/compliance_overview/`, { as: market.owner })).body[0]
  expect(await overview()).toMatchObject({ users_with_completions: 1, completed_users: 0, compliance_rate: 0 })
  const answer = (answers: [Created, unknown][]) =>
    post(`${path}submit_answers/`, {
      as: user,
      body: answers.map(([{ uuid }, answer_data]) => ({ question_uuid: uuid, answer_data })),
    })
  expect((await answer([[accepts, false]])).body.completion.is_completed).toBe(false)
  expect((await answer([[why, 'Because.']])).body.completion.is_completed).toBe(true)
  expect(await overview()).toMatchObject({ completed_users: 1, compliance_rate: 100 })
  const retyped = await request('PATCH', `${QUESTIONS}${why.uuid}/`, { as, body: { question_type: 'number' } })
  expect([retyped.status, retyped.body]).toEqual([
    400,
    { question_type: ['The type of a question that was answered cannot be changed.'] },
  ])
  // Who was done is not, when more is asked, and is again without it.
  const status = async () => (await get(`${path}completion_status/`, { as: user })).body
  const more = await question(list, { required: true, question_type: 'text_input', order: 3 })
  expect(await status()).toMatchObject({ is_completed: false, unanswered_required_questions: [{}] })
  expect(await overview()).toMatchObject({ completed_users: 0 })
  await request('PATCH', `${QUESTIONS}${more.uuid}/`, { as, body: { required: false } })
  expect(await status()).toMatchObject({ is_completed: true })
  await request('PATCH', `${QUESTIONS}${more.uuid}/`, { as, body: { required: true } })
  const hidden = await create(DEPENDENCIES, {
    question: more.url,
    depends_on_question: accepts.url,
    required_answer_value: true,
  })
  expect(await status()).toMatchObject({ is_completed: true })
  expect((await request('DELETE', `${DEPENDENCIES}${hidden.uuid}/`, { as })).status).toBe(204)
  expect(await status()).toMatchObject({ is_completed: false })
  expect((await request('DELETE', `${QUESTIONS}${more.uuid}/`, { as })).status).toBe(204)
  expect(await status()).toMatchObject({ is_completed: true })
  // A choice of the user is forgotten with its question.
  expect((await request('DELETE', `${QUESTIONS}${why.uuid}/`, { as })).status).toBe(204)
  expect((await get(`${path}completion_status/`, { as: user })).body).toMatchObject({
    is_completed: true,
    completion_percentage: 100,
  })
})

test('C-235: where nothing is required somebody must have answered something', async () => {
  const { market, path, user } = await accountScene(app)
  const list = await checklist()
  const optional = await question(list, { required: false, description: 'Anything to add?', order: 1 })
  await post(`/api/marketplace-provider-offerings/${market.offering.hex}/update_compliance_checklist/`, {
    as: market.owner,
    body: { compliance_checklist: list.uuid },
  })
  const isCompleted = async () => (await get(`${path}completion_status/`, { as: user })).body.is_completed
  expect(await isCompleted()).toBe(false)
  await post(`${path}submit_answers/`, { as: user, body: [{ question_uuid: optional.uuid, answer_data: true }] })
  expect(await isCompleted()).toBe(true)
})
