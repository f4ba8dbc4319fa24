import { Command } from 'commander'
import { stringify } from 'yaml'
import { openApiDocument } from '../../contract/openapi.ts'
import { packageVersion } from '../../server/lib/package.ts'
import { print } from '../with-database.ts'

export const openapiCommand = new Command('openapi')
  .description('print the OpenAPI 3.1 document')
  .option('--yaml', 'as YAML')
  .action(({ yaml }: { yaml?: boolean }) => {
    const document = openApiDocument(packageVersion())
    print(yaml ? stringify(document, { aliasDuplicateObjects: false }) : JSON.stringify(document, null, 2))
  })
