import { readdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { keepRunning } from '../../server/db/embedded/keep-running.ts'
import { inspectProcess } from '../../server/db/embedded/processes.ts'
import { query, scratch, start, waitFor } from './embedded-harness.ts'

test('a server that was killed is started again under the same address, as often as told', async () => {
  for (const transport of ['socket', 'loopback'] as const) {
    const server = await start(join(scratch(), 'data'), { transport })
    await query(server.url, 'create table row as select 1 as id')
    for (let round = 0; round < 2; round++) {
      const { pid } = server
      const ended = new Promise((resolve) => server.onExit(resolve))
      process.kill(pid, 'SIGKILL')
      expect(await ended).toMatchObject({ orderly: false, detail: expect.stringContaining('SIGKILL') })
      expect(await server.restart()).toBe(true)
      expect(server.pid).not.toBe(pid)
      expect(await query(server.url, 'select id from row')).toEqual([{ id: 1 }])
    }
    const { pid } = server
    await server.stop()
    expect(inspectProcess(pid)).toBeUndefined()
    expect(await server.restart()).toBe(false)
  }
})

test('a stop during a restart leaves no server behind', async () => {
  const dataDir = join(scratch(), 'data')
  const server = await start(dataDir)
  const ended = new Promise((resolve) => server.onExit(resolve))
  process.kill(server.pid, 'SIGKILL')
  await ended
  const restarted = server.restart()
  await server.stop()
  expect(await restarted).toBe(true)
  expect(inspectProcess(server.pid)).toBeUndefined()
  expect(readdirSync(dataDir).sort()).toEqual(['postgres', 'socket'])
})

describe('a server that is kept running', () => {
  const watched = async (dataDir: string, backOff?: readonly number[]) => {
    const server = await start(dataDir)
    const events: string[] = []
    const told: { reason?: string } = {}
    const progress = {
      crashed: () => events.push('crashed'),
      failed: () => events.push('failed'),
      recovered: () => events.push('recovered'),
    }
    void keepRunning(server, progress, backOff).then((reason) => (told.reason = reason))
    return { server, events, told }
  }
  const recoveries = (events: string[]) => events.filter((event) => event === 'recovered').length

  test('is started again a few times, then its end is told', async () => {
    const { server, events, told } = await watched(join(scratch(), 'data'))
    for (let crash = 1; crash <= 5; crash++) {
      process.kill(server.pid, 'SIGKILL')
      await waitFor(() => recoveries(events) === crash)
      expect(await query(server.url, 'select 1 as one')).toEqual([{ one: 1 }])
    }
    expect(told.reason).toBeUndefined()
    process.kill(server.pid, 'SIGKILL')
    await waitFor(() => told.reason !== undefined)
    expect(told.reason).toContain('SIGKILL')
    expect(events).toEqual(Array(5).fill(['crashed', 'recovered']).flat())
  })

  test('is left alone after an orderly end, which is told', async () => {
    const { server, events, told } = await watched(join(scratch(), 'data'))
    process.kill(server.pid, 'SIGINT')
    await waitFor(() => told.reason !== undefined)
    expect(told.reason).toContain('exit code 0')
    expect(events).toEqual([])
  })

  test('is tried again after a start that failed, and its end is told when all fail', async () => {
    const dataDir = join(scratch(), 'data')
    const { server, events, told } = await watched(dataDir, [0, 1_500, 0])
    const [version, hidden] = ['PG_VERSION', 'hidden'].map((name) => join(dataDir, 'postgres', name))
    renameSync(version!, hidden!)
    process.kill(server.pid, 'SIGKILL')
    await waitFor(() => events.length === 2)
    renameSync(hidden!, version!)
    await waitFor(() => recoveries(events) === 1)
    expect(events).toEqual(['crashed', 'failed', 'recovered'])

    renameSync(version!, hidden!)
    process.kill(server.pid, 'SIGKILL')
    await waitFor(() => told.reason !== undefined)
    expect(events.slice(3)).toEqual(['crashed', 'failed', 'failed', 'failed'])
  })
})
