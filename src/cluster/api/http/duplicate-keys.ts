/** Fields that stand twice in one object of a JSON text, as paths: JSON.parse keeps the last and does not tell. The text is valid JSON. */

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

export const findDuplicateKeys = (text: string): readonly string[] => {
  const duplicates: string[] = []
  const levels: Level[] = []
  let key = ''
  let last = ''
  for (const [token] of text.matchAll(TOKEN)) {
    const level = levels[levels.length - 1]
    if (token === '{' || token === '[') levels.push(openLevel(token, childPath(level, key)))
    else if (token === '}' || token === ']' || token === ',') close(levels, token)
    else if (token === ':') {
      key = JSON.parse(last) as string
      if (level !== undefined && isRepeated(level, key)) duplicates.push(childPath(level, key))
    } else last = token
  }
  return duplicates
}
