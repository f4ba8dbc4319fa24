import { imageSize } from 'image-size'

const MIME_TYPES: Readonly<Record<string, string>> = {
  bmp: 'image/bmp',
  gif: 'image/gif',
  ico: 'image/x-icon',
  jpg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
}

const EXTENSIONS = ['bmp', 'gif', 'ico', 'jpeg', 'jpg', 'png', 'webp']
const MAX_NAME_LENGTH = 100

export interface ImageFile {
  /** With the leading dot, lower case. */
  extension: string
  mimeType: string
}

export interface Upload {
  filename: string
  content: Uint8Array
}

/** Checks an uploaded raster image by its content. Returns what it is, or the message that refuses it. */
export const checkImage = (upload: Upload, maxBytes: number): ImageFile | string => {
  const { filename, content } = upload
  if (filename === '') return 'No filename could be determined.'
  if (content.length === 0) return 'The submitted file is empty.'
  const length = [...filename].length
  if (length > MAX_NAME_LENGTH) {
    return `Ensure this filename has at most ${String(MAX_NAME_LENGTH)} characters (it has ${String(length)}).`
  }
  if (content.length > maxBytes) return `Ensure this file has at most ${String(maxBytes)} bytes.`
  const mimeType = sniff(content)
  if (mimeType === undefined) {
    return 'Upload a valid image. The file you uploaded was either not an image or a corrupted image.'
  }
  const extension = /\.([^./\\]+)$/.exec(filename)?.[1]?.toLowerCase() ?? ''
  if (!EXTENSIONS.includes(extension)) {
    return `File extension “${extension}” is not allowed. Allowed extensions are: ${EXTENSIONS.join(', ')}.`
  }
  return { extension: `.${extension}`, mimeType }
}

/** Enough for the headers of any image; searching all of a large file that is none takes seconds. */
const HEADER_BYTES = 262_144

const sniff = (content: Uint8Array): string | undefined => {
  try {
    const { type, width, height } = imageSize(content.subarray(0, HEADER_BYTES))
    if (type === 'bmp' && !hasBitmapHeader(content)) return undefined
    return width > 0 && height > 0 ? MIME_TYPES[type ?? ''] : undefined
  } catch {
    return undefined
  }
}

/** Two letters alone would make an image of many a text. */
const hasBitmapHeader = (content: Uint8Array): boolean => {
  const infoHeaderSize = new DataView(content.buffer, content.byteOffset).getUint32(14, true)
  return [12, 40, 52, 56, 64, 108, 124].includes(infoHeaderSize)
}
