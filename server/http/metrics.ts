import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Database } from '../db/database.ts'
import { jobStates } from '../jobs/job-runs.ts'

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
      for (const [state, count] of Object.entries(database.connections)) this.set({ state }, count)
    },
  })
  const jobGauge = (name: string, help: string) =>
    new Gauge({ name: `purveyor_job_${name}`, help, labelNames: ['job'], registers: [registry] })
  const jobs = {
    started: jobGauge('last_run_timestamp_seconds', 'When a job was last started, by any process'),
    success: jobGauge('last_success_timestamp_seconds', 'When a job last ended well'),
    lateness: jobGauge('lateness_seconds', 'How long a successful run of a job has been missing'),
    failed: jobGauge('failed', '1 when the last run of a job failed'),
  }
  const readJobs = async (): Promise<void> => {
    for (const gauge of Object.values(jobs)) gauge.reset()
    for (const job of await jobStates(database)) {
      const labels = { job: job.name }
      if (job.last_started !== null) jobs.started.set(labels, job.last_started)
      if (job.last_success !== null) jobs.success.set(labels, job.last_success)
      jobs.lateness.set(labels, job.lateness)
      jobs.failed.set(labels, job.last_error === '' ? 0 : 1)
    }
  }
  return {
    observe: (operation, method, status, seconds) => {
      requests.observe({ operation, method, status: String(status) }, seconds)
    },
    text: async () => {
      // Without a database the rest is still worth reading.
      await readJobs().catch(() => undefined)
      return registry.metrics()
    },
    contentType: registry.contentType,
  }
}
