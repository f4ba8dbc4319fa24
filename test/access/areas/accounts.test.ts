import { startTestApp } from '../../harness/index.ts'
import { testArea } from '../area.ts'
import { accountsArea } from './accounts.ts'

testArea(await startTestApp(), accountsArea)
