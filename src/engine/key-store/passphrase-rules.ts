/** What a passphrase must not be. Two refusals, nothing scored: length is what helps, and the pane says so. */
import { EngineError } from '../engine.ts'

const LEAST = 8

/** The most used ones of eight characters and more, without what `isRun` and `isRepeated` find. */
const COMMON = new Set([
  'password', 'passw0rd', 'passwort', 'pa$$word', 'p@ssword', 'p@ssw0rd', 'passphrase', 'iloveyou', 'sunshine', 'princess', 'football', 'baseball',
  'superman', 'trustno1', 'welcome', 'whatever', 'starwars', 'computer', 'internet', 'michelle', 'jennifer', 'letmein', 'changeme', 'sealpane',
  'outlook', 'exchange', 'microsoft', 'smime', 'secret', 'default', 'administrator', 'qazwsx', 'qazwsxedc', 'zaq12wsx', 'asdfasdf', 'qwer', 'asdf', 'zxcv',
  'abcd', 'aaaa', 'monkey', 'dragon', 'master', 'shadow', 'login', 'admin', 'hello', 'freedom', 'sakura', 'doraemon', 'pokemon', 'パスワード', 'ぱすわーど',
])

/** Rows of keyboards and the alphabet, both ways. */
const RUNS = ['0123456789012', '1234567890123', 'abcdefghijklmnopqrstuvwxyz', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm', 'qwertzuiop', 'azertyuiop', '1q2w3e4r5t6y7u8i9o0p', '1qaz2wsx3edc4rfv5tgb']

/**
 * For new passphrases, and for the passwords of files that leave the store (SEC-96).
 *
 * @param known - Words that are no secret here: the addresses of the keys.
 * @throws EngineError `engine/passphrase-short` or `engine/passphrase-guessable`. Nothing says that another one is good.
 */
export function assertPassphrase(passphrase: string, known: readonly string[] = []): void {
  const text = passphrase.normalize('NFKC').toLowerCase()
  if (Array.from(text).length < LEAST) throw new EngineError('engine/passphrase-short', `fewer than ${LEAST} characters`)
  // Digits and signs around a word are what everybody adds.
  const word = text.replace(/^\P{L}+|\P{L}+$/gu, '')
  const names = known.flatMap(address => [address.toLowerCase(), address.toLowerCase().split('@')[0] ?? ''])
  const isNamed = [text, word].some(form => COMMON.has(form) || (form !== '' && names.includes(form)))
  const isGuessable = isNamed || isRepeated(text) || isRun(text) || (word.length >= 4 && isRun(word))
  if (isGuessable) throw new EngineError('engine/passphrase-guessable', 'among the first to be tried')
}

/** One short piece again and again. */
function isRepeated(text: string): boolean {
  return /^(.{1,4})\1+.{0,3}$/u.test(text)
}

function isRun(text: string): boolean {
  return RUNS.some(run => run.includes(text) || Array.from(run).reverse().join('').includes(text))
}
