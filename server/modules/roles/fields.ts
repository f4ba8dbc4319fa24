import { RoleType } from '../../../contract/schemas/identity.ts'
import { PERMISSIONS } from '../../access/permissions.ts'
import type { WriteContext } from '../../context.ts'
import { FieldError } from '../../errors.ts'

/** Look-ups of the fields of a role. */
export const roleFields = {
  /** The permissions, each once; all must be known. */
  permissions: (_: WriteContext, names: readonly string[]): string[] => {
    const unknown = names.filter((name) => !PERMISSIONS.has(name))
    if (unknown.length > 0) throw new FieldError(`Invalid permissions ${unknown.join(',')}`)
    return [...new Set(names)]
  },
  content_type: (_: WriteContext, kind: string): string => {
    const known = RoleType.safeParse(kind)
    if (!known.success) throw new FieldError('Invalid content type.')
    return known.data
  },
}
