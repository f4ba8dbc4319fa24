import { existsSync, mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * Makes a directory, and those above it that are missing; returns whether it was missing itself. The recursive call of
 * Node never returns where no directory can be made, as below /proc; this one throws.
 */
export const makeDirectory = (path: string, mode = 0o777): boolean => {
  try {
    mkdirSync(path, mode)
    return true
  } catch (error) {
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) return false
    const parent = dirname(path)
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || existsSync(parent)) throw error
    makeDirectory(parent)
    return makeDirectory(path, mode)
  }
}
