import { expect } from 'vitest'
import type { Caller, TestApp } from './app.ts'

export type Query = Record<string, string | readonly string[]>

/** Reads the names of the rows on the first page of a list, in its order. */
export const namesReader =
  ({ get }: TestApp) =>
  async (path: string, as: Caller, query: Query = {}): Promise<string[]> => {
    const { status, body } = await get(path, { as, query: { page_size: '100', ...query } })
    expect(status).toBe(200)
    return (body as { name: string }[]).map(({ name }) => name)
  }
