/** What the causes about Ingresses look for. */
import type { Ingress } from '../../../kubernetes/generated/types.ts'
import { isIngress, isIngressClass } from '../../../kubernetes/guards.ts'
import { referenceTo, type FieldReference, type ObjectReference } from '../../../kubernetes/object.ts'
import { getPath, parsePath } from '../../../kubernetes/field-path.ts'
import { fitHost } from '../../../network/ingress/matching.ts'
import { receivedPath } from '../../checks/http.ts'
import type { Failure } from '../../failure.ts'
import type { Edit, Patch } from '../../repair/patch.ts'
import { words } from '../../words.ts'
import type { Evidence } from '../cause.ts'
import { findIngress, routeHopOf } from '../evidence.ts'
import { ko } from '../../korean.ts'

export const classesIn = ({ snapshot }: Failure): readonly string[] =>
  snapshot.objects.filter(isIngressClass).map(({ metadata }) => metadata.name ?? '')

export const ingressesIn = ({ snapshot, task }: Failure): readonly Ingress[] =>
  snapshot.objects.filter(isIngress).filter(({ metadata }) => task.namespaces.includes(metadata.namespace ?? ''))

/** The Ingress that a failed request or field is about: the one whose rule decided, else the only one there is. */
export const failingIngress = (failure: Failure): Ingress | undefined => {
  const { finding, snapshot } = failure
  if (finding.kind === 'field') return isIngress(finding.object) ? finding.object : undefined
  if (finding.kind !== 'http' || !finding.wanted.throughIngress) return undefined
  const { rule, listener } = routeHopOf(failure) ?? {}
  // A Gateway took the request.
  if (listener !== undefined) return undefined
  if (rule !== undefined) return findIngress(snapshot, rule.object)
  const ingresses = ingressesIn(failure)
  return ingresses.find(({ spec }) => spec?.rules?.some(({ host }) => host === askedUrl(failure)?.hostname)) ?? ingresses[0]
}

export const askedUrl = ({ finding }: Failure): URL | undefined => {
  if (finding.kind !== 'http') return undefined
  try {
    return new URL(finding.question.url)
  } catch {
    return undefined
  }
}

export const receivedOf = ({ finding }: Failure): string | undefined =>
  finding.kind === 'http' ? receivedPath(finding.outcome) : undefined

export const REWRITE = 'metadata.annotations[nginx.ingress.kubernetes.io/rewrite-target]'
export const USE_REGEX = 'metadata.annotations[nginx.ingress.kubernetes.io/use-regex]'

/** `$1`, `$2`, …: what a group of the path caught. */
export const hasGroup = (target: string): boolean => /\$\d/u.test(target)

/** A request whose rewritten path is not the one that the server was to receive. */
export const misrewritten = (failure: Failure): { readonly target: string; readonly evidence: Evidence } | undefined => {
  const { finding } = failure
  const ingress = failingIngress(failure)
  const received = receivedOf(failure)
  const target = ingress === undefined ? undefined : rewriteTarget(ingress)
  if (finding.kind !== 'http' || ingress === undefined || received === undefined || target === undefined) return undefined
  const { path } = finding.wanted
  if (path === undefined || received === path) return undefined
  const facts = [
    words(`rewrite-target   ${target}`, `rewrite-target   ${target}`),
    words(`the server receives ${received}, not ${path}`, ko(`서버가 받는 경로는 ${path}이(가) 아니라 ${received}`)),
  ]
  return { target, evidence: { where: { object: referenceTo(ingress), path: REWRITE }, weight: 2, facts } }
}

/** The paths and the target that keep what follows a path's beginning. */
export const rewriteRepairs = (failure: Failure): readonly Patch[] => {
  const ingress = failingIngress(failure)
  return ingress === undefined ? [] : [{ changes: [{ kind: 'edit', ...rewriteEdits(ingress) }] }]
}

/** What makes ingress-nginx cut the path's beginning off and keep the rest: a group for the rest, in every path of the Ingress. */
const rewriteEdits = (ingress: Ingress): { readonly object: ObjectReference; readonly edits: readonly Edit[] } => ({
  object: referenceTo(ingress),
  edits: [
    { path: REWRITE, value: '/$2' },
    ...(ingress.spec?.rules ?? []).flatMap(({ http }, rule) =>
      (http?.paths ?? []).flatMap(({ path = '/' }, index) => {
        const place = `spec.rules[${rule}].http.paths[${index}]`
        const begin = path.replace(/[($*].*$/u, '').replace(/\/+$/u, '')
        const value = begin === '' ? '/()(.*)' : `${begin}(/|$)(.*)`
        return [
          { path: `${place}.path`, value },
          { path: `${place}.pathType`, value: 'ImplementationSpecific' },
        ]
      }),
    ),
  ],
})

export const rewriteTarget = (ingress: Ingress): string | undefined =>
  ingress.metadata.annotations?.['nginx.ingress.kubernetes.io/rewrite-target']

/** True where the controller found no rule for the request. */
export const foundNoRule = (failure: Failure): boolean => {
  const decision = routeHopOf(failure)?.decision
  return decision === 'no-rule' || decision === 'default-backend'
}

/** True where an Ingress asks ingress-nginx to read paths as regular expressions. */
export const usesRegex = (ingress: Ingress): boolean =>
  rewriteTarget(ingress) !== undefined || ingress.metadata.annotations?.['nginx.ingress.kubernetes.io/use-regex'] === 'true'

export const fieldOfIngress = ({ snapshot }: Failure, { object, path }: FieldReference): unknown =>
  getPath(findIngress(snapshot, object), parsePath(path))

/** The same path of the same Ingress, whichever of its fields is named. */
export const isSamePlace = (one: FieldReference, other: FieldReference): boolean =>
  placeOf(one.path) === placeOf(other.path) &&
  one.object.name === other.object.name &&
  one.object.namespace === other.object.namespace

const placeOf = (path: string): string => /^spec\.rules\[\d+\]\.http\.paths\[\d+\]/u.exec(path)?.[0] ?? path

/** One path of a rule for the host that was asked for. */
export interface MeantPath {
  /** The field `path`. */
  readonly where: FieldReference
  readonly path: string
  readonly pathType: string
  readonly service: string
}

export const pathsOfHost = (failure: Failure): readonly MeantPath[] => {
  const host = askedUrl(failure)?.hostname ?? ''
  return ingressesIn(failure).flatMap((ingress) =>
    (ingress.spec?.rules ?? []).flatMap(({ host: stated, http }, rule) =>
      fitHost(stated, host) === 'none'
        ? []
        : (http?.paths ?? []).map(({ path = '/', pathType, backend }, index) => ({
            where: { object: referenceTo(ingress), path: `spec.rules[${rule}].http.paths[${index}].path` },
            path,
            pathType,
            service: backend.service?.name ?? '',
          })),
    ),
  )
}

/** Those that lead to the Service that is asked for; all where none is. */
export const meantPaths = (failure: Failure): readonly MeantPath[] => {
  const wanted = failure.finding.kind === 'http' ? failure.finding.wanted.backend?.name : undefined
  return pathsOfHost(failure).filter(({ service }) => wanted === undefined || service === wanted)
}

/** No rule has the request, or one for another Service. */
export const isMisrouted = (failure: Failure): boolean => {
  const { finding } = failure
  const wanted = finding.kind === 'http' ? finding.wanted.backend?.name : undefined
  const found = routeHopOf(failure)?.service?.name
  return foundNoRule(failure) || (finding.kind === 'http' && wanted !== undefined && found !== undefined && found !== wanted)
}
