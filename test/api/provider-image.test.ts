import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { sql } from '../../server/db/sql.ts'
import { multipart, urlencoded, type Part } from '../harness/form.ts'
import { bmp, gif, ico, jpeg, png, webp } from '../harness/images.ts'
import { startTestApp, type Marketplace } from '../harness/index.ts'

const MAX_IMAGE_BYTES = 20_000
const { app, world, get, request, post, database } = await startTestApp({ MAX_IMAGE_BYTES: String(MAX_IMAGE_BYTES) })

const NOT_A_FILE = 'The submitted data was not a file. Check the encoding type on the form.'
const NOT_AN_IMAGE = 'Upload a valid image. The file you uploaded was either not an image or a corrupted image.'

interface StoredFile {
  uuid: string
  name: string
  content: Buffer
  size: number
  mime_type: string
  hash: string
}

const filesOf = (provider: { hex: string }) =>
  database.rows<StoredFile>(sql`
    select uuid, name, content, size, mime_type, hash from stored_file
    where name like ${`serviceprovider/${provider.hex}%`} order by id
  `)

const file = (value: Uint8Array | string, filename = 'logo.png'): Part => ({
  name: 'image',
  value,
  filename,
  type: 'application/octet-stream',
})

const upload = ({ base, owner }: Marketplace, ...parts: Part[]) =>
  request('PATCH', base, { as: owner, ...multipart(parts) })

/** A marketplace whose provider has a PNG logo; `url` is its path. */
const withLogo = async (): Promise<Marketplace & { path: string }> => {
  const market = await world.marketplace()
  const { body } = await upload(market, file(png()))
  return { ...market, path: new URL(String(body.image)).pathname }
}

describe('an uploaded image', () => {
  test.each([
    ['PNG', png(), 'logo.png', 'image/png'],
    ['GIF', gif, 'logo.gif', 'image/gif'],
    ['JPEG', jpeg, 'logo.jpg', 'image/jpeg'],
    ['JPEG', jpeg, 'logo.jpeg', 'image/jpeg'],
    ['WebP', webp, 'logo.webp', 'image/webp'],
    ['BMP', bmp, 'logo.bmp', 'image/bmp'],
    ['ICO', ico, 'logo.ico', 'image/x-icon'],
  ])('of type %s is stored and served to everybody', async (_type, content, filename, mimeType) => {
    const market = await world.marketplace()
    const { status, body } = await upload(market, file(content, filename))
    expect(status).toBe(200)
    const [stored, ...rest] = await filesOf(market.provider)
    expect(rest).toEqual([])
    expect(stored).toMatchObject({
      name: `serviceprovider/${market.provider.hex}${filename.slice('logo'.length)}`,
      size: content.length,
      mime_type: mimeType,
      hash: createHash('sha256').update(content).digest('hex'),
    })
    const plain = stored?.uuid.replaceAll('-', '')
    expect(body.image).toBe(`http://api.test/api/media/${plain}/`)
    const served = await app.inject({ url: `/api/media/${plain}/` })
    expect(served.statusCode).toBe(200)
    expect(served.rawPayload.equals(content)).toBe(true)
    expect(served.headers).toMatchObject({
      'content-type': mimeType,
      'content-length': String(content.length),
      'content-disposition': expect.stringMatching(/^attachment; filename="[\w.]+"$/),
      'x-content-type-options': 'nosniff',
    })
    expect((await get(market.base)).body.image).toBe(body.image)
  })

  test('is typed by its content, not by its name or what the client says', async () => {
    const market = await world.marketplace()
    const { status } = await upload(market, { name: 'image', value: gif, filename: 'logo.PNG', type: 'text/html' })
    expect(status).toBe(200)
    expect((await filesOf(market.provider))[0]).toMatchObject({
      name: `serviceprovider/${market.provider.hex}.png`,
      mime_type: 'image/gif',
    })
  })

  test.each(['../../etc/passwd.png', '/absolute.png', 'C:\\windows\\logo.png', 'a"b.png', 'con.png', '.png'])(
    'called %j is stored under a name of the server',
    async (filename) => {
      const market = await world.marketplace()
      const { status } = await upload(market, file(png(), filename.replaceAll('"', '%22')))
      expect(status).toBe(200)
      const names = (await filesOf(market.provider)).map((stored) => stored.name)
      expect(names).toEqual([`serviceprovider/${market.provider.hex}.png`])
    },
  )

  test('replaces the former one under a new address', async () => {
    const market = await withLogo()
    const [first] = await filesOf(market.provider)
    const { body } = await upload(market, file(png(2, 2)))
    const after = await filesOf(market.provider)
    expect(after).toHaveLength(1)
    expect(after[0]?.uuid).not.toBe(first?.uuid)
    expect(body.image).toContain(after[0]?.uuid.replaceAll('-', ''))
    expect((await get(market.path)).status).toBe(404)
  })

  test('of another type replaces the former one, too', async () => {
    const market = await withLogo()
    await upload(market, file(gif, 'logo.gif'))
    const names = (await filesOf(market.provider)).map((stored) => stored.name)
    expect(names).toEqual([`serviceprovider/${market.provider.hex}.gif`])
    expect((await get(market.path)).status).toBe(404)
  })

  test('goes with the provider', async () => {
    const provider = await world.provider()
    const owner = await world.owner(provider.customer)
    const base = `/api/marketplace-service-providers/${provider.hex}/`
    const { body } = await request('PUT', base, { as: owner, ...multipart([file(png())]) })
    expect((await request('DELETE', base, { as: owner })).status).toBe(204)
    expect(await filesOf(provider)).toEqual([])
    expect((await get(new URL(String(body.image)).pathname)).status).toBe(404)
  })

  test('is taken together with other fields', async () => {
    const market = await world.marketplace()
    const { body } = await upload(market, { name: 'description', value: 'with a logo' }, file(png()))
    expect(body).toMatchObject({ description: 'with a logo', image: expect.stringContaining('/api/media/') })
  })

  test('of exactly the largest size is taken, one byte more is not', async () => {
    const market = await world.marketplace()
    const filling = MAX_IMAGE_BYTES - png(1, 1, 1).length + 1
    const largest = png(1, 1, filling)
    expect(largest).toHaveLength(MAX_IMAGE_BYTES)
    expect((await upload(market, file(largest))).status).toBe(200)
    const { status, body } = await upload(market, file(png(1, 1, filling + 1)))
    expect([status, Object.keys(body as object)]).toEqual([400, ['image']])
  })
})

describe('an image is refused', () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"><script>alert(1)</script></svg>'

  test.each<[string, Part, string]>([
    ['without a file name', { ...file(png()), filename: undefined }, 'No filename could be determined.'],
    ['with an empty file name', file(png(), ''), 'No filename could be determined.'],
    ['when it is empty', file(''), 'The submitted file is empty.'],
    [
      'when it is empty, before its name is looked at',
      file('', `${'n'.repeat(120)}.png`),
      'The submitted file is empty.',
    ],
    [
      'with a name that is too long',
      file(png(), `${'n'.repeat(97)}.png`),
      'Ensure this filename has at most 100 characters (it has 101).',
    ],
    [
      'with a name that is too long, before its content is looked at',
      file('text', `${'n'.repeat(200)}.txt`),
      'Ensure this filename has at most 100 characters (it has 204).',
    ],
    ['when it is text', file('sample text', 'logo.png'), NOT_AN_IMAGE],
    [
      'when it is text that starts like a bitmap',
      file('BM is how this longer text of a file begins', 'a.bmp'),
      NOT_AN_IMAGE,
    ],
    ['when it is text, before its extension is looked at', file('sample text', 'logo.txt'), NOT_AN_IMAGE],
    ['when it is SVG', file(svg, 'logo.svg'), NOT_AN_IMAGE],
    ['when it is SVG that is called PNG', file(svg, 'logo.png'), NOT_AN_IMAGE],
    ['when it is HTML', file('<!doctype html><script>alert(1)</script>', 'logo.gif'), NOT_AN_IMAGE],
    [
      'when it is a PNG signature and rubbish',
      file(Buffer.concat([png().subarray(0, 8), Buffer.alloc(99)])),
      NOT_AN_IMAGE,
    ],
    ['when it has no pixels', file(png(0, 1)), NOT_AN_IMAGE],
    ['when it breaks off in its header', file(jpeg.subarray(0, 12), 'logo.jpg'), NOT_AN_IMAGE],
    ['when a PNG breaks off', file(png(300, 300).subarray(0, -13)), NOT_AN_IMAGE],
    ['when a JPEG breaks off', file(jpeg.subarray(0, -1), 'logo.jpg'), NOT_AN_IMAGE],
    ['when a GIF breaks off', file(gif.subarray(0, -1), 'logo.gif'), NOT_AN_IMAGE],
    ['when a WebP breaks off', file(webp.subarray(0, -2), 'logo.webp'), NOT_AN_IMAGE],
    ['when a bitmap breaks off', file(bmp.subarray(0, -1), 'logo.bmp'), NOT_AN_IMAGE],
    ['when an icon breaks off', file(ico.subarray(0, -1), 'logo.ico'), NOT_AN_IMAGE],
    ['when a byte of it has changed', file(Buffer.from(png()).fill(0x7f, 44, 45)), NOT_AN_IMAGE],
    [
      'with an unknown extension',
      file(png(), 'logo.TXT'),
      'File extension “txt” is not allowed. Allowed extensions are: bmp, gif, ico, jpeg, jpg, png, webp.',
    ],
    [
      'without an extension',
      file(png(), 'logo'),
      'File extension “” is not allowed. Allowed extensions are: bmp, gif, ico, jpeg, jpg, png, webp.',
    ],
    ['as text of a form', { name: 'image', value: 'logo.png' }, NOT_A_FILE],
    ['as white space in a form', { name: 'image', value: ' ' }, NOT_A_FILE],
  ])('%s', async (_why, part, message) => {
    const market = await withLogo()
    const before = await filesOf(market.provider)
    const { status, body } = await upload(market, { name: 'description', value: 'changed' }, part)
    expect(status).toBe(400)
    expect(body).toEqual({ image: [message] })
    expect(await filesOf(market.provider)).toEqual(before)
    expect((await get(market.base)).body.description).toBe('')
  })

  test.each(['logo.png', 'data:image/png;base64,AAAA', 5, true, {}, [], { filename: 5, content: [1] }])(
    'as %j in JSON',
    async (image) => {
      const market = await withLogo()
      const { status, body } = await request('PATCH', market.base, { as: market.owner, body: { image } })
      expect(status).toBe(400)
      expect(body).toEqual({ image: [NOT_A_FILE] })
    },
  )

  test('with a large file that only seems to be one, without holding up others', async () => {
    const market = await world.marketplace()
    const seeming = Buffer.alloc(MAX_IMAGE_BYTES)
    seeming.set([0xff, 0xd8])
    expect((await upload(market, file(seeming, 'logo.jpg'))).body).toEqual({ image: [NOT_AN_IMAGE] })
  })

  test('together with the whole request when another field is wrong', async () => {
    const market = await world.marketplace()
    const { status, body } = await upload(market, file(png()), { name: 'enable_notifications', value: 'perhaps' })
    expect(status).toBe(400)
    expect(body).toEqual({ enable_notifications: ['Must be a valid boolean.'] })
    expect(await filesOf(market.provider)).toEqual([])
  })

  test('at registration, which then does not happen', async () => {
    const staff = await world.staff()
    const customer = await world.customer()
    const link: Part = { name: 'customer', value: `/api/customers/${customer.hex}/` }
    const answer = await post('/api/marketplace-service-providers/', {
      as: staff,
      ...multipart([link, file('sample text')]),
    })
    expect(answer.status).toBe(400)
    expect(answer.body).toEqual({ image: [NOT_AN_IMAGE] })
    expect(await database.rows(sql`select 1 from service_provider where customer_id = ${customer.id}`)).toEqual([])
  })
})

describe('an image is removed', () => {
  test.each([
    ['null in JSON', { body: { image: null } }],
    ['an empty text in JSON', { body: { image: '' } }],
    ['an empty field of a multipart form', multipart([{ name: 'image', value: '' }])],
    ['the word None of a multipart form', multipart([{ name: 'image', value: 'None', type: 'text/plain' }])],
    ['an empty field of an urlencoded form', urlencoded({ image: '' })],
    ['the word None of an urlencoded form', urlencoded({ image: 'None' })],
  ])('by %s', async (_how, options) => {
    for (const method of ['PUT', 'PATCH'] as const) {
      const market = await withLogo()
      const { status, body } = await request(method, market.base, { as: market.owner, ...options })
      expect(status).toBe(200)
      expect(body.image).toBeNull()
      expect(await filesOf(market.provider)).toEqual([])
      expect((await get(market.path)).status).toBe(404)
    }
  })

  test('not when it is not mentioned', async () => {
    const market = await withLogo()
    for (const method of ['PUT', 'PATCH'] as const) {
      const { body } = await request(method, market.base, { as: market.owner, body: { description: 'changed' } })
      expect(new URL(String(body.image)).pathname).toBe(market.path)
    }
  })
})

test('stored files that do not exist are not found, for everybody', async () => {
  for (const uuid of ['00000000000040008000000000000000', 'nonsense', '..%2F..%2Fetc%2Fpasswd']) {
    const answer = await get(`/api/media/${uuid}/`)
    expect(answer.status).toBe(404)
    expect(answer.body).toEqual({ detail: 'Not found.' })
  }
})
