export { noteMatrixCell } from './coverage.ts'
export { startTestApp, operationOf, TEST_SECRETS, type Answer, type Caller, type TestApp } from './app.ts'
export { createTestDatabase, testDatabase } from './database.ts'
export { World, type Made, type MadeProvider, type MadeUser, type Marketplace } from './world.ts'
