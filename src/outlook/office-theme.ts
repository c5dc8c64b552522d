/** Whether Outlook is dark, from the colours that it tells. */

/** Null when there is no colour or none that we can read; the browser's own preference counts then. */
export function isDarkColour(colour: string | undefined): boolean | null {
  const found = /^#?([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/iu.exec(colour ?? '')
  if (found === null) return null
  const [red = 0, green = 0, blue = 0] = found.slice(1).map(part => parseInt(part, 16))
  // ITU-R BT.709 luma; half-way is where black text becomes easier to read than white.
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue < 128
}
