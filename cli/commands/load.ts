import { readFile } from 'node:fs/promises'
import { Command } from 'commander'
import { loadPreset } from '../../importer/load.ts'
import { formatReport } from '../../importer/report.ts'
import type { LoadOptions } from '../../importer/types.ts'
import { tokenLifetime } from '../../server/config.ts'
import { CommandError, print, withDatabase } from '../with-database.ts'

const readJson = async (file: string): Promise<unknown> => {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new CommandError(`${file} cannot be read: ${(error as Error).message}`)
  })
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    throw new CommandError(`${file} is not JSON: ${(error as Error).message}`)
  }
}

/** One line that is written over, on a terminal only. */
const showProgress: LoadOptions['onProgress'] = ({ section, done, total }) => {
  if (!process.stderr.isTTY) return
  process.stderr.write(`\r\u001b[K${section}: ${String(done)}/${String(total)}`)
}

const clearProgress = (): void => {
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K')
}

interface Flags {
  dryRun?: boolean
  update?: boolean
  json?: boolean
}

export const loadCommand = new Command('load')
  .description('load preset files; each file is loaded completely or not at all')
  .argument('<file...>', 'JSON files in preset format')
  .option('--dry-run', 'check everything and keep nothing')
  .option('--update', 'update rows that exist already instead of skipping them')
  .option('--json', 'report as JSON')
  .action(async (files: string[], flags: Flags) => {
    const presets = await Promise.all(files.map(async (file) => ({ file, preset: await readJson(file) })))
    await withDatabase(async ({ database, secrets, config }) => {
      for (const { file, preset } of presets) {
        const report = await loadPreset(database, secrets, preset, {
          dryRun: flags.dryRun,
          update: flags.update,
          tokenLifetime: tokenLifetime(config),
          onProgress: showProgress,
        }).finally(clearProgress)
        print(flags.json ? JSON.stringify({ file, ...report }) : `${file}\n${formatReport(report)}`)
        if (report.problems.length > 0) throw new CommandError(`${file} was not loaded.`)
      }
    })
  })
