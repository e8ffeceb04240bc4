/** How alike the states of learners are that were asked the same, after each learner's own parameters were taken out of them. */
import { isJsonObject, isList, type JsonObject } from '../../kubernetes/json.ts'
import type { Parameters } from '../parameters.ts'

export interface ComparedState {
  readonly learner: string
  /** What {@link tokensOf} made of it. */
  readonly tokens: ReadonlySet<string>
}

export interface AlikePair {
  readonly learners: readonly [string, string]
  /** From 0 to 1: of what the two have and not everybody has, weighed by how few have it, the part that both have. */
  readonly similarity: number
  /** Tokens that both have and hardly anybody else. */
  readonly rare: readonly string[]
}

/** What the server writes, or what is made anew for each cluster. */
export const NOT_WRITTEN =
  /^(?:status|metadata\.(?:uid|resourceVersion|creationTimestamp|generation|managedFields|annotations)|spec\.(?:clusterIPs?|nodeName|tolerations|volumes|containers\[\d+\]\.volumeMounts))\b/u

/** Named in one place as `{port}` is in all learners' states, whatever their port. */
const withoutParameters = (parameters: Parameters): ((text: string) => string) => {
  const places = Object.entries(parameters)
    .filter(([, value]) => value !== '')
    .toSorted(([, one], [, other]) => other.length - one.length)
    .map(([name, value]) => {
      const escaped = value.replaceAll(/[.*+?^${}()|[\]\\]/gu, '\\$&')
      return { pattern: new RegExp(`(?<![\\w.-])${escaped}(?![\\w-])`, 'gu'), name: `{${name}}` }
    })
  return (text) => places.reduce((plain, { pattern, name }) => plain.replaceAll(pattern, name), text)
}

function* leavesOf(value: unknown, path: string): Generator<string> {
  if (NOT_WRITTEN.test(path)) return
  if (isJsonObject(value))
    for (const [name, inner] of Object.entries(value)) yield* leavesOf(inner, path === '' ? name : `${path}.${name}`)
  else if (isList(value)) for (const [index, inner] of value.entries()) yield* leavesOf(inner, `${path}[${index}]`)
  else yield `${path}=${String(value)}`
}

/** Objects that somebody wrote, in the task's namespaces. */
const isWritten = (object: JsonObject, namespaces: readonly string[]): boolean => {
  const metadata = isJsonObject(object['metadata']) ? object['metadata'] : {}
  return namespaces.includes(String(metadata['namespace'])) && !isList(metadata['ownerReferences'])
}

/** More than anybody writes: a state with so many fields is compared with none, since that would take all others' time. */
export const MOST_TOKENS = 20_000

/** Each field with its value, under its object's kind. */
export const tokensOf = (
  objects: readonly unknown[],
  { namespaces, parameters }: { readonly namespaces: readonly string[]; readonly parameters: Parameters },
): ReadonlySet<string> => {
  const plain = withoutParameters(parameters)
  const tokens = new Set<string>()
  for (const object of objects) {
    if (!isJsonObject(object) || !isWritten(object, namespaces)) continue
    for (const leaf of leavesOf(object, '')) tokens.add(plain(`${String(object['kind'])} ${leaf}`))
    if (tokens.size > MOST_TOKENS) return new Set()
  }
  return tokens
}

/** Two that are more alike than this are named, if they share so many rare tokens. */
const LEAST_SIMILARITY = 0.8
const RARE_SHARE = 0.1

interface Measure {
  readonly leastRare: number
  /** Of what is the shared part: of what both have together, or of what the one has that has less. */
  readonly of: 'both' | 'less'
}

/** For tokens as they were written. */
const WRITTEN: Measure = { leastRare: 3, of: 'both' }

/** For shapes: somebody may have an answer of their own beside a copied one, and more of it has to be rare, since names are no part of it. */
export const RENAMED: Measure = { leastRare: 5, of: 'less' }

/** Pairs that somebody should look at. Of fewer than three learners nothing can be said: what is usual is not known. */
export const findAlike = (states: readonly ComparedState[], { leastRare, of } = WRITTEN): readonly AlikePair[] => {
  const counts = new Map<string, number>()
  for (const { tokens } of states) for (const token of tokens) counts.set(token, (counts.get(token) ?? 0) + 1)
  const countOf = (token: string): number => counts.get(token) ?? 0
  const weigh = (tokens: Iterable<string>): number =>
    [...tokens].reduce((sum, token) => sum + Math.log(states.length / countOf(token)), 0)
  const rareBound = Math.max(2, states.length * RARE_SHARE)
  const pairs: AlikePair[] = []
  for (const [index, one] of states.entries())
    for (const other of states.slice(index + 1)) {
      const shared = [...one.tokens].filter((token) => other.tokens.has(token))
      const rare = shared.filter((token) => countOf(token) <= rareBound && countOf(token) < states.length)
      if (rare.length < leastRare) continue
      const all =
        of === 'both' ? weigh(new Set([...one.tokens, ...other.tokens])) : Math.min(weigh(one.tokens), weigh(other.tokens))
      const similarity = weigh(shared) / all
      if (similarity >= LEAST_SIMILARITY)
        pairs.push({ learners: [one.learner, other.learner], similarity, rare: rare.toSorted() })
    }
  return pairs
}
