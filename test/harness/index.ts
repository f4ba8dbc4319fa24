export { noteMatrixCell } from './coverage.ts'
export { startTestApp, TEST_SECRETS, type Answer, type Caller, type TestApp } from './app.ts'
export { createTestDatabase } from './database.ts'
export { World, type Made, type MadeProvider, type MadeUser, type Marketplace } from './world.ts'
