import type { Handler } from '../../handler.ts'

/** The release of the original whose API is spoken; clients compare it. */
const API_VERSION = '8.0.5'

const retrieveVersion: Handler<'version_retrieve'> = () => Promise.resolve({ version: API_VERSION })

/** What a client must know before it logs in. */
const retrieveConfiguration: Handler<'configuration_retrieve'> = ({ config }) =>
  Promise.resolve({
    SITE_NAME: 'Purveyor',
    FEATURES: {},
    LANGUAGES: [['en', 'English']],
    LANGUAGE_CODE: 'en',
    AUTHENTICATION_METHODS: config.AUTHENTICATION_METHODS,
    ANONYMOUS_USER_CAN_VIEW_OFFERINGS: config.ANONYMOUS_USER_CAN_VIEW_OFFERINGS,
    ENFORCE_USER_CONSENT_FOR_OFFERINGS: config.ENFORCE_USER_CONSENT_FOR_OFFERINGS,
    MAX_IMAGE_BYTES: config.MAX_IMAGE_BYTES,
  })

export const platformHandlers = {
  version_retrieve: retrieveVersion,
  configuration_retrieve: retrieveConfiguration,
}
