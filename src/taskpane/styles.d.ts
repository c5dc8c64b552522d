/** Style sheets are imported for their effect: the build links them from the page. */
declare module '*.css'
