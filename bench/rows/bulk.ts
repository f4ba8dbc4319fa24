import type pg from 'pg'

// Rows that come in no order make an index slow to grow and quick to build. Foreign keys, unique constraints and indexes
// are therefore taken off for a load and put back afterwards, when PostgreSQL checks every row against them.

interface Definition {
  drop: string
  create: string
}

const definitions = async (client: pg.ClientBase): Promise<Definition[]> => {
  const { rows } = await client.query<Definition>(`
    select format('alter table %s drop constraint %I', conrelid::regclass, conname) as drop,
      format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) as create
    from pg_constraint
    where connamespace = 'public'::regnamespace and contype in ('f', 'u')
    union all
    select format('drop index %s', indexrelid::regclass), pg_get_indexdef(indexrelid)
    from pg_index join pg_class on pg_class.oid = indexrelid
    where relnamespace = 'public'::regnamespace
      and not exists (select 1 from pg_constraint where conindid = indexrelid and contype in ('p', 'u', 'x'))
  `)
  return rows
}

/** Foreign keys go first and come last, because they lean on the others. */
const isForeignKey = ({ create }: Definition): boolean => create.includes(' FOREIGN KEY ')

export const withBareTables = async (client: pg.ClientBase, load: () => Promise<void>): Promise<void> => {
  const found = await definitions(client)
  const [keys, others] = [found.filter(isForeignKey), found.filter((one) => !isForeignKey(one))]
  for (const { drop } of [...keys, ...others]) await client.query(drop)
  await load()
  await client.query("set maintenance_work_mem = '512MB'")
  for (const { create } of [...others, ...keys]) await client.query(create)
  await client.query('reset maintenance_work_mem')
}
