import { describe, expect, test } from 'vitest'
import { startTestApp, type Caller, type Made } from '../harness/index.ts'

const { world, get, post, request } = await startTestApp()

const OFFERINGS = '/api/marketplace-provider-offerings/'
const TERMS = '/api/marketplace-offering-terms-of-service/'
const CONSENTS = '/api/marketplace-user-offering-consents/'

const provider = await world.provider()
const owner = await world.owner(provider.customer)
const linkOf = (offering: Made) => `http://api.test${OFFERINGS}${offering.hex}/`

const addTerms = (offering: Made, body: Record<string, unknown> = {}, as: Caller = owner) =>
  post(TERMS, { as, body: { offering: linkOf(offering), version: '1', is_active: true, ...body } })
const agree = (offering: Made, as: Caller) => post(CONSENTS, { as, body: { offering: linkOf(offering) } })

describe('terms of service', () => {
  test('are added, and changed but for what they are about', async () => {
    const [offering, other] = [await world.offering(provider.customer), await world.offering(provider.customer)]
    const made = await addTerms(offering, {
      terms_of_service: 'Be good',
      terms_of_service_link: 'https://example.org/terms',
      requires_reconsent: true,
      grace_period_days: 30,
    })
    expect(made.status).toBe(201)
    expect(made.headers.location).toBe(made.body.url)
    expect(made.body).toEqual({
      url: `http://api.test${TERMS}${made.body.uuid as string}/`,
      uuid: expect.stringMatching(/^[0-9a-f]{32}$/),
      created: expect.any(String),
      modified: expect.any(String),
      offering: linkOf(offering),
      offering_uuid: offering.hex,
      offering_name: expect.any(String),
      terms_of_service: 'Be good',
      terms_of_service_link: 'https://example.org/terms',
      version: '1',
      is_active: true,
      requires_reconsent: true,
      grace_period_days: 30,
      has_user_consent: false,
    })
    const path = `${TERMS}${made.body.uuid as string}/`
    const patched = await request('PATCH', path, {
      as: owner,
      body: { terms_of_service: 'Be better', version: '9', requires_reconsent: false, offering: linkOf(other) },
    })
    expect(patched).toMatchObject({
      status: 200,
      body: { terms_of_service: 'Be better', version: '1', requires_reconsent: true, offering_uuid: offering.hex },
    })
    const put = await request('PUT', path, { as: owner, body: { grace_period_days: 0, is_active: false } })
    expect(put).toMatchObject({
      status: 200,
      body: { grace_period_days: 0, is_active: false, terms_of_service: 'Be better' },
    })
    expect((await request('DELETE', path, { as: owner })).status).toBe(204)
    expect((await get(path, { as: owner })).status).toBe(404)
  })

  test('have defaults', async () => {
    const made = await post(TERMS, { as: owner, body: { offering: linkOf(await world.offering(provider.customer)) } })
    expect(made).toMatchObject({
      status: 201,
      body: { version: '', is_active: false, requires_reconsent: false, grace_period_days: 60, terms_of_service: '' },
    })
  })

  test('are in force one at a time', async () => {
    const offering = await world.offering(provider.customer)
    const first = await addTerms(offering)
    const refusal = { status: 400, body: { is_active: ['Offering already has active terms of service.'] } }
    expect(await addTerms(offering, { version: '2' })).toMatchObject(refusal)
    const second = await addTerms(offering, { version: '2', is_active: false })
    const set = (answer: { body: { uuid?: string } }, is_active: boolean) =>
      request('PATCH', `${TERMS}${answer.body.uuid ?? ''}/`, { as: owner, body: { is_active } })
    expect(await set(second, true)).toMatchObject(refusal)
    expect((await set(first, false)).status).toBe(200)
    expect((await set(second, true)).status).toBe(200)
  })

  test.each([
    [{ offering: undefined }, { offering: ['This field is required.'] }],
    [{ offering: 'x' }, { offering: ['Invalid hyperlink - No URL match.'] }],
    [{ terms_of_service_link: 'x' }, { terms_of_service_link: ['Enter a valid URL.'] }],
    [{ version: 'x'.repeat(51) }, { version: ['Ensure this field has no more than 50 characters.'] }],
    [{ grace_period_days: -1 }, { grace_period_days: ['Ensure this value is greater than or equal to 0.'] }],
  ])('are refused for %j', async (body, problem) => {
    const offering = await world.offering(provider.customer)
    expect(await addTerms(offering, body)).toMatchObject({ status: 400, body: problem })
  })

  test('are listed newest first, and found by offering, version and flags', async () => {
    const offering = await world.offering(provider.customer)
    await addTerms(offering, { version: 'a' })
    await addTerms(offering, { version: 'b', is_active: false, requires_reconsent: true })
    const versions = async (query: Record<string, string>) =>
      (
        (await get(TERMS, { as: owner, query: { offering_uuid: offering.hex, ...query } })).body as {
          version: string
        }[]
      ).map(({ version }) => version)
    expect(await versions({})).toEqual(['b', 'a'])
    expect(await versions({ version: 'a' })).toEqual(['a'])
    expect(await versions({ is_active: 'false' })).toEqual(['b'])
    expect(await versions({ requires_reconsent: 'false' })).toEqual(['a'])
    expect(await versions({ offering: linkOf(await world.offering(provider.customer)) })).toEqual([])
    const draft = await world.offering(provider.customer, { state: 1 })
    const hidden = await addTerms(draft)
    expect((await get(`${TERMS}${hidden.body.uuid as string}/`, { as: await world.user() })).status).toBe(404)
    const head = await request('HEAD', TERMS, { as: owner, query: { offering_uuid: offering.hex } })
    expect(head.headers['x-result-count']).toBe('2')
  })
})

describe('a consent', () => {
  test('is to the version in force; given again it is the same, revoked it is revived', async () => {
    const offering = await world.offering(provider.customer)
    const user = await world.user()
    const terms = await addTerms(offering, { version: '1' })
    const first = await agree(offering, user)
    expect(first.status).toBe(201)
    expect(first.body).toEqual({
      url: `http://api.test${CONSENTS}${first.body.uuid as string}/`,
      uuid: expect.any(String),
      created: expect.any(String),
      modified: expect.any(String),
      user: `http://api.test/api/users/${user.hex}/`,
      user_uuid: user.hex,
      user_username: user.username,
      user_full_name: `Sample ${user.username}`,
      offering: linkOf(offering),
      offering_uuid: offering.hex,
      offering_name: expect.any(String),
      agreement_date: expect.any(String),
      version: '1',
      revocation_date: null,
      is_revoked: false,
      requires_reconsent: false,
    })
    const again = await agree(offering, user)
    expect(again.body).toMatchObject({ uuid: first.body.uuid, agreement_date: first.body.agreement_date })
    const path = `${CONSENTS}${first.body.uuid as string}/`
    expect((await get(`${TERMS}${terms.body.uuid as string}/`, { as: user })).body.has_user_consent).toBe(true)
    const revoked = await post(`${path}revoke/`, { as: user })
    expect(revoked).toMatchObject({ status: 200, body: { is_revoked: true, revocation_date: expect.any(String) } })
    const twice = await post(`${path}revoke/`, { as: user })
    expect(twice.body.revocation_date).toBe(revoked.body.revocation_date)
    expect((await get(`${TERMS}${terms.body.uuid as string}/`, { as: user })).body.has_user_consent).toBe(false)
    const revived = await agree(offering, user)
    expect(revived).toMatchObject({ status: 201, body: { uuid: first.body.uuid, is_revoked: false } })
    expect(revived.body.agreement_date > first.body.agreement_date).toBe(true)
  })

  test('is asked for again when new terms say so', async () => {
    const offering = await world.offering(provider.customer)
    const user = await world.user()
    const old = await addTerms(offering, { version: '1' })
    const given = await agree(offering, user)
    await request('PATCH', `${TERMS}${old.body.uuid as string}/`, { as: owner, body: { is_active: false } })
    await addTerms(offering, { version: '2', requires_reconsent: true })
    const read = () => get(`${CONSENTS}${given.body.uuid as string}/`, { as: user })
    expect((await read()).body).toMatchObject({ version: '1', requires_reconsent: true })
    await agree(offering, user)
    expect((await read()).body).toMatchObject({ version: '2', requires_reconsent: false })
  })

  test('needs terms in force and an offering that the caller sees', async () => {
    const offering = await world.offering(provider.customer)
    const user = await world.user()
    const refusal = { status: 400, body: { offering: ['Offering does not have active terms of service.'] } }
    expect(await agree(offering, user)).toMatchObject(refusal)
    await addTerms(offering, { is_active: false })
    expect(await agree(offering, user)).toMatchObject(refusal)
    const draft = await world.offering(provider.customer, { state: 1 })
    await addTerms(draft)
    expect(await agree(draft, user)).toMatchObject({
      status: 400,
      body: { offering: ['Invalid hyperlink - Object does not exist.'] },
    })
    const open = await world.offering(provider.customer)
    await addTerms(open)
    const byPublicLink = { offering: `http://api.test/api/marketplace-public-offerings/${open.hex}/` }
    expect((await post(CONSENTS, { as: user, body: byPublicLink })).status).toBe(201)
  })

  test('is seen by its giver and the provider, and changed by the giver', async () => {
    const offering = await world.offering(provider.customer)
    await addTerms(offering)
    const [user, other] = [await world.user(), await world.user()]
    const given = await agree(offering, user)
    await agree(offering, other)
    const path = `${CONSENTS}${given.body.uuid as string}/`
    const seenBy = async (as: Caller, query: Record<string, string> = {}) =>
      (
        (await get(CONSENTS, { as, query: { offering_uuid: offering.hex, ...query } })).body as { user_uuid: string }[]
      ).map(({ user_uuid }) => user_uuid)
    expect(await seenBy(user)).toEqual([user.hex])
    expect(await seenBy(owner)).toEqual([other.hex, user.hex])
    expect(await seenBy(owner, { user_uuid: user.hex })).toEqual([user.hex])
    expect((await get(path, { as: other })).status).toBe(404)
    expect((await post(`${path}revoke/`, { as: owner })).status).toBe(403)
    const patched = await request('PATCH', path, { as: user, body: { version: '7' } })
    expect(patched).toMatchObject({ status: 200, body: { version: '7' } })
    expect((await request('PUT', path, { as: user, body: {} })).body.version).toBe('7')
    await post(`${path}revoke/`, { as: user })
    expect(await seenBy(owner, { has_consent: 'false' })).toEqual([user.hex])
    expect(await seenBy(owner, { version: '7' })).toEqual([user.hex])
    expect((await request('DELETE', path, { as: user })).status).toBe(204)
    expect(await seenBy(owner)).toEqual([other.hex])
  })

  test('counts in the figures of the offering', async () => {
    const offering = await world.offering(provider.customer)
    await addTerms(offering)
    const users = [await world.user(), await world.user(), await world.user()]
    for (const user of users) await world.insert('offering_user', { offering_id: offering.id, user_id: user.id })
    await agree(offering, users[0])
    const revoked = await agree(offering, users[1])
    await post(`${CONSENTS}${revoked.body.uuid as string}/revoke/`, { as: users[1] })
    const { body } = await get(`${OFFERINGS}${offering.hex}/tos_stats/`, { as: owner })
    const today = new Date().toISOString().slice(0, 10)
    expect(body).toEqual({
      active_users_count: 1,
      total_users_count: 3,
      active_users_percentage: 33.33,
      accepted_consents_count: 1,
      revoked_consents_count: 1,
      total_consents_count: 2,
      revoked_consents_over_time: [{ date: today, count: 1 }],
      tos_version_adoption: [{ version: '1', users_count: 1 }],
      active_users_over_time: [{ date: today, count: 1 }],
      accepted_consents_over_time: [{ date: today, count: 2 }],
    })
  })
})
