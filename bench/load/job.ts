export interface LoadRequest {
  method: 'GET' | 'HEAD' | 'POST' | 'PATCH' | 'DELETE'
  path: string
  headers?: Readonly<Record<string, string>>
  /** JSON text. */
  body?: string
}

/** What the load generator does: the requests in turn, over and over, until the time or the number is reached. */
export interface LoadJob {
  port: number
  token: string
  requests: readonly LoadRequest[]
  connections: number
  seconds: number
  /** Most requests to send. */
  maximum?: number
  /** Requests per second; without it every connection sends its next one when it has its answer. */
  rate?: number
}

export interface LoadResult {
  count: number
  seconds: number
  perSecond: number
  /** Milliseconds; with a rate counted from when the request was due. */
  p50: number
  p99: number
  /** Answers by status; 0 stands for a broken connection. */
  statuses: Record<string, number>
}
