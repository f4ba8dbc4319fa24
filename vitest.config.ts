import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** What takes minutes comes first, so that no worker is left alone with it at the end. */
const LONG = /properties\/model|page-walk\.|random-|order-model|cli\//

const EXCLUDED = ['node_modules/**', 'dist/**', 'data/**']
const PROCESSES = ['test/cli/**/*.test.ts', 'test/db/**/*.test.ts', 'test/docs/**/*.test.ts']

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    return [
      ...sorted.filter(({ moduleId }) => LONG.test(moduleId)),
      ...sorted.filter(({ moduleId }) => !LONG.test(moduleId)),
    ]
  }
}

export default defineConfig({
  test: {
    globalSetup: ['test/harness/global-setup.ts'],
    setupFiles: ['test/harness/no-stray-errors.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: 'forks',
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    reporters: process.env.CI ? ['default', ['json', { outputFile: 'coverage/tests.json' }]] : ['default'],
    projects: [
      // A worker loads the server once; what files must not share, they make for themselves.
      {
        extends: true,
        test: { name: 'server', include: ['**/*.test.ts'], exclude: [...EXCLUDED, ...PROCESSES], isolate: false },
      },
      // They start processes, and end them by hooks of their harnesses.
      { extends: true, test: { name: 'processes', include: PROCESSES, exclude: EXCLUDED, isolate: true } },
    ],
  },
})
