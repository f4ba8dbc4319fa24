import { startTestApp } from '../../harness/index.ts'
import { testArea } from '../area.ts'
import { teamsArea } from './teams.ts'

testArea(await startTestApp(), teamsArea)
