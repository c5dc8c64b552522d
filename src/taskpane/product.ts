/** What the build writes into the pane. Unset in tests, which run the sources. */

declare const SEALPANE_VERSION: string | undefined
declare const SEALPANE_ANCHOR_LIST: string | undefined
declare const SEALPANE_ANCHOR_COUNT: number | undefined

export const productVersion = typeof SEALPANE_VERSION === 'string' ? SEALPANE_VERSION : 'development'

/** The list of built-in authorities, by its own name and version; null in a build without it. */
export const anchorList = typeof SEALPANE_ANCHOR_LIST === 'string' ? SEALPANE_ANCHOR_LIST : null
export const anchorCount = typeof SEALPANE_ANCHOR_COUNT === 'number' ? SEALPANE_ANCHOR_COUNT : null
