/**
 * The constants of SHA-2 by their definition (FIPS 180-4 sections 4.2.2, 4.2.3 and 5.3): the first 64 bits of the fractional
 * parts of the square and cube roots of the first primes. Computed, because a table of 500 numbers hides a typing error.
 */

const FIRST_PRIMES = primesBelow(410)

/** 80 words of 64 bits, each as two of 32, high half first: from the cube roots. SHA-256 uses the high halves of 64. */
export const ROUND_CONSTANTS: Int32Array = halves(FIRST_PRIMES.slice(0, 80).map(prime => fractionOfRoot(prime, 3)))

/** From the square roots of primes 1 to 8: SHA-512; the high halves are SHA-256's. */
export const INITIAL_FIRST_EIGHT: Int32Array = halves(FIRST_PRIMES.slice(0, 8).map(prime => fractionOfRoot(prime, 2)))

/** From the square roots of primes 9 to 16: SHA-384; the low halves are SHA-224's. */
export const INITIAL_SECOND_EIGHT: Int32Array = halves(FIRST_PRIMES.slice(8, 16).map(prime => fractionOfRoot(prime, 2)))

function primesBelow(end: number): number[] {
  const primes: number[] = []
  for (let candidate = 2; candidate < end; candidate++) {
    if (primes.every(prime => candidate % prime !== 0)) primes.push(candidate)
  }
  return primes
}

/** The first 64 fractional bits of the square (2) or cube (3) root: the integer root of a shifted number, bit by bit. */
function fractionOfRoot(prime: number, degree: 2 | 3): bigint {
  const shifted = BigInt(prime) << BigInt(64 * degree)
  let root = 0n
  for (let bit = 1n << 69n; bit > 0n; bit >>= 1n) {
    if ((root | bit) ** BigInt(degree) <= shifted) root |= bit
  }
  return root & 0xffff_ffff_ffff_ffffn
}

function halves(words: readonly bigint[]): Int32Array {
  return Int32Array.from(words.flatMap(word => [Number(word >> 32n), Number(word & 0xffff_ffffn)]))
}
