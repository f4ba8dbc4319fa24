import type { RequestOptions } from './app.ts'

export interface Part {
  name: string
  value: string | Uint8Array
  filename?: string
  type?: string
}

const BOUNDARY = 'sample-boundary-7f3a'

/** A multipart body as request options. A part with a file name is a file. */
export const multipart = (parts: readonly Part[]): Required<Pick<RequestOptions, 'payload' | 'headers'>> => {
  const chunks = parts.flatMap(({ name, value, filename, type }) => {
    const file = filename === undefined ? '' : `; filename="${filename}"`
    const contentType = type === undefined ? '' : `\r\nContent-Type: ${type}`
    const head = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"${file}${contentType}\r\n\r\n`
    return [Buffer.from(head), Buffer.from(value), Buffer.from('\r\n')]
  })
  return {
    payload: Buffer.concat([...chunks, Buffer.from(`--${BOUNDARY}--\r\n`)]),
    headers: { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` },
  }
}

/** An urlencoded body as request options. */
export const urlencoded = (fields: Record<string, string>): Required<Pick<RequestOptions, 'payload' | 'headers'>> => ({
  payload: new URLSearchParams(fields).toString(),
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
})
