import pg from 'pg'

/**
 * Statements on their way on one connection. The next is there when one is done: the connection's process does not fall
 * asleep in between, nor need be woken. So few connections keep the processors busy; more only get in each other's way.
 */
const MAX_UNDER_WAY = 4

/** That of the driver, where nothing waits for ever. */
export interface TimedPoolConfig extends pg.PoolConfig {
  /** How long somebody waits for a connection. */
  connectionTimeoutMillis: number
  /** How long a statement may take, before the server is thought to be gone. */
  query_timeout: number
}

/** A connection that is at work. */
interface Lane {
  client: pg.PoolClient
  underWay: number
  /** When its first statement began, as a number that grows with the statements of the pool. */
  begun: number
  /** What has failed, by name of the prepared statement; the connection is not used any more then. */
  failures: Map<string, Error>
}

interface Turn {
  query: pg.Query
  resolve: (result: pg.QueryResult) => void
  reject: (error: unknown) => void
  /** Ends the waiting for a connection. */
  timer: NodeJS.Timeout
}

/** SQLSTATE of a prepared statement that does not exist. */
const isNotPrepared = (failure: Error): boolean => failure instanceof pg.DatabaseError && failure.code === '26000'

/** A pool whose connections are shared by single statements, once all of them are at work. */
export class PipeliningPool extends pg.Pool {
  readonly #lanes = new Set<Lane>()
  readonly #waiting = new Set<Turn>()
  #opening = 0
  #begun = 0
  readonly #connectionTimeout: number
  readonly #queryTimeout: number

  constructor(config: TimedPoolConfig) {
    super({ ...config, pipeline: true })
    this.#connectionTimeout = config.connectionTimeoutMillis
    this.#queryTimeout = config.query_timeout
  }

  /** How many statements wait for a connection. */
  get queued(): number {
    return this.#waiting.size
  }

  /** Runs a statement that is a transaction of its own, and short: others wait behind it. */
  send(query: pg.Query): Promise<pg.QueryResult> {
    return new Promise((resolve, reject) => {
      const giveUp = () => {
        this.#waiting.delete(turn)
        reject(new Error('timeout exceeded when trying to connect'))
      }
      const turn: Turn = { query, resolve, reject, timer: setTimeout(giveUp, this.#connectionTimeout) }
      this.#waiting.add(turn)
      this.#openForWaiting()
      // A connection that is free is there at once: nobody is to go behind somebody else meanwhile.
      if (this.#opening === 0) this.#next()
    })
  }

  /** Takes one more connection where there may be one more and somebody waits for it. */
  #openForWaiting(): void {
    const held = this.#lanes.size + this.#opening
    // One that is idle is there sooner than one that is being made for somebody who has been served meanwhile.
    const isWanted = this.#waiting.size > this.#opening || (this.#waiting.size > 0 && this.idleCount > 0)
    if (!isWanted || held >= this.options.max || (this.ending && held > 0)) return
    void this.#open()
  }

  async #open(): Promise<void> {
    this.#opening++
    let client: pg.PoolClient
    try {
      client = await this.connect()
    } catch (error) {
      this.#opening--
      this.#doWithout(error)
      return
    }
    this.#opening--
    const lane = { client, underWay: 0, begun: ++this.#begun, failures: new Map<string, Error>() }
    this.#lanes.add(lane)
    // This one is for one at least; others that are being opened are for others that wait.
    this.#next(Math.min(this.#opening, Math.max(this.#waiting.size - 1, 0)))
    this.#leave(lane)
  }

  /** There is no further connection: others serve everybody; without any, somebody has waited in vain. */
  #doWithout(failure: unknown): void {
    if (this.#lanes.size > 0) this.#next()
    if (this.#lanes.size + this.#opening > 0) return
    this.#nextTurn()?.reject(failure)
    this.#openForWaiting()
  }

  /** Has statements begin, as many as there is room for, but leaves so many waiting. */
  #next(left = 0): void {
    for (let lane = this.#freest(); lane && this.#waiting.size > left; lane = this.#freest()) {
      const turn = this.#nextTurn()
      if (turn) this.#submit(lane, turn)
    }
  }

  #nextTurn(): Turn | undefined {
    const [turn] = this.#waiting
    if (!turn) return undefined
    this.#waiting.delete(turn)
    clearTimeout(turn.timer)
    return turn
  }

  /** Where the least is under way; of several the one whose statement has begun last, which is hardly a slow one. */
  #freest(): Lane | undefined {
    let freest: Lane | undefined
    for (const lane of this.#lanes) {
      if (lane.failures.size > 0 || lane.underWay >= MAX_UNDER_WAY) continue
      const isFreer = !freest || lane.underWay < freest.underWay
      if (isFreer || (lane.underWay === freest?.underWay && lane.begun > freest.begun)) freest = lane
    }
    return freest
  }

  #submit(lane: Lane, { query, resolve, reject }: Turn): void {
    lane.underWay++
    const { name = '' } = query as { name?: string }
    let isAnswered = false
    const done = (failure: Error | null, result: pg.QueryResult) => {
      // The driver answers twice where a value cannot be sent.
      if (isAnswered) return
      isAnswered = true
      lane.underWay--
      lane.begun = ++this.#begun
      if (failure) {
        // Who relied on a statement that the one before failed to prepare has failed for the same reason.
        const reason = (isNotPrepared(failure) ? lane.failures.get(name) : undefined) ?? failure
        // As the driver's pool does: what state such a connection is in is not known.
        lane.failures.set(name, reason)
        reject(reason)
      } else {
        resolve(result)
      }
      this.#next()
      this.#leave(lane)
    }
    // The driver counts from now, and those before come first.
    Object.assign(query, { query_timeout: lane.underWay * this.#queryTimeout })
    void lane.client.query(query as never, done as never)
  }

  /** Gives a connection back that nothing is under way on. */
  #leave(lane: Lane): void {
    if (lane.underWay > 0 || !this.#lanes.delete(lane)) return
    lane.client.release(lane.failures.size > 0)
    this.#openForWaiting()
  }
}
