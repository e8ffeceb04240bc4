/**
 * The objects of a cluster's text, one a document, as far as they can be told without reading YAML: enough to add one and to take one
 * away, without touching a letter of the others.
 */
export interface ObjectInText {
  readonly kind: string
  readonly name: string
  readonly namespace?: string
  /** Its place among the documents. */
  readonly index: number
}

const SEPARATOR = /^---(?:[ \t][^\n]*)?\n?/gmu

const documentsIn = (text: string): readonly string[] => text.split(SEPARATOR)

/** A value of `metadata`, be it in braces or in lines below. */
const metadataOf = (document: string, field: 'name' | 'namespace'): string | undefined => {
  const [, rest = '', below = ''] = /^metadata:[ \t]*(.*)\n?((?:[ \t]+.*\n?)*)/mu.exec(document) ?? []
  const indent = /^[ \t]+/u.exec(below)?.[0] ?? ' '
  const inBraces = new RegExp(`[{,]\\s*${field}:\\s*["']?([\\w.-]+)`, 'u').exec(rest)
  const inLines = new RegExp(`^${indent}${field}:\\s*["']?([\\w.-]+)`, 'mu').exec(below)
  return (inBraces ?? inLines)?.[1]
}

export const objectsIn = (text: string): readonly ObjectInText[] =>
  documentsIn(text).flatMap((document, index) => {
    const kind = /^kind:\s*["']?(\w+)/mu.exec(document)?.[1]
    if (kind === undefined) return []
    const namespace = metadataOf(document, 'namespace')
    return [{ kind, name: metadataOf(document, 'name') ?? '', index, ...(namespace === undefined ? {} : { namespace }) }]
  })

const ended = (text: string): string => (text === '' || text.endsWith('\n') ? text : `${text}\n`)

export const withoutObject = (text: string, { index }: ObjectInText): string =>
  documentsIn(text)
    .filter((document, at) => at !== index && document.trim() !== '')
    .map(ended)
    .join('---\n')

/** Of what may be added by hand: the object's lines, for its name and the Pod or Service that it is about. */
const TEMPLATES = {
  Pod: (name: string) => `apiVersion: v1
kind: Pod
metadata: { name: ${name}, labels: { app: ${name} } }
spec:
  containers:
    - name: web
      image: nginx
`,
  Deployment: (name: string) => `apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name} }
spec:
  replicas: 2
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec:
      containers:
        - name: web
          image: nginx
`,
  Service: (name: string, app: string) => `apiVersion: v1
kind: Service
metadata: { name: ${name} }
spec:
  selector: { app: ${app} }
  ports:
    - port: 80
`,
  NetworkPolicy: (name: string) => `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: ${name} }
spec:
  podSelector: {}
  policyTypes: [Ingress]
`,
  Ingress: (name: string, _app: string, service: string) => `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: ${name} }
spec:
  ingressClassName: nginx
  rules:
    - host: ${name}.example
      http:
        paths:
          - path: /
            pathType: Prefix
            backend: { service: { name: ${service}, port: { number: 80 } } }
`,
  Namespace: (name: string) => `apiVersion: v1
kind: Namespace
metadata: { name: ${name} }
`,
}

export type AddedKind = keyof typeof TEMPLATES

export const ADDED_KINDS = Object.keys(TEMPLATES) as readonly AddedKind[]

const isAppOwner = ({ kind }: ObjectInText): boolean => kind === 'Pod' || kind === 'Deployment'

/** The text with one object more, under a name that nothing of its kind has. What it points at is the last that there is. */
export const withObject = (text: string, kind: AddedKind): string => {
  const objects = objectsIn(text)
  const taken = new Set(objects.filter((object) => object.kind === kind).map(({ name }) => name))
  let number = 1
  while (taken.has(`${kind.toLowerCase()}-${number}`)) number += 1
  const app = objects.findLast(isAppOwner)?.name ?? 'web'
  const service = objects.findLast((object) => object.kind === 'Service')?.name ?? 'web'
  const added = TEMPLATES[kind](`${kind.toLowerCase()}-${number}`, app, service)
  return text.trim() === '' ? added : `${ended(text)}---\n${added}`
}
