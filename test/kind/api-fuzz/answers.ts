/** An answer without what no two servers have in common: identities, times, addresses that are drawn. */

export interface RawAnswer {
  readonly code: number
  /** As sent, JSON. */
  readonly text: string
  readonly warnings: readonly string[]
}

const OWN_METADATA = new Set(['uid', 'creationTimestamp', 'resourceVersion', 'managedFields'])

const DRAWN: readonly (readonly [RegExp, string])[] = [
  [/\b10\.96\.\d+\.\d+\b/gu, '<cluster IP>'],
  [/kube-api-access-\w{5}/gu, 'kube-api-access-<drawn>'],
  [/"(nodePort|healthCheckNodePort)":\d+/gu, '"$1":0'],
  [/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gu, '<uid>'],
  [/"lastPhaseTransitionTime":"[^"]+"/gu, '"lastPhaseTransitionTime":"<now>"'],
  // A request for a certificate tells by which one its author was known.
  [/"extra":\{"authentication\.kubernetes\.io\/credential-id":\["X509SHA256=[0-9a-f]{64}"\]\},/gu, ''],
  // Where a text of YAML or JSON is wrong, its line is quoted; lines of differences follow a sentence.
  [/\\n@@[\s\S]*?(?=")/gu, ''],
]

/** Keys in order, so that equal answers are equal texts. */
const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  )
}

const withoutOwn = (body: Readonly<Record<string, unknown>>): unknown => {
  const { metadata } = body
  if (body['kind'] === 'Status' || typeof metadata !== 'object' || metadata === null) return body
  return { ...body, metadata: Object.fromEntries(Object.entries(metadata).filter(([name]) => !OWN_METADATA.has(name))) }
}

/** One text; equal for answers that say the same. */
export const comparable = ({ code, text, warnings }: RawAnswer): string => {
  const body = sorted(withoutOwn(JSON.parse(text) as Record<string, unknown>))
  const whole = JSON.stringify({ code, warnings, body })
  return DRAWN.reduce((read, [pattern, name]) => read.replace(pattern, name), whole)
}
