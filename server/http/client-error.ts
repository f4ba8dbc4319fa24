import type { Socket } from 'node:net'

const ANSWERS: Readonly<Record<string, { line: string; detail: string }>> = {
  ERR_HTTP_REQUEST_TIMEOUT: { line: '408 Request Timeout', detail: 'The request took too long to arrive.' },
  HPE_HEADER_OVERFLOW: {
    line: '431 Request Header Fields Too Large',
    detail: 'The address or the headers of the request are too long.',
  },
}

const MALFORMED = { line: '400 Bad Request', detail: 'The request is not valid HTTP.' }

/** Answers what the HTTP parser refused, before there is a request, and closes the connection. */
export const answerClientError = (error: Error & { code?: string }, socket: Socket): void => {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const { line, detail } = ANSWERS[error.code ?? ''] ?? MALFORMED
  const body = JSON.stringify({ detail })
  const head = [
    `HTTP/1.1 ${line}`,
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${String(Buffer.byteLength(body))}`,
    'Connection: close',
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
}
