import { describe, expect, test } from 'vitest'
import { sql } from '../../server/db/sql.ts'
import { eventsOf } from '../harness/events.ts'
import { multipart } from '../harness/form.ts'
import { gif, png } from '../harness/images.ts'
import { startTestApp, type Caller } from '../harness/index.ts'

const { world, get, post, request, database } = await startTestApp()

const USERS = '/api/users/'
const staff = await world.staff()

const patch = (user: { hex: string }, body: unknown, as: Caller = staff) =>
  request('PATCH', `${USERS}${user.hex}/`, { as, body })
const put = (user: { hex: string }, body: unknown, as: Caller = staff) =>
  request('PUT', `${USERS}${user.hex}/`, { as, body })
const agreed = (values: Record<string, unknown> = {}) =>
  world.user({ agreement_date: '2024-01-01T00:00:00Z', ...values })
const typesOn = async (user: { id: string }) =>
  (await eventsOf(database, 'user', user)).map(({ event_type }) => event_type)
const rowOf = (user: { id: string }) =>
  database.one<Record<string, unknown>>(sql`select * from app_user where id = ${user.id}`)

describe('creating a user', () => {
  test('staff makes one, with defaults, a slug and an event', async () => {
    const { status, body, headers } = await post(USERS, {
      as: staff,
      body: { username: 'new.user@sample', email: 'new@example.org', first_name: ' Jüri ', is_support: true },
    })
    expect([status, headers.location]).toEqual([201, body.url])
    expect(body).toMatchObject({
      username: 'new.user@sample',
      email: 'new@example.org',
      first_name: 'Jüri',
      full_name: 'Jüri',
      is_support: true,
      is_staff: false,
      is_active: true,
      agreement_date: null,
      slug: 'newusers-1',
      image: null,
    })
    const found = await get(USERS, { as: staff, query: { full_name: 'juri' } })
    expect(found.body).toMatchObject([{ uuid: body.uuid }])
    const { id, ...row } = await database.one<{ id: string; token_lifetime: number; password_hash: string }>(sql`
      select id, token_lifetime, password_hash from app_user where uuid = ${body.uuid}
    `)
    expect(row).toEqual({ token_lifetime: 3600, password_hash: '' })
    expect(await typesOn({ id })).toEqual(['user_creation_succeeded'])
    // Without a password nobody comes in.
    const login = await post('/api-auth/password/', { body: { username: 'new.user@sample', password: '' } })
    expect(login.status).toBe(400)
  })

  test('who is said to have agreed has agreed', async () => {
    const made = async (values: Record<string, unknown>) => {
      const body = { username: `agreeing-${String(values.agree_with_policy)}`, email: 'sample@example.org', ...values }
      return (await post('/api/users/', { as: await world.staff(), body })).body
    }
    expect((await made({ agree_with_policy: true })).agreement_date).toEqual(expect.any(String))
    expect((await made({ agree_with_policy: false })).agreement_date).toBeNull()
  })

  test('everything that a body may say is kept', async () => {
    const values = {
      native_name: 'Sample',
      job_title: 'Engineer',
      phone_number: '+372 555',
      organization: 'Sample Ltd',
      description: 'Sample',
      token_lifetime: 60,
      notifications_enabled: false,
      preferred_language: 'et',
      last_name: 'Sample',
      birth_date: '2000-02-29',
      gender: 2,
      personal_title: 'Dr',
      place_of_birth: 'Sample',
      country_of_residence: 'EE',
      nationality: 'EE',
      nationalities: ['EE', 'FI'],
      organization_country: 'EE',
      organization_type: 'urn:sample',
      organization_registry_code: '1',
      eduperson_assurance: ['https://example.org/assurance'],
      is_identity_manager: true,
      managed_isds: ['isd:sample'],
      slug: 'sample-slug',
      is_staff: true,
      is_active: false,
    }
    const { status, body } = await post(USERS, {
      as: staff,
      body: { username: 'full', email: 'f@example.org', ...values },
    })
    expect(status).toBe(201)
    const { token_lifetime: _, ...shown } = values
    expect(body).toMatchObject(shown)
  })

  test.each([
    [{}, { username: ['This field is required.'], email: ['This field is required.'] }],
    [{ username: 'Upper', email: 'a@example.org' }, { username: ['Enter a valid username.'] }],
    [
      { username: '', email: '' },
      { username: ['This field may not be blank.'], email: ['This field may not be blank.'] },
    ],
    [
      { username: 'x'.repeat(129), email: 'no mail' },
      {
        username: ['Ensure this field has no more than 128 characters.'],
        email: ['Enter a valid email address.'],
      },
    ],
    [
      { username: 'ok', email: 'a@example.org', token_lifetime: 59, gender: 3, birth_date: '2001-02-29', slug: 'a b' },
      {
        token_lifetime: ['Ensure this value is greater than or equal to 60.'],
        gender: ['"3" is not a valid choice.'],
        birth_date: ['Date has wrong format. Use one of these formats instead: YYYY-MM-DD.'],
        slug: ['Enter a valid “slug” consisting of letters, numbers, underscores or hyphens.'],
      },
    ],
    [{ username: 'ok', email: 'a@example.org', nationalities: { a: 1 } }, { nationalities: [expect.any(String)] }],
  ])('%j is refused', async (body, expected) => {
    const answer = await post(USERS, { as: staff, body })
    expect([answer.status, answer.body]).toEqual([400, expected])
  })

  test('a user name is taken once, also by two at once', async () => {
    const body = { username: 'once', email: 'a@example.org' }
    const answers = await Promise.all([1, 2, 3].map(() => post(USERS, { as: staff, body })))
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 400, 400])
    expect(answers.find(({ status }) => status === 400)?.body).toEqual({
      username: ['A user with that username already exists.'],
    })
  })
})

describe('changing a user', () => {
  test('the user himself changes his profile, but not what is for staff, nor user name and mail address (C-220)', async () => {
    const user = await agreed({ description: 'before', slug: 'before' })
    const { status, body } = await patch(
      user,
      {
        first_name: 'New',
        last_name: 'Name',
        token_lifetime: null,
        username: 'other',
        email: 'other@example.org',
        is_staff: true,
        is_support: true,
        is_active: false,
        is_identity_manager: true,
        managed_isds: ['isd:sample'],
        description: 'after',
        slug: 'after',
      },
      user,
    )
    expect(status).toBe(200)
    expect(body).toMatchObject({
      full_name: 'New Name',
      username: user.username,
      token_lifetime: null,
      token: expect.any(String),
    })
    expect(await rowOf(user)).toMatchObject({
      username: user.username,
      email: `${user.username}@example.org`,
      is_staff: false,
      is_support: false,
      is_active: true,
      is_identity_manager: false,
      managed_isds: [],
      description: 'before',
      slug: 'before',
      query_field: 'New Name',
    })
    expect(await typesOn(user)).toEqual(['user_update_succeeded'])
  })

  test('PUT keeps what it does not name, and takes a body without user name and mail address', async () => {
    const user = await agreed({ job_title: 'Engineer', first_name: 'First' })
    const { status, body } = await put(user, { last_name: 'Last' }, user)
    expect([status, body.full_name, body.job_title]).toEqual([200, 'First Last', 'Engineer'])
  })

  test('staff changes flags; events tell of activity and lifetime of tokens', async () => {
    const user = await agreed({ token_lifetime: 3600 })
    const answer = await patch(user, { is_active: false, is_support: true, description: 'x', slug: 'given' })
    expect(answer.body).toMatchObject({ is_active: false, is_support: true, description: 'x', slug: 'given' })
    expect(answer.body).not.toHaveProperty('token')
    expect((await get('/api/users/me/', { as: user })).status).toBe(401)
    await patch(user, { is_active: true, token_lifetime: 7200, slug: '' })
    await patch(user, { is_active: true, token_lifetime: 7200 })
    expect((await rowOf(user)).slug).not.toBe('given')
    expect(await typesOn(user)).toEqual([
      'user_update_succeeded',
      'user_deactivated',
      'user_update_succeeded',
      'user_activated',
      'token_lifetime_updated',
      'user_update_succeeded',
    ])
  })

  test('nobody is changed who has not agreed to the policy, but for being deactivated', async () => {
    const refusal = { agree_with_policy: ['User must agree with the policy.'] }
    const user = await world.user()
    for (const body of [{}, { first_name: 'x' }, { agree_with_policy: false }, { is_active: false, first_name: 'x' }]) {
      const answer = await patch(user, body)
      expect([answer.status, answer.body]).toEqual([400, refusal])
    }
    expect((await patch(user, { is_active: true })).status).toBe(400)
    const agreement = await patch(user, { agree_with_policy: true, first_name: 'x' }, user)
    expect([answer(agreement), agreement.body.first_name]).toEqual([200, 'x'])
    expect(agreement.body.agreement_date).toMatch(/Z$/)
    // Once is enough, and the date stays.
    const again = await patch(user, { agree_with_policy: true, first_name: 'y' }, user)
    expect(again.body.agreement_date).toBe(agreement.body.agreement_date)
    const other = await world.user()
    expect((await patch(other, { is_active: false })).status).toBe(200)
    expect((await patch(other, { is_active: false })).status).toBe(400)
  })

  test('changes of different fields at once all survive', async () => {
    const user = await agreed({ first_name: 'a', last_name: 'b' })
    const bodies = [{ first_name: 'x' }, { last_name: 'y' }, { job_title: 'z' }]
    const answers = await Promise.all(bodies.map((body) => patch(user, body)))
    expect(answers.map(answer)).toEqual([200, 200, 200])
    expect(await rowOf(user)).toMatchObject({ first_name: 'x', last_name: 'y', job_title: 'z', query_field: 'x y' })
  })

  test('an image is stored, replaced and removed', async () => {
    const user = await agreed()
    const send = (content: Buffer, filename: string) =>
      request('PATCH', `${USERS}${user.hex}/`, {
        as: user,
        ...multipart([{ name: 'image', value: content, filename }]),
      })
    const files = async () => {
      const { count } = await database.one<{ count: string }>(sql`
        select count(*) from stored_file where name like ${`user/${user.hex}%`}
      `)
      return count
    }
    const first = await send(png(), 'a.png')
    expect((await get(new URL(first.body.image as string).pathname)).headers['content-type']).toBe('image/png')
    const second = await send(gif, 'a.gif')
    expect((await get(new URL(second.body.image as string).pathname)).headers['content-type']).toBe('image/gif')
    expect(await files()).toBe('1')
    expect((await send(Buffer.from('no image'), 'a.png')).body).toEqual({ image: [expect.any(String)] })
    expect((await patch(user, { image: null }, user)).body.image).toBeNull()
    expect(await files()).toBe('0')
  })

  test('refusals change nothing', async () => {
    const user = await agreed()
    const before = await rowOf(user)
    const { status, body } = await patch(user, { first_name: 'x', gender: 'x', preferred_language: 'x'.repeat(11) })
    expect([status, Object.keys(body as object).toSorted()]).toEqual([400, ['gender', 'preferred_language']])
    expect(await rowOf(user)).toEqual(before)
  })
})

const answer = ({ status }: { status: number }): number => status

describe('mail addresses (C-222)', () => {
  test('a user asks for another one, may take it back, and staff sets it', async () => {
    const user = await agreed()
    const ask = (body: unknown, as: Caller = user) => post(`${USERS}${user.hex}/change_email/`, { as, body })
    expect((await ask({ email: 'x' })).body).toEqual({ email: ['Enter a valid email address.'] })
    expect((await ask({ email: 'wish@example.org' })).status).toBe(200)
    const seen = await get(`${USERS}${user.hex}/`, { as: staff })
    expect(seen.body).toMatchObject({ email: `${user.username}@example.org`, requested_email: 'wish@example.org' })
    expect((await post(`${USERS}${user.hex}/cancel_change_email/`, { as: user })).status).toBe(200)
    expect((await rowOf(user)).requested_email).toBeNull()
    await ask({ email: 'wish@example.org' })
    expect((await ask({ email: 'wish@example.org' }, staff)).status).toBe(200)
    expect(await rowOf(user)).toMatchObject({ email: 'wish@example.org', requested_email: null })
    expect(await typesOn(user)).toEqual(['user_update_succeeded'])
  })
})

describe('passwords', () => {
  test('staff sets one, with which the user logs in', async () => {
    const user = await world.user()
    const path = `${USERS}${user.hex}/change_password/`
    const { status, text } = await post(path, { as: staff, body: { new_password: ' sample password ' } })
    expect([status, text]).toEqual([200, ''])
    const login = (password: string) => post('/api-auth/password/', { body: { username: user.username, password } })
    expect((await login(' sample password ')).status).toBe(200)
    expect((await login('sample password')).status).toBe(401)
    expect(await typesOn(user)).toContain('user_password_updated_by_staff')
    expect(JSON.stringify(await eventsOf(database, 'user', user))).not.toContain('sample password')
    expect((await post(path, { as: staff, body: {} })).body).toEqual({ new_password: ['This field is required.'] })
    expect((await post(path, { as: user, body: { new_password: 'x' } })).status).toBe(403)
  })
})

describe('deleting a user', () => {
  const destroy = (user: { hex: string }) => request('DELETE', `${USERS}${user.hex}/`, { as: staff })

  test('takes his keys, tokens and roles along, and leaves what he granted to others', async () => {
    const customer = await world.customer()
    const user = await world.owner(customer)
    const other = await world.user()
    await world.grant(other, 'CUSTOMER.OWNER', 'customer', customer, { created_by_id: user.id })
    await world.insert('ssh_key', { user_id: user.id, name: 'x', public_key: 'x' })
    expect((await destroy(user)).status).toBe(204)
    expect((await get(`${USERS}${user.hex}/`, { as: staff })).status).toBe(404)
    const me = await get('/api/users/me/', { as: other })
    expect(me.body.permissions).toHaveLength(1)
    const { count } = await database.one<{ count: string }>(sql`
      select count(*) from event where event_type = 'user_deletion_succeeded'
        and context ->> 'affected_user_uuid' = ${user.hex}
    `)
    expect(count).toBe('1')
    expect((await destroy(user)).status).toBe(404)
  })

  test('is refused while something has to be kept (C-221)', async () => {
    const { offering } = await world.marketplace()
    const reporter = await world.user()
    await world.insert('issue', { summary: 'x', reporter_id: reporter.id })
    const account = await world.user()
    const author = await world.user()
    const { id: issueId } = await world.insert('issue', { summary: 'y', reporter_id: reporter.id })
    await world.insert('issue_comment', { issue_id: issueId, author_id: author.id, description: 'x' })
    const student = await world.user()
    const course = await world.project(await world.customer(), { kind: 'course' })
    await world.insert('course_account', { project_id: course.id, user_id: student.id, email: 'sample@example.org' })
    const { id } = await world.insert('offering_user', { offering_id: offering.id, user_id: account.id, state: 5 })
    for (const [user, kind] of [
      [reporter, 'issues'],
      [author, 'comments'],
      [student, 'course accounts'],
      [account, 'accounts at offerings'],
    ] as const) {
      const { status, body } = await destroy(user)
      expect([status, body]).toEqual([409, { detail: `Cannot delete user with existing ${kind}` }])
    }
    await database.run(sql`update offering_user set state = 8 where id = ${id}`)
    expect((await destroy(account)).status).toBe(204)
  })
})
