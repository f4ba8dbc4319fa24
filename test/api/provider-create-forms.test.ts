import { describe, expect, test } from 'vitest'
import { multipart, urlencoded } from '../harness/form.ts'
import { png } from '../harness/images.ts'
import { startTestApp } from '../harness/index.ts'

const { world, post } = await startTestApp()

const PROVIDERS = '/api/marketplace-service-providers/'

const urlOf = (customer: { hex: string }) => `http://api.test/api/customers/${customer.hex}/`

describe('registration', () => {
  test('takes every field in JSON', async () => {
    const customer = await world.customer()
    const { status, body } = await post(PROVIDERS, {
      as: await world.staff(),
      body: {
        customer: urlOf(customer),
        description: '  sample text ',
        enable_notifications: false,
        image: null,
      },
    })
    expect(status).toBe(201)
    expect(body).toMatchObject({ description: 'sample text', enable_notifications: false, image: null })
  })

  test('takes an urlencoded form as the published client sends it', async () => {
    const customer = await world.customer()
    const fields = {
      customer: urlOf(customer),
      description: 'a+b & c=d é',
      enable_notifications: 'false',
      image: 'None',
    }
    const { status, body } = await post(PROVIDERS, { as: await world.staff(), ...urlencoded(fields) })
    expect(status).toBe(201)
    expect(body).toMatchObject({ description: 'a+b & c=d é', enable_notifications: false, image: null })
  })

  test('takes a multipart form with an image as the published client sends it', async () => {
    const customer = await world.customer()
    const text = 'text/plain'
    const form = multipart([
      { name: 'customer', value: urlOf(customer), type: text },
      { name: 'description', value: 'sample é', type: text },
      { name: 'enable_notifications', value: 'False', type: text },
      { name: 'image', value: png(), filename: 'logo.png', type: 'image/png' },
    ])
    const { status, body } = await post(PROVIDERS, { as: await world.staff(), ...form })
    expect(status).toBe(201)
    expect(body).toMatchObject({ description: 'sample é', enable_notifications: false })
    expect(body.image).toMatch(/^http:\/\/api\.test\/api\/media\/[0-9a-f]{32}\/$/)
  })

  test('leaves the check box at its default when a form does not have it', async () => {
    const staff = await world.staff()
    const [first, second] = [await world.customer(), await world.customer()]
    const answers = [
      await post(PROVIDERS, { as: staff, ...urlencoded({ customer: urlOf(first) }) }),
      await post(PROVIDERS, { as: staff, ...multipart([{ name: 'customer', value: urlOf(second) }]) }),
    ]
    for (const { status, body } of answers) {
      expect(status).toBe(201)
      expect(body.enable_notifications).toBe(true)
    }
  })
})

test('all problems of the fields are reported together', async () => {
  const form = multipart([
    { name: 'description', value: 'x'.repeat(4_097) },
    { name: 'enable_notifications', value: 'perhaps' },
    { name: 'image', value: 'logo.png' },
  ])
  const { status, body } = await post(PROVIDERS, { as: await world.staff(), ...form })
  expect(status).toBe(400)
  expect(body).toEqual({
    customer: ['This field is required.'],
    description: ['Ensure this field has no more than 4096 characters.'],
    enable_notifications: ['Must be a valid boolean.'],
    image: ['The submitted data was not a file. Check the encoding type on the form.'],
  })
})
