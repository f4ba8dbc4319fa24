import { sql } from '../../server/db/sql.ts'
import { inBatches } from '../batches.ts'
import { readUuid } from '../read-value.ts'
import { kindOf, tableOfKind } from '../references.ts'
import type { LoadContext } from '../load-context.ts'
import type { PresetRow, Section } from '../section.ts'

const features: Section = {
  name: 'features',
  table: 'feature',
  keys: 'key* value*',
  natural: ['key'],
}

const settings: Section = {
  name: 'constance_settings',
  table: 'setting',
  keys: 'key* value',
  natural: ['key'],
  derive: (context, row) => {
    if (row.values.value === undefined) context.drop(settings, row)
  },
}

const userAgreements: Section = {
  name: 'user_agreements',
  table: 'user_agreement',
  keys: 'uuid agreement_type* content',
  natural: ['agreement_type'],
}

interface EventScope {
  eventId: string
  kind: string
  uuid: string
}

const scopesOf = (row: PresetRow): EventScope[] => {
  const { scopes } = row.raw
  if (!Array.isArray(scopes)) return []
  return scopes.flatMap((scope: unknown) => {
    const { scope_type: type, scope_uuid: uuid } = (scope ?? {}) as Record<string, unknown>
    const kind = tableOfKind(kindOf(type) ?? '')
    const reading = readUuid(uuid)
    if (kind === undefined || 'problem' in reading || row.id === undefined) return []
    return [{ eventId: row.id, kind, uuid: reading.value }]
  })
}

const linkScopes = async ({ transaction, identities }: LoadContext, rows: PresetRow[]): Promise<void> => {
  const scopes = rows.filter(({ outcome }) => outcome !== 'skipped').flatMap(scopesOf)
  for (const kind of new Set(scopes.map((scope) => scope.kind))) {
    const ofKind = scopes.filter((scope) => scope.kind === kind)
    await identities.lookUp(
      kind,
      'uuid',
      ofKind.map(({ uuid }) => uuid),
    )
    const found = ofKind.flatMap(({ eventId, uuid }) => {
      const objectId = identities.id(kind, 'uuid', uuid)
      return objectId === undefined ? [] : [{ eventId, objectId }]
    })
    await inBatches(found, async (batch) => {
      await transaction.run(sql`
        insert into event_scope (event_id, content_type, object_id)
        select event_id, ${kind}, object_id
        from unnest(${batch.map(({ eventId }) => eventId)}::bigint[], ${batch.map(({ objectId }) => objectId)}::bigint[])
          as scope (event_id, object_id)
        on conflict do nothing
      `)
    })
  }
}

/** Scopes: `scopes`, a list of `{scope_type, scope_uuid}`; those that are not known here are left out. */
const events: Section = {
  name: 'events',
  table: 'event',
  keys: 'uuid event_type* message context',
  uuidFromContent: true,
  late: linkScopes,
}

export const siteSections: Section[] = [features, settings, userAgreements]
export const eventSections: Section[] = [events]
