import { startTestApp } from '../../harness/index.ts'
import { testArea } from '../area.ts'
import { identityArea } from './identity.ts'

testArea(await startTestApp(), identityArea)
