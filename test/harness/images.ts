import { crc32, deflateSync } from 'node:zlib'

// Complete images of one pixel, small enough to write by hand.

const pngChunk = (type: string, data: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const chunk = Buffer.alloc(body.length + 8)
  chunk.writeUInt32BE(data.length, 0)
  body.copy(chunk, 4)
  chunk.writeUInt32BE(crc32(body), body.length + 4)
  return chunk
}

/** Black pixels; `padding` is the length of an ignored chunk that makes the file as large as wanted. */
export const png = (width = 1, height = 1, padding = 0): Buffer => {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([1, 0, 0, 0, 0], 8)
  const row = Buffer.alloc(1 + Math.ceil(width / 8))
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    pngChunk('IHDR', header),
    ...(padding > 0 ? [pngChunk('teSt', Buffer.alloc(padding))] : []),
    pngChunk('IDAT', deflateSync(Buffer.concat(Array.from({ length: height }, () => row)))),
    pngChunk('IEND', Buffer.alloc(0)),
  ])
}

export const gif = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64')

export const webp = Buffer.from('UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==', 'base64')

const jpegSegment = (marker: number, data: readonly number[]): Buffer =>
  Buffer.from([0xff, marker, 0, data.length + 2, ...data])

export const jpeg = Buffer.concat([
  Buffer.from([0xff, 0xd8]),
  jpegSegment(0xe0, [...Buffer.from('JFIF\0'), 1, 1, 0, 0, 1, 0, 1, 0, 0]),
  jpegSegment(0xdb, [0, ...Array.from({ length: 64 }, () => 1)]),
  jpegSegment(0xc0, [8, 0, 1, 0, 1, 1, 1, 0x11, 0]),
  jpegSegment(0xc4, [0, 1, ...Array.from({ length: 15 }, () => 0), 0]),
  jpegSegment(0xc4, [0x10, 1, ...Array.from({ length: 15 }, () => 0), 0]),
  jpegSegment(0xda, [1, 1, 0, 0, 0x3f, 0]),
  Buffer.from([0x3f, 0xff, 0xd9]),
])

const bitmap = (): Buffer => {
  const file = Buffer.alloc(58)
  file.write('BM', 'latin1')
  file.writeUInt32LE(file.length, 2)
  file.writeUInt32LE(54, 10)
  file.writeUInt32LE(40, 14)
  file.writeInt32LE(1, 18)
  file.writeInt32LE(1, 22)
  file.writeUInt16LE(1, 26)
  file.writeUInt16LE(24, 28)
  return file
}

export const bmp = bitmap()

const icon = (): Buffer => {
  const image = png()
  const header = Buffer.from([0, 0, 1, 0, 1, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 22, 0, 0, 0])
  header.writeUInt32LE(image.length, 14)
  return Buffer.concat([header, image])
}

export const ico = icon()
