import { crc32 } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { bmp, gif, ico, jpeg, png, webp } from '../../test/harness/images.ts'
import { imageType } from './image-formats.ts'

const bytes = (...values: number[]) => Buffer.from(values)
const changed = (file: Buffer, change: (copy: Buffer) => unknown) => {
  const copy = Buffer.from(file)
  change(copy)
  return copy
}

const riff = (...chunks: readonly (readonly [string, Buffer])[]) => {
  const body = chunks.flatMap(([type, data]) => {
    const length = Buffer.alloc(4)
    length.writeUInt32LE(data.length)
    return [Buffer.from(type, 'latin1'), length, data, Buffer.alloc(data.length % 2)]
  })
  const content = Buffer.concat([Buffer.from('WEBP', 'latin1'), ...body])
  const head = Buffer.from('RIFF\0\0\0\0', 'latin1')
  head.writeUInt32LE(content.length, 4)
  return Buffer.concat([head, content])
}

const lossless = webp.subarray(20, 33)
/** A key frame of 2 by 3 pixels whose first partition is one byte long. */
const lossy = bytes(0x30, 0, 0, 0x9d, 0x01, 0x2a, 2, 0, 3, 0, 0, 0)
const extended = bytes(2, 0, 0, 0, 1, 0, 0, 2, 0, 0)
const frame = (picture: Buffer) => Buffer.concat([Buffer.alloc(16), riff(['VP8 ', picture]).subarray(12)])

const bitmapOf = (width: number, height: number, bitsPerPixel: number, compression = 0, dataBytes = 0) => {
  const header = Buffer.alloc(54)
  header.write('BM', 'latin1')
  header.writeUInt32LE(54, 10)
  header.writeUInt32LE(40, 14)
  header.writeInt32LE(width, 18)
  header.writeInt32LE(height, 22)
  header.writeUInt16LE(1, 26)
  header.writeUInt16LE(bitsPerPixel, 28)
  header.writeUInt32LE(compression, 30)
  header.writeUInt32LE(dataBytes, 34)
  return header
}

const iconOf = (...pictures: readonly Buffer[]) => {
  const directory = Buffer.alloc(6 + 16 * pictures.length)
  directory.set([0, 0, 1, 0, pictures.length])
  let start = directory.length
  for (const [index, picture] of pictures.entries()) {
    directory.writeUInt32LE(picture.length, 6 + 16 * index + 8)
    directory.writeUInt32LE(start, 6 + 16 * index + 12)
    start += picture.length
  }
  return Buffer.concat([directory, ...pictures])
}

/** The bitmap of an icon: 8 by 8 pixels of one bit, their mask, two colours. */
const iconBitmap = Buffer.concat([bitmapOf(8, 16, 1).subarray(14), Buffer.alloc(8 + 32 + 32)])

const complete: readonly [string, Buffer, string][] = [
  ['PNG', png(), 'image/png'],
  ['PNG with a chunk nobody knows', png(3, 3, 100), 'image/png'],
  ['JPEG', jpeg, 'image/jpeg'],
  ['GIF', gif, 'image/gif'],
  ['WebP without loss', webp, 'image/webp'],
  ['WebP with loss', riff(['VP8 ', lossy]), 'image/webp'],
  ['WebP with extensions', riff(['VP8X', extended], ['ALPH', bytes(0)], ['VP8L', lossless]), 'image/webp'],
  [
    'WebP that moves',
    riff(['VP8X', extended], ['ANIM', Buffer.alloc(6)], ['ANMF', frame(lossy)], ['ANMF', frame(lossy)]),
    'image/webp',
  ],
  ['bitmap', bmp, 'image/bmp'],
  ['bitmap from top to bottom', Buffer.concat([bitmapOf(5, -2, 24), Buffer.alloc(32)]), 'image/bmp'],
  ['bitmap of run lengths', Buffer.concat([bitmapOf(5, 2, 8, 1, 4), bytes(5, 0, 0, 1)]), 'image/bmp'],
  ['icon of a PNG', ico, 'image/x-icon'],
  ['icon of bitmap and PNG', iconOf(iconBitmap, png()), 'image/x-icon'],
]

describe.each(complete)('a %s', (_what, file, mimeType) => {
  test('is known by its content', () => {
    expect(imageType(file)).toBe(mimeType)
    expect(imageType(Buffer.concat([Buffer.alloc(3), file]).subarray(3))).toBe(mimeType)
  })

  test('is refused when it breaks off, wherever that is', () => {
    for (let length = 0; length < file.length; length++) {
      expect(imageType(file.subarray(0, length)), String(length)).toBeUndefined()
    }
  })

  test('may be followed by something else', () => {
    expect(imageType(Buffer.concat([file, Buffer.from('appended')]))).toBe(mimeType)
  })
})

test('a PNG with any one bit changed is refused', () => {
  const file = png(2, 2)
  for (let bit = 0; bit < 8 * file.length; bit++) {
    const flipped = changed(file, (copy) => (copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7))))
    expect(imageType(flipped), String(bit)).toBeUndefined()
  }
})

/** A PNG whose header was changed and whose checksum fits again. */
const pngWith = (at: number, value: number) =>
  changed(png(), (copy) => {
    copy[at] = value
    copy.writeUInt32BE(crc32(copy.subarray(12, 29)), 29)
  })

test.each<[string, Buffer]>([
  ['a PNG without data', Buffer.concat([png().subarray(0, 33), png().subarray(-12)])],
  ['a PNG without a header', Buffer.concat([png().subarray(0, 8), png().subarray(33)])],
  ['a PNG with an impossible depth', pngWith(24, 3)],
  ['a PNG with an impossible colour type', pngWith(25, 5)],
  ['a PNG that lacks its palette', pngWith(25, 3)],
  ['a PNG without pixels', png(0, 1)],
  ['a JPEG without a scan', Buffer.concat([jpeg.subarray(0, 20), bytes(0xff, 0xd9)])],
  ['a JPEG whose scan comes before its frame', Buffer.concat([bytes(0xff, 0xd8), jpeg.subarray(-13)])],
  ['a JPEG with rubbish between segments', Buffer.concat([jpeg.subarray(0, 20), bytes(0), jpeg.subarray(20)])],
  ['a JPEG with a segment shorter than its length', changed(jpeg, (copy) => copy.writeUInt16BE(1, 4))],
  ['a JPEG inside a JPEG', Buffer.concat([jpeg.subarray(0, 20), jpeg])],
  ['a GIF without an image', Buffer.concat([gif.subarray(0, 19), bytes(0x3b)])],
  ['a GIF with an unknown block', Buffer.concat([gif.subarray(0, 19), bytes(0x2d), gif.subarray(19)])],
  ['a GIF with an impossible code size', changed(gif, (copy) => (copy[37] = 12))],
  ['a GIF whose image is empty', changed(gif, (copy) => (copy[38] = 0))],
  ['a WebP of an unknown kind', riff(['VP8?', lossy])],
  ['a WebP whose picture is missing', riff(['VP8X', extended], ['EXIF', bytes(0)])],
  ['a WebP that moves, with an empty frame', riff(['VP8X', extended], ['ANMF', Buffer.alloc(16)])],
  ['a WebP of a frame that is no key frame', riff(['VP8 ', changed(lossy, (copy) => (copy[0] = 0x31))])],
  ['a WebP with a partition longer than itself', riff(['VP8 ', changed(lossy, (copy) => (copy[1] = 1))])],
  ['a WebP without the signature of lossless pictures', riff(['VP8L', changed(lossless, (copy) => (copy[0] = 0))])],
  ['a RIFF file of another kind', changed(webp, (copy) => copy.write('WAVE', 8, 'latin1'))],
  ['a bitmap with an impossible header', changed(bmp, (copy) => copy.writeUInt32LE(41, 14))],
  ['a bitmap of two planes', changed(bmp, (copy) => copy.writeUInt16LE(2, 26))],
  ['a bitmap with an impossible depth', changed(bmp, (copy) => copy.writeUInt16LE(5, 28))],
  ['a bitmap that holds a file of another format', changed(bmp, (copy) => copy.writeUInt32LE(4, 30))],
  ['a bitmap whose data lies in its header', changed(bmp, (copy) => copy.writeUInt32LE(20, 10))],
  ['a bitmap higher than its data', changed(bmp, (copy) => copy.writeInt32LE(2, 22))],
  ['a bitmap of negative width', changed(bmp, (copy) => copy.writeInt32LE(-1, 18))],
  ['an icon without pictures', iconOf()],
  ['an icon whose picture lies in its directory', changed(ico, (copy) => copy.writeUInt32LE(6, 18))],
  ['an icon of text', iconOf(Buffer.from('sample text of some length, which is no picture'))],
  ['a cursor', changed(ico, (copy) => (copy[2] = 2))],
])('%s is refused', (_what, file) => {
  expect(imageType(file)).toBeUndefined()
})

test('an icon whose entries share a picture is refused: it could be read thousands of times', () => {
  const shared = changed(iconOf(png(), png()), (copy) => copy.writeUInt32LE(copy.readUInt32LE(18), 34))
  expect(imageType(iconOf(png(), png()))).toBe('image/x-icon')
  expect(imageType(shared.subarray(0, shared.length - png().length))).toBeUndefined()
})

// C-091
test('pictures too large to be unpacked are refused, however small the file is', () => {
  const sized = (width: number, height: number) =>
    changed(png(), (copy) => {
      copy.writeUInt32BE(width, 16)
      copy.writeUInt32BE(height, 20)
      copy.writeUInt32BE(crc32(copy.subarray(12, 29)), 29)
    })
  expect(imageType(sized(10_000, 17_895))).toBe('image/png')
  expect(imageType(sized(10_000, 17_896))).toBeUndefined()
  expect(imageType(sized(0xffffffff, 0xffffffff))).toBeUndefined()
})

/** The largest image of the default settings, of nothing but the smallest parts: a naive reader takes minutes. */
test.each<[string, () => Buffer]>([
  [
    'chunks of a PNG',
    () => {
      const chunk = Buffer.from('\0\0\0\0teSt\0\0\0\0', 'latin1')
      chunk.writeUInt32BE(crc32(chunk.subarray(4, 8)), 8)
      return Buffer.concat([png().subarray(0, 33), Buffer.alloc(10_485_600, chunk), png().subarray(33)])
    },
  ],
  ['sub-blocks of a GIF', () => Buffer.concat([gif.subarray(0, -3), Buffer.alloc(10_485_600, bytes(1, 7))])],
  ['stuffed bytes of a JPEG', () => Buffer.concat([jpeg.subarray(0, -2), Buffer.alloc(10_485_600, bytes(0xff, 0))])],
  ['chunks of a WebP', () => riff(['VP8X', extended], ['ANMF', Buffer.alloc(10_485_600)])],
  ['entries of an icon', () => iconOf(...Array.from({ length: 200 }, () => png(1, 1, 50_000)))],
])('millions of %s take no noticeable time', (_what, make) => {
  const file = make()
  const before = performance.now()
  imageType(file)
  expect(performance.now() - before).toBeLessThan(3_000)
})
