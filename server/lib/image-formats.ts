import { crc32 } from 'node:zlib'

// Whether a file is a complete image, by walking its structure from the first byte to the last. Nothing is
// decompressed, so the cost is that of reading the file once, whatever size of picture it claims.

interface Size {
  width: number
  height: number
}

/** The size of the picture; undefined, or a RangeError for reading beyond the end, when the structure is broken. */
type Reader = (file: Buffer) => Size | undefined

const PNG_SIGNATURE = '\x89PNG\r\n\x1a\n'

/** Bits per sample that go with a colour type. */
const PNG_DEPTHS: Readonly<Record<number, readonly number[]>> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
}

/** Every chunk with its checksum, from the header over data to the end. */
const readPng: Reader = (file) => {
  let size: Size | undefined
  let hasPalette = false
  let hasData = false
  for (let at = PNG_SIGNATURE.length; ;) {
    const length = file.readUInt32BE(at)
    const end = at + 8 + length
    if (file.readUInt32BE(end) !== crc32(file.subarray(at + 4, end))) return undefined
    const type = file.toString('latin1', at + 4, at + 8)
    if (!size) {
      if (type !== 'IHDR' || length !== 13) return undefined
      const [depth = 0, colour = 0] = file.subarray(at + 16)
      if (PNG_DEPTHS[colour]?.includes(depth) !== true) return undefined
      hasPalette = colour !== 3
      size = { width: file.readUInt32BE(at + 8), height: file.readUInt32BE(at + 12) }
    }
    if (type === 'PLTE') hasPalette = true
    if (type === 'IDAT') hasData = true
    if (type === 'IEND') return hasData && hasPalette ? size : undefined
    at = end + 4
  }
}

/** SOF0 to SOF15 without DHT, JPG and DAC, which share their range. */
const isStartOfFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)

const isRestart = (marker: number): boolean => marker >= 0xd0 && marker <= 0xd7

/** Where the next marker behind compressed data is: an FF that is neither stuffed nor a restart. */
const endOfScan = (file: Buffer, start: number): number => {
  for (let at = start; at < file.length - 1; at++) {
    if (file[at] !== 0xff) continue
    const next = file.readUInt8(at + 1)
    if (next !== 0 && next !== 0xff && !isRestart(next)) return at
  }
  return file.length
}

/** Every marker from the start of the image over a frame and a scan to the end of the image. */
const readJpeg: Reader = (file) => {
  let size: Size | undefined
  let hasScan = false
  for (let at = 2; ;) {
    if (file.readUInt8(at) !== 0xff) return undefined
    const marker = file.readUInt8(at + 1)
    if (marker === 0xff) {
      at += 1
      continue
    }
    if (marker === 0xd9) return hasScan ? size : undefined
    if (marker < 0xc0 || marker === 0xd8 || isRestart(marker)) return undefined
    const length = file.readUInt16BE(at + 2)
    if (length < 2) return undefined
    if (isStartOfFrame(marker)) size = { height: file.readUInt16BE(at + 5), width: file.readUInt16BE(at + 7) }
    at += 2 + length
    if (marker === 0xda) {
      if (!size) return undefined
      hasScan = true
      at = endOfScan(file, at)
    }
  }
}

/** Behind a chain of sub-blocks, each with its length in front, an empty one at the end. */
const afterSubBlocks = (file: Buffer, start: number): number => {
  let at = start
  for (let length = file.readUInt8(at); length > 0; length = file.readUInt8(at)) at += 1 + length
  return at + 1
}

/** Bytes of a colour table, by the flags of a screen or an image. */
const colourTable = (flags: number): number => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0)

/** Every block up to the trailer, one image at least. */
const readGif: Reader = (file) => {
  const size = { width: file.readUInt16LE(6), height: file.readUInt16LE(8) }
  let hasImage = false
  for (let at = 13 + colourTable(file.readUInt8(10)); ;) {
    const block = file.readUInt8(at)
    if (block === 0x3b) return hasImage ? size : undefined
    if (block === 0x21) {
      at = afterSubBlocks(file, at + 2)
    } else if (block === 0x2c) {
      const data = at + 10 + colourTable(file.readUInt8(at + 9))
      const codeSize = file.readUInt8(data)
      if (codeSize < 1 || codeSize > 11 || file.readUInt8(data + 1) === 0) return undefined
      hasImage = true
      at = afterSubBlocks(file, data + 1)
    } else {
      return undefined
    }
  }
}

interface Chunk {
  type: string
  data: Buffer
}

/** More than any picture has, so that a file of nothing but chunks costs little. */
const MAX_CHUNKS = 10_000
const MAX_CHUNKS_OF_FRAME = 10

/** The chunks of a RIFF container, padded to even lengths; undefined when the last one is cut off. */
const riffChunks = (file: Buffer, limit: number): Chunk[] | undefined => {
  const chunks: Chunk[] = []
  for (let at = 0; at < file.length;) {
    const end = at + 8 + file.readUInt32LE(at + 4)
    if (end > file.length || chunks.length === limit) return undefined
    chunks.push({ type: file.toString('latin1', at, at + 4), data: file.subarray(at + 8, end) })
    at = end + (end % 2)
  }
  return chunks
}

const readWebp: Reader = (file) => {
  const end = 8 + file.readUInt32LE(4)
  if (file.toString('latin1', 8, 12) !== 'WEBP' || end > file.length) return undefined
  const chunks = riffChunks(file.subarray(12, end), MAX_CHUNKS)
  const first = chunks?.[0]
  if (!chunks || !first) return undefined
  if (first.type !== 'VP8X') return readWebpFrame(first)
  const frames = chunks
    .filter(({ type }) => type === 'ANMF')
    .map(({ data }) => riffChunks(data.subarray(16), MAX_CHUNKS_OF_FRAME))
  const pictures = [chunks, ...frames].map((found) => found?.find(({ type }) => type === 'VP8 ' || type === 'VP8L'))
  const [still, ...moving] = pictures.map((picture) => picture && readWebpFrame(picture))
  const isComplete = frames.length > 0 ? moving.every((frame) => frame !== undefined) : still !== undefined
  return isComplete ? { width: first.data.readUIntLE(4, 3) + 1, height: first.data.readUIntLE(7, 3) + 1 } : undefined
}

/** A picture with or without loss. */
const readWebpFrame = ({ type, data }: Chunk): Size | undefined => {
  if (type === 'VP8L') {
    const bits = data.readUInt32LE(1)
    return data[0] === 0x2f ? { width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1 } : undefined
  }
  const tag = data.readUIntLE(0, 3)
  const isKeyFrame = (tag & 1) === 0 && data.readUIntBE(3, 3) === 0x9d012a
  // The first partition ends inside the chunk; what follows it is not empty.
  if (type !== 'VP8 ' || !isKeyFrame || 10 + (tag >> 5) > data.length) return undefined
  return { width: data.readUInt16LE(6) & 0x3fff, height: data.readUInt16LE(8) & 0x3fff }
}

const BITMAP_HEADERS = [12, 40, 52, 56, 64, 108, 124]

interface Bitmap extends Size {
  headerSize: number
  bitsPerPixel: number
  paletteBytes: number
  /** Of the pixels, as they are stored. */
  dataBytes: number
}

/** The header of a device-independent bitmap, as bitmap files and icons hold it. */
const readBitmapHeader = (dib: Buffer): Bitmap | undefined => {
  const headerSize = dib.readUInt32LE(0)
  if (!BITMAP_HEADERS.includes(headerSize)) return undefined
  const isOld = headerSize === 12
  const width = isOld ? dib.readUInt16LE(4) : dib.readInt32LE(4)
  const height = isOld ? dib.readUInt16LE(6) : Math.abs(dib.readInt32LE(8))
  const bitsPerPixel = dib.readUInt16LE(isOld ? 10 : 14)
  const compression = isOld ? 0 : dib.readUInt32LE(16)
  if (dib.readUInt16LE(isOld ? 8 : 12) !== 1 || ![1, 2, 4, 8, 16, 24, 32].includes(bitsPerPixel)) return undefined
  const usedColours = isOld ? 0 : dib.readUInt32LE(32)
  const colours = bitsPerPixel > 8 ? 0 : usedColours || 2 ** bitsPerPixel
  const palette = { bitsPerPixel, paletteBytes: colours * (isOld ? 3 : 4), headerSize, width, height }
  switch (compression) {
    case 0: // as they are
    case 3: // with masks for the colours
    case 6:
      return { ...palette, dataBytes: rowBytes(width, bitsPerPixel) * height }
    case 1: // run lengths, whose size only the header tells
    case 2: {
      const dataBytes = dib.readUInt32LE(20)
      return dataBytes > 0 ? { ...palette, dataBytes } : undefined
    }
    default:
      return undefined
  }
}

/** Rows of a bitmap end at multiples of four bytes. */
const rowBytes = (width: number, bitsPerPixel: number): number => Math.ceil((width * bitsPerPixel) / 32) * 4

const readBmp: Reader = (file) => {
  const bitmap = readBitmapHeader(file.subarray(14))
  if (!bitmap) return undefined
  const start = file.readUInt32LE(10)
  const isComplete = start >= 14 + bitmap.headerSize && start + bitmap.dataBytes <= file.length
  return isComplete ? bitmap : undefined
}

/** Every entry of the directory is a complete PNG or bitmap; the largest counts. */
const readIco: Reader = (file) => {
  const count = file.readUInt16LE(4)
  let total = 6 + 16 * count
  let largest: Size | undefined
  for (let entry = 0; entry < count; entry++) {
    const length = file.readUInt32LE(6 + 16 * entry + 8)
    const start = file.readUInt32LE(6 + 16 * entry + 12)
    total += length
    // Pictures do not overlap: else a small directory could ask for reading one picture thousands of times.
    if (start < 6 + 16 * count || start + length > file.length || total > file.length) return undefined
    const size = readIconPicture(file.subarray(start, start + length))
    if (!isPicture(size)) return undefined
    if (!largest || size.width * size.height > largest.width * largest.height) largest = size
  }
  return largest
}

const readIconPicture: Reader = (picture) => {
  if (picture.toString('latin1', 0, 8) === PNG_SIGNATURE) return readPng(picture)
  const bitmap = readBitmapHeader(picture)
  if (!bitmap) return undefined
  // The colours and below them a mask of one bit per pixel: together twice as high as the picture. With 32 bits per
  // pixel the mask is often missing.
  const { width, bitsPerPixel, headerSize, paletteBytes } = bitmap
  const height = bitmap.height / 2
  const mask = bitsPerPixel === 32 ? 0 : rowBytes(width, 1)
  const needed = headerSize + paletteBytes + (rowBytes(width, bitsPerPixel) + mask) * height
  return needed <= picture.length ? { width, height } : undefined
}

const isPicture = (size: Size | undefined): size is Size => size !== undefined && size.width > 0 && size.height > 0

/** What the files begin with, as Latin-1. */
const FORMATS: readonly { mimeType: string; beginning: string; read: Reader }[] = [
  { mimeType: 'image/png', beginning: PNG_SIGNATURE, read: readPng },
  { mimeType: 'image/jpeg', beginning: '\xff\xd8\xff', read: readJpeg },
  { mimeType: 'image/gif', beginning: 'GIF87a', read: readGif },
  { mimeType: 'image/gif', beginning: 'GIF89a', read: readGif },
  { mimeType: 'image/webp', beginning: 'RIFF', read: readWebp },
  { mimeType: 'image/bmp', beginning: 'BM', read: readBmp },
  { mimeType: 'image/x-icon', beginning: '\0\0\x01\0', read: readIco },
]

/** C-091: the size of pictures that the original's imaging library calls decompression bombs. */
const MAX_PIXELS = 178_956_970

/** The media type of a complete image; undefined for anything else. */
export const imageType = (content: Uint8Array): string | undefined => {
  const file = Buffer.from(content.buffer, content.byteOffset, content.byteLength)
  const start = file.toString('latin1', 0, 8)
  const format = FORMATS.find(({ beginning }) => start.startsWith(beginning))
  try {
    const size = format?.read(file)
    return isPicture(size) && size.width * size.height <= MAX_PIXELS ? format?.mimeType : undefined
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}
