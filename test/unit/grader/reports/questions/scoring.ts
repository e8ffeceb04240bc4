/** What learning platforms would give for an answer, read from what was written for them. */

const unescapeXml = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&')

const all = (text: string, pattern: RegExp): readonly (readonly string[])[] =>
  [...text.matchAll(pattern)].map((match) => match.slice(1).map((group: string | undefined) => group ?? ''))

/** Answers of one item by its responses' ids. */
export type Responses = Readonly<Record<string, readonly string[]>>

const holds = (condition: string, responses: Responses): boolean => {
  const isEqual = (ident: string, value: string): boolean =>
    (responses[ident] ?? []).some((given) => given.toLowerCase() === unescapeXml(value).toLowerCase())
  const parts = all(condition, /((?:<not>)?)<varequal respident="([^"]*)"[^>]*>([^<]*)<\/varequal>/gu)
  if (parts.length === 0) return false
  const results = parts.map(([not = '', ident = '', value = '']) => isEqual(ident, value) !== (not !== ''))
  return condition.includes('<and>') ? results.every(Boolean) : results.some(Boolean)
}

/** From 0 to 100, as QTI 1.2 processes responses: conditions in order, until one that holds ends it. */
export const qtiScore = (item: string, responses: Responses): number => {
  let score = 0
  for (const [goesOn = '', condition = '', action = '', points = ''] of all(
    item,
    /<respcondition continue="(\w+)"><conditionvar>(.*?)<\/conditionvar><setvar action="(\w+)" varname="SCORE">([\d.]+)</gu,
  )) {
    if (!holds(condition, responses)) continue
    score = action === 'Set' ? Number(points) : score + Number(points)
    if (goesOn === 'No') break
  }
  return Math.min(100, score)
}

export interface MoodleAnswer {
  readonly fraction: number
  readonly text: string
}

export const moodleAnswers = (question: string): readonly MoodleAnswer[] =>
  all(question, /<answer fraction="([^"]*)"[^>]*><text><!\[CDATA\[([\s\S]*?)\]\]><\/text>/gu).map(([fraction, text = '']) => ({
    fraction: Number(fraction),
    text,
  }))

/** From 0 to 100: what is marked adds up, and never to less than nothing. */
export const moodleScore = (answers: readonly MoodleAnswer[], marked: readonly number[]): number =>
  Math.min(
    100,
    Math.max(
      0,
      marked.reduce((sum, index) => sum + (answers[index]?.fraction ?? 0), 0),
    ),
  )
