/** What counts as one mailbox address where the profile asks for one: no list, no display name. */

export function isMailboxAddress(text: string): boolean {
  return /^[^\s@<>(),;:"]+@[^\s@<>(),;:"]+$/u.test(text)
}
