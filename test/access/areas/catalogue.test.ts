import { startTestApp } from '../../harness/index.ts'
import { testArea } from '../area.ts'
import { catalogueArea } from './catalogue.ts'

testArea(await startTestApp(), catalogueArea)
