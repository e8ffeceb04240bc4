/** A reader for the few sentences of the Ingress conformance features. */
import { parse } from 'yaml'
import type { Ingress } from '../../../../src/kubernetes/generated/types.ts'

export interface FeatureRequest {
  readonly method: string
  readonly url: string
}

export interface Scenario {
  readonly name: string
  readonly request: FeatureRequest
  readonly status: number
  readonly service?: string
}

export interface Feature {
  readonly ingresses: readonly Ingress[]
  readonly scenarios: readonly Scenario[]
}

const blocks = (text: string): readonly string[] =>
  [...text.matchAll(/"""\n([\s\S]*?)\n\s*"""/g)].map(([, block = '']) => block.replaceAll(/^ {4}/gm, ''))

function toIngress(block: string): Ingress {
  const value = parse(block) as Ingress | NonNullable<Ingress['spec']>
  if ('kind' in value) return { ...value, metadata: { namespace: 'default', ...value.metadata } }
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { namespace: 'default', name: 'from-spec' },
    spec: value,
  }
}

/** The rows below `Examples:` as records, or one empty record where there are none. */
function examplesOf(text: string): readonly Readonly<Record<string, string>>[] {
  const [, table] = text.split(/Examples:\n/)
  if (table === undefined) return [{}]
  const [header = [], ...rows] = table
    .split('\n')
    .filter((line) => line.trim().startsWith('|'))
    .map((line) =>
      line
        .trim()
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim()),
    )
  return rows.map((row) => Object.fromEntries(header.map((name, index) => [name, row[index] ?? ''])))
}

const fill = (text: string, row: Readonly<Record<string, string>>): string =>
  text.replace(/<(\w+)>/g, (whole, name: string) => row[name] ?? whole)

function scenariosOf(text: string): readonly Scenario[] {
  const [title = ''] = text.split('\n', 1)
  return examplesOf(text).flatMap((row) => {
    const body = fill(text.split('Examples:')[0] ?? '', row)
    const sent = /When I send a "(\w+)" request to (\S+)/.exec(body)
    const status = /status-code must be (\d+)/.exec(body)
    if (sent === null || status === null) return []
    const [, method = '', url = ''] = sent
    const service = /served by the "([^"]+)" service/.exec(body)?.[1]
    return [
      {
        name: `${title.trim()} ${Object.values(row).join(' ')}`.trim(),
        request: { method, url: url.replaceAll('"', '') },
        status: Number(status[1]),
        ...(service === undefined ? {} : { service }),
      },
    ]
  })
}

export function readFeature(text: string): Feature {
  const [background = '', ...scenarios] = text.split(/^ {2}Scenario(?: Outline)?: /m)
  return { ingresses: blocks(background + scenarios.join('')).map(toIngress), scenarios: scenarios.flatMap(scenariosOf) }
}
