import { connect, type Socket } from 'node:net'

/** Whatever happens, a request ends. */
const TIMEOUT_MILLISECONDS = 60_000

const HEAD_END = Buffer.from('\r\n\r\n')

interface Waiting {
  hasBody: boolean
  resolve: (status: number) => void
  reject: (error: Error) => void
}

/** Length of an answer's head and of its body; undefined while the head is incomplete. */
const measure = (received: Buffer, hasBody: boolean): { status: number; length: number } | undefined => {
  const headEnd = received.indexOf(HEAD_END)
  if (headEnd < 0) return undefined
  const head = received.toString('latin1', 0, headEnd)
  const status = Number(head.slice(9, 12))
  const start = headEnd + HEAD_END.length
  if (!hasBody || status === 204 || status === 304) return { status, length: start }
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1]
  if (length === undefined) throw new Error('An answer without a length cannot be measured')
  return { status, length: start + Number(length) }
}

/**
 * One keep-alive connection to a server on this machine, one request at a time. It does as little as it can, because it
 * shares the processors with what it measures; a general client takes longer than the floors do.
 */
export class Connection {
  readonly #port: number
  #socket: Socket | undefined
  #received: Buffer = Buffer.alloc(0)
  #waiting: Waiting | undefined

  constructor(port: number) {
    this.#port = port
  }

  /** Sends a whole request and resolves with the status when its answer has arrived. */
  send(request: Buffer, hasBody: boolean): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#waiting = { hasBody, resolve, reject }
      this.#socket ??= this.#open()
      this.#socket.write(request)
    })
  }

  close(): void {
    this.#socket?.destroy()
    this.#socket = undefined
  }

  #open(): Socket {
    const socket = connect({ host: '127.0.0.1', port: this.#port, noDelay: true })
    socket.setTimeout(TIMEOUT_MILLISECONDS, () => socket.destroy(new Error('timeout')))
    socket.on('data', (chunk: Buffer) => {
      this.#read(chunk)
    })
    socket.on('error', (error) => {
      this.#fail(error)
    })
    socket.on('close', () => {
      if (this.#socket === socket) this.#socket = undefined
      this.#fail(new Error('connection closed'))
    })
    return socket
  }

  #read(chunk: Buffer): void {
    const waiting = this.#waiting
    if (!waiting) return
    this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk])
    try {
      const answer = measure(this.#received, waiting.hasBody)
      if (!answer || this.#received.length < answer.length) return
      this.#received = Buffer.alloc(0)
      this.#waiting = undefined
      waiting.resolve(answer.status)
    } catch (error) {
      this.#fail(error as Error)
    }
  }

  #fail(error: Error): void {
    const waiting = this.#waiting
    this.#waiting = undefined
    this.#received = Buffer.alloc(0)
    this.close()
    waiting?.reject(error)
  }
}
