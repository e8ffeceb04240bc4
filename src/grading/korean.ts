/** Korean particles: which form follows a word depends on the sound that the word ends with. */

/** How a word ends when it is read aloud. ㄹ counts as a vowel before 로. */
type Ending = 'vowel' | 'rieul' | 'consonant'

/** The reading of digits: 영 일 이 삼 사 오 육 칠 팔 구. A number that ends in 0 ends in 십, 백, 천 or 만, consonants as 영 is. */
const DIGITS: readonly Ending[] = [
  'consonant',
  'rieul',
  'vowel',
  'consonant',
  'vowel',
  'vowel',
  'consonant',
  'rieul',
  'rieul',
  'vowel',
]

/** Words that are read as they sound in English, and whose last letter would mislead. */
const WORDS: readonly (readonly [RegExp, Ending])[] = [
  [/(?:rule|role|file|table|handle|url|shell)$/iu, 'rieul'],
  [/(?:map|app|web|block|log|hop|look|lookup|back|name|time|line|zone|run|up|down)$/iu, 'consonant'],
]

/** Names of letters that end otherwise than in a vowel: 엘 엠 엔 알. */
const LETTERS: Readonly<Record<string, Ending>> = {
  l: 'rieul',
  m: 'consonant',
  n: 'consonant',
  R: 'rieul',
  L: 'rieul',
  M: 'consonant',
  N: 'consonant',
}

const HANGUL_FIRST = 0xac00
const HANGUL_LAST = 0xd7a3
const FINALS = 28
const FINAL_RIEUL = 8

const endingOfHangul = (code: number): Ending => {
  const final = (code - HANGUL_FIRST) % FINALS
  return final === 0 ? 'vowel' : final === FINAL_RIEUL ? 'rieul' : 'consonant'
}

/** Undefined where nothing in the text has a sound. Quotes, brackets and other signs at its end are passed over. */
const endingOf = (text: string): Ending | undefined => {
  const spoken = /[\p{L}\p{N}](?=[^\p{L}\p{N}]*$)/u.exec(text)
  if (spoken === null) return undefined
  const [last] = spoken
  const code = last.codePointAt(0) ?? 0
  if (code >= HANGUL_FIRST && code <= HANGUL_LAST) return endingOfHangul(code)
  if (/\d/u.test(last)) return DIGITS[Number(last)]
  const word = /[A-Za-z]+$/u.exec(text.slice(0, spoken.index + 1))?.[0]
  if (word === undefined) return undefined
  if (word.length > 1 && /ng$/u.test(word)) return 'consonant'
  return WORDS.find(([pattern]) => pattern.test(word))?.[1] ?? LETTERS[last] ?? 'vowel'
}

/** What each notation stands for: after a consonant, after a vowel. */
const PARTICLES: Readonly<Record<string, readonly [string, string]>> = {
  '은(는)': ['은', '는'],
  '이(가)': ['이', '가'],
  '을(를)': ['을', '를'],
  '과(와)': ['과', '와'],
  '(으)로': ['으로', '로'],
  '(이)라는': ['이라는', '라는'],
}

const NOTATION = new RegExp(
  Object.keys(PARTICLES)
    .map((one) => one.replaceAll(/[()]/gu, '\\$&'))
    .join('|'),
  'gu',
)

/** The particle that a notation such as `은(는)` stands for behind this text; the notation itself where the text has no sound. */
const SPACE = /\s/u

const chooseParticle = (before: string, notation: string): string => {
  const [afterConsonant, afterVowel] = PARTICLES[notation] ?? [notation, notation]
  const ending = endingOf(before)
  if (ending === undefined) return notation
  const isOpen = ending === 'vowel' || (ending === 'rieul' && notation === '(으)로')
  return isOpen ? afterVowel : afterConsonant
}

/** -1 where there is none. */
const lastSpaceIn = (text: string): number => {
  for (let at = text.length - 1; at >= 0; at--) if (SPACE.test(text.charAt(at))) return at
  return -1
}

/**
 * A Korean text: `은(는)`, `이(가)`, `을(를)`, `과(와)`, `(으)로` and `(이)라는` right behind a word become the particle that its last sound
 * asks for. Hangul by its final consonant, digits and Latin letters as they are read; quotes and brackets have no sound.
 */
export const ko = (text: string): string =>
  text.replace(NOTATION, (notation: string, at: number) => {
    const before = text.slice(0, at)
    return chooseParticle(before.slice(lastSpaceIn(before) + 1), notation)
  })
