/** What stands around the pane. */
export type Place =
  | 'outlook'
  /** A page of its own, in a browser. */
  | 'page'
  /** Office.js did not come, or does not get ready: nobody knows what is around. */
  | 'not-connected'
  /** An Office program without a mailbox for add-ins. */
  | 'too-old'
