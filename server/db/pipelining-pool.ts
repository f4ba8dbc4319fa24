import pg from 'pg'

/**
 * Statements on their way on one connection. The next is there when one is done: the connection's process does not fall
 * asleep in between, nor need be woken. So few connections keep the processors busy; more only get in each other's way.
 */
const MAX_UNDER_WAY = 4

interface Lane {
  client: pg.PoolClient
  underWay: number
  /** Grows with each statement of the pool that begins. */
  begun: number
  /** Why the connection is not used any more. */
  failure: Error | undefined
}

interface Turn {
  query: pg.Query
  resolve: (result: pg.QueryResult) => void
  reject: (error: Error) => void
  timer: NodeJS.Timeout | undefined
}

/** A pool whose connections are shared by single statements, once all of them are at work. */
export class PipeliningPool extends pg.Pool {
  readonly #lanes = new Set<Lane>()
  readonly #waiting: Turn[] = []
  #opening = 0
  #begun = 0

  constructor(config: pg.PoolConfig) {
    // A statement's time begins to count while it still waits for the one before.
    const patience = config.query_timeout && { query_timeout: MAX_UNDER_WAY * config.query_timeout }
    super({ ...config, ...patience, pipeline: true })
  }

  /** How many statements wait for a connection. */
  get queued(): number {
    return this.#waiting.length
  }

  /** Runs a statement that is a transaction of its own, and short: others wait behind it. */
  send(query: pg.Query): Promise<pg.QueryResult> {
    return new Promise((resolve, reject) => {
      const turn = { query, resolve, reject, timer: undefined }
      this.#waiting.push(turn)
      if (!this.#openForWaiting()) this.#next()
      if (this.#waiting.at(-1) === turn) this.#limitWaiting(turn)
    })
  }

  #limitWaiting(turn: Turn): void {
    turn.timer = setTimeout(() => {
      this.#waiting.splice(this.#waiting.indexOf(turn), 1)
      turn.reject(new Error('timeout exceeded when trying to connect'))
    }, this.options.connectionTimeoutMillis)
  }

  #nextTurn(): Turn | undefined {
    const turn = this.#waiting.shift()
    clearTimeout(turn?.timer)
    return turn
  }

  /** Takes one more connection if there may be one more and somebody waits for it. */
  #openForWaiting(): boolean {
    const opens = this.#waiting.length > this.#opening && this.#lanes.size + this.#opening < this.options.max
    if (opens) this.#open()
    return opens
  }

  #open(): void {
    this.#opening++
    this.connect((failure, client) => {
      this.#opening--
      if (!client) {
        this.#nextTurn()?.reject(failure ?? new Error('There is no connection'))
        return void this.#openForWaiting()
      }
      const lane = { client, underWay: 0, begun: 0, failure: undefined }
      this.#lanes.add(lane)
      this.#next()
      this.#leave(lane)
    })
  }

  /** Has statements begin, as many as there is room for. */
  #next(): void {
    for (let lane = this.#freest(); lane; lane = this.#freest()) {
      const turn = this.#nextTurn()
      if (!turn) return
      this.#submit(lane, turn)
    }
  }

  /** Where the least is under way; of several the one whose statement has begun last, which is hardly a slow one. */
  #freest(): Lane | undefined {
    let freest: Lane | undefined
    for (const lane of this.#lanes) {
      if (lane.failure || lane.underWay >= MAX_UNDER_WAY) continue
      const isFreer = !freest || lane.underWay < freest.underWay
      if (isFreer || (lane.underWay === freest?.underWay && lane.begun > freest.begun)) freest = lane
    }
    return freest
  }

  #submit(lane: Lane, { query, resolve, reject }: Turn): void {
    if (lane.underWay++ === 0) lane.begun = ++this.#begun
    const done = (failure: Error | null, result: pg.QueryResult) => {
      lane.underWay--
      lane.begun = ++this.#begun
      if (failure) {
        // As the driver's pool does: what state such a connection is in is not known.
        lane.failure = failure
        reject(failure)
      } else {
        resolve(result)
      }
      this.#next()
      this.#leave(lane)
    }
    void lane.client.query(query as never, done as never)
  }

  /** Gives a connection back that nothing is under way on. */
  #leave(lane: Lane): void {
    if (lane.underWay > 0 || !this.#lanes.delete(lane)) return
    lane.client.release(lane.failure)
    this.#openForWaiting()
  }
}
