/** Words of a text or a question, for the search: the same at build time and in the page. */

/** What is written behind a Korean word, the longer ones first: `Pod에서`, `정책으로부터`. */
const PARTICLES = [
  '으로부터',
  '에서부터',
  '이라는',
  '에게서',
  '로부터',
  '에서는',
  '에서도',
  '으로는',
  '으로도',
  '까지는',
  '이라고',
  '에서',
  '에게',
  '으로',
  '까지',
  '부터',
  '처럼',
  '보다',
  '마다',
  '이나',
  '이란',
  '라는',
  '이며',
  '하고',
  '에는',
  '에도',
  '와는',
  '과는',
  '은',
  '는',
  '이',
  '가',
  '을',
  '를',
  '에',
  '의',
  '로',
  '와',
  '과',
  '도',
  '만',
  '나',
  '란',
]

const HANGUL = /[가-힣]/u

/** Words keep their inner punctuation: spec.podSelector, 10.0.0.0/8, kube-proxy. */
const WORD = /[\p{L}\p{N}](?:[\p{L}\p{N}]|[._/:-](?=[\p{L}\p{N}]))*/gu

const withoutParticle = (word: string): string => {
  const particle = PARTICLES.find((one) => word.endsWith(one) && word.length - one.length >= 2)
  return particle === undefined ? word : word.slice(0, -particle.length)
}

const variantsOf = (word: string): readonly string[] => {
  const bare = HANGUL.test(word) ? withoutParticle(word) : word
  const latin = /^([\p{Script=Latin}\p{N}._/:-]+)[가-힣]/u.exec(bare)?.[1]
  const parts = bare.split(/[._/:-]/u).filter((part) => part.length > 1)
  return [...new Set([bare, ...(latin === undefined ? [] : [latin]), ...(parts.length > 1 ? parts : [])])]
}

/** Texts of a course say few words, and most of them often. */
const known = new Map<string, readonly string[]>()

const variants = (word: string): readonly string[] => {
  const found = known.get(word) ?? variantsOf(word)
  known.set(word, found)
  return found
}

/** In small letters; a word with punctuation inside is found whole and by its parts. */
export const tokenize = (text: string): string[] =>
  [...text.normalize('NFC').toLowerCase().matchAll(WORD)].flatMap(([word]) => variants(word))
