import { startTestApp } from '../../harness/index.ts'
import { testArea } from '../area.ts'
import { keysAndRolesArea } from './keys-and-roles.ts'

testArea(await startTestApp(), keysAndRolesArea)
