import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Database } from '../db/database.ts'

export interface Metrics {
  observe(operation: string, method: string, status: number, seconds: number): void
  text(): Promise<string>
  contentType: string
}

/** Prometheus metrics of one process. */
export const createMetrics = (database: Database): Metrics => {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const requests = new Histogram({
    name: 'purveyor_http_request_duration_seconds',
    help: 'Duration of requests by operation, method and status',
    labelNames: ['operation', 'method', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  })
  new Gauge({
    name: 'purveyor_database_connections',
    help: 'Connections of the pools by state',
    labelNames: ['state'],
    registers: [registry],
    collect() {
      const pools = [...new Set([database.pool, database.walkPool])]
      const sum = (count: (pool: (typeof pools)[number]) => number) =>
        pools.reduce((total, pool) => total + count(pool), 0)
      this.set(
        { state: 'open' },
        sum(({ totalCount }) => totalCount),
      )
      this.set(
        { state: 'idle' },
        sum(({ idleCount }) => idleCount),
      )
      this.set(
        { state: 'waiting' },
        sum(({ waitingCount }) => waitingCount),
      )
    },
  })
  return {
    observe: (operation, method, status, seconds) => {
      requests.observe({ operation, method, status: String(status) }, seconds)
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
  }
}
