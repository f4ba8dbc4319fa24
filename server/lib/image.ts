import { imageType } from './image-formats.ts'

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
  const mimeType = imageType(content)
  if (mimeType === undefined) {
    return 'Upload a valid image. The file you uploaded was either not an image or a corrupted image.'
  }
  const extension = /\.([^./\\]+)$/.exec(filename)?.[1]?.toLowerCase() ?? ''
  if (!EXTENSIONS.includes(extension)) {
    return `File extension “${extension}” is not allowed. Allowed extensions are: ${EXTENSIONS.join(', ')}.`
  }
  return { extension: `.${extension}`, mimeType }
}
