/** What JSON.parse does not tell of a JSON text: fields that stand twice in one object, of which it keeps the last, and how numbers are written. */

interface Level {
  readonly path: string
  readonly keys: Set<string> | undefined
  index: number
}

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/gu

const childPath = (level: Level | undefined, key: string): string => {
  if (level === undefined) return ''
  if (level.keys === undefined) return `${level.path}[${level.index}]`
  return level.path === '' ? key : `${level.path}.${key}`
}

const openLevel = (token: string, path: string): Level => ({ path, keys: token === '{' ? new Set() : undefined, index: 0 })

const isRepeated = ({ keys }: Level, key: string): boolean => {
  const known = keys?.has(key) === true
  keys?.add(key)
  return known
}

const close = (levels: Level[], token: string): void => {
  const level = levels[levels.length - 1]
  if (token === ',' && level !== undefined) level.index += 1
  else levels.pop()
}

export interface Spelling {
  /** Paths of fields, each as often as it stands again. */
  readonly duplicateKeys: readonly string[]
  /** Numbers with a fraction or an exponent, or more digits than are kept exactly, by their paths. */
  readonly numbers: ReadonlyMap<string, string>
}

/** As Go reads no whole number, or as JSON.parse changes it. */
const ODD_NUMBER = /^-?\d+(?:\d{15}|\d*[.eE])/u

/** The text is valid JSON. */
export const readSpelling = (text: string): Spelling => {
  const duplicateKeys: string[] = []
  const numbers = new Map<string, string>()
  const levels: Level[] = []
  let key = ''
  let last = ''
  for (const [token] of text.matchAll(TOKEN)) {
    const level = levels[levels.length - 1]
    if (token === '{' || token === '[') levels.push(openLevel(token, childPath(level, key)))
    else if (token === '}' || token === ']' || token === ',') close(levels, token)
    else if (token === ':') {
      key = JSON.parse(last) as string
      if (level !== undefined && isRepeated(level, key)) duplicateKeys.push(childPath(level, key))
    } else {
      last = token
      if (ODD_NUMBER.test(token)) numbers.set(childPath(level, key), token)
    }
  }
  return { duplicateKeys, numbers }
}
