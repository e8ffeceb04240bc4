import type { Ingress, IngressClass } from '../../kubernetes/generated/types.ts'
import { referenceTo } from '../../kubernetes/object.ts'
import type { FieldReference } from '../../kubernetes/object.ts'
import type { IngressControllerFacts } from '../facts.ts'
import { keyOfObject } from '../state.ts'
import type { NetworkState } from '../state.ts'

const CLASS_ANNOTATION = 'kubernetes.io/ingress.class'
const DEFAULT_ANNOTATION = 'ingressclass.kubernetes.io/is-default-class'
/** What ingress-nginx takes for its own in the old annotation, whatever its IngressClass is called. */
const NGINX_ANNOTATION_VALUE = 'nginx'

export interface ClassChoice {
  /** The class's name; absent where nothing names one and no class is the default. */
  readonly name?: string
  readonly where: FieldReference
  readonly by: 'field' | 'annotation' | 'default' | 'nothing'
}

const creationOf = ({ metadata }: IngressClass): string => metadata.creationTimestamp ?? ''

/** The newest of the classes that are marked as default. */
function defaultClass(classes: readonly IngressClass[]): IngressClass | undefined {
  return classes
    .filter(({ metadata }) => metadata.annotations?.[DEFAULT_ANNOTATION] === 'true')
    .reduce<IngressClass | undefined>(
      (newest, one) => (newest === undefined || creationOf(one) > creationOf(newest) ? one : newest),
      undefined,
    )
}

/** The class an Ingress asks for: its field, else the old annotation, else the default class (semantics I1). */
export function classOf(state: NetworkState, ingress: Ingress): ClassChoice {
  const object = referenceTo(ingress)
  const field = ingress.spec?.ingressClassName
  const where = { object, path: 'spec.ingressClassName' }
  if (field !== undefined) return { name: field, where, by: 'field' }
  const annotation = ingress.metadata.annotations?.[CLASS_ANNOTATION]
  if (annotation !== undefined)
    return { name: annotation, where: { object, path: `metadata.annotations[${CLASS_ANNOTATION}]` }, by: 'annotation' }
  const name = defaultClass(state.ingressClasses)?.metadata.name
  return name === undefined ? { where, by: 'nothing' } : { name, where, by: 'default' }
}

const classesOf = (state: NetworkState, { controller }: IngressControllerFacts): readonly string[] =>
  state.ingressClasses.filter(({ spec }) => spec?.controller === controller).flatMap(({ metadata }) => metadata.name ?? [])

/** Whether the controller takes this Ingress for its own. */
export function isServedBy(state: NetworkState, ingress: Ingress, controller: IngressControllerFacts): boolean {
  const { name, by } = classOf(state, ingress)
  if (name === undefined) return false
  if (classesOf(state, controller).includes(name)) return true
  return by === 'annotation' && controller.behaviour === 'ingress-nginx' && name === NGINX_ANNOTATION_VALUE
}

/** The names of the classes that lead to the controller, for an explanation: `nginx`, or `<none>`. */
export const renderClassesOf = (state: NetworkState, controller: IngressControllerFacts): string =>
  classesOf(state, controller).join(', ') || '<none>'

const ageKey = (ingress: Ingress): string => `${ingress.metadata.creationTimestamp ?? ''} ${keyOfObject(ingress)}`

/** The Ingresses of a controller, oldest first: of two that claim the same, the older one has it (I18). */
export const ingressesOf = (state: NetworkState, controller: IngressControllerFacts): readonly Ingress[] =>
  state.ingresses
    .filter((ingress) => isServedBy(state, ingress, controller))
    .map((ingress) => ({ ingress, key: ageKey(ingress) }))
    .sort((one, other) => (one.key < other.key ? -1 : Number(one.key > other.key)))
    .map(({ ingress }) => ingress)
