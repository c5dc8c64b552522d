/** What the page that clicks has found. */

export interface Clicked {
  /** From the click to the verdict. */
  readonly ms: number
  /** The longest that the pages' thread was held meanwhile; 0 stands for none above the 50 ms at which a browser begins to call a task long. */
  readonly longestTask: number
}

export interface Clicks {
  readonly cold: Clicked
  readonly warm: Clicked
}
