/** Everything between an opened item and its verdict, as one chunk. */
export { askOpen } from './ask-open.ts'
export { checkFile } from './check-file.ts'
export { checkMessage } from './check-message.ts'
