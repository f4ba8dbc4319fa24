import { ESLint, Linter } from 'eslint'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import tseslint from 'typescript-eslint'

// In the modules through which money passes nothing makes a number of an amount: the rule of the linter, and that it
// bites.

const root = join(import.meta.dirname, '../..')

/** Messages of the rule for a file of ours with this text in it. */
const messagesOf = async (file: string, text: string): Promise<string[]> => {
  const config = (await new ESLint({ cwd: root }).calculateConfigForFile(join(root, file))) as {
    rules: Linter.RulesRecord
  }
  const rule = config.rules['no-restricted-syntax']
  return new Linter({ cwd: root })
    .verify(
      text,
      [
        {
          files: ['**/*.ts'],
          languageOptions: { parser: tseslint.parser },
          rules: { 'no-restricted-syntax': rule },
        },
      ],
      file,
    )
    .map(({ message }) => message)
}

const MONEY = 'Amounts are computed in SQL, exactly; here they are text.'

describe.each([
  'server/modules/billing/items.ts',
  'server/modules/campaigns/view.ts',
  'server/modules/component-usages/set-usage.ts',
  'server/modules/invoice-items/write-items.ts',
  'server/modules/invoices/growth.ts',
  'server/modules/payment-profiles/index.ts',
  'server/modules/price-estimates/refresh.ts',
  'server/modules/user-usage-limits/view.ts',
])('%s', (file) => {
  test.each([
    'Number(price)',
    'Number.parseFloat(price)',
    'parseInt(price, 10)',
    'BigInt(price)',
    '+price',
    '-price',
    'Math.round(price)',
    'price * quantity',
    'price - discount',
    'price / 100',
    'price % 1',
    'price ** 2',
    'price | 0',
    'sum *= price',
    'sum -= price',
    'price.toFixed(2)',
  ])('refuses %s', async (expression) => {
    expect(await messagesOf(file, `const result = ${expression}\n`)).toContain(MONEY)
  })

  test('is there', () => {
    expect(existsSync(join(root, file))).toBe(true)
  })

  test('lets text and SQL pass', async () => {
    const text = "const result = sql`select ${price} * 2`\nconst name = 'a' + b\nconst last = list.at(-1)\n"
    expect(await messagesOf(file, text)).toEqual([])
  })
})

test('elsewhere numbers are numbers', async () => {
  expect(await messagesOf('server/list/page.ts', 'const result = Math.ceil(a / b)\n')).toEqual([])
})
