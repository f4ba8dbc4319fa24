import { startTestApp } from '../../harness/index.ts'
import { testArea } from '../area.ts'
import { organizationsArea } from './organizations.ts'

testArea(await startTestApp(), organizationsArea)
