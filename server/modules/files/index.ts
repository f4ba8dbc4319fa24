import { retrieveMedia } from './retrieve-media.ts'

export { checkedImage, requireImage, storeImage, type CheckedImage } from './image.ts'
export { mediaLink, mediaUrl } from './media-url.ts'
export { deleteFile, storeFile } from './store.ts'

export const fileHandlers = { media_retrieve: retrieveMedia }
