/** Expressions that admission asks: variables and types. @see k8s.io/apiserver pkg/admission/plugin/cel/compile.go, v1.34 */
import { compile } from './compile.ts'
import { BOOL, DYN, INT, listOf, mapOf, objectOf, STRING, TIMESTAMP, type Type } from './types.ts'

const structure = (name: string, fields: Readonly<Record<string, Type>>): Type =>
  objectOf(`kubernetes.${name}`, new Map(Object.entries(fields)))

const GROUP_VERSION_KIND = structure('GroupVersionKind', { group: STRING, version: STRING, kind: STRING })
const GROUP_VERSION_RESOURCE = structure('GroupVersionResource', { group: STRING, version: STRING, resource: STRING })
const TEXTS = mapOf(STRING, STRING)

const REQUEST = structure('AdmissionRequest', {
  kind: GROUP_VERSION_KIND,
  resource: GROUP_VERSION_RESOURCE,
  subResource: STRING,
  requestKind: GROUP_VERSION_KIND,
  requestResource: GROUP_VERSION_RESOURCE,
  requestSubResource: STRING,
  name: STRING,
  namespace: STRING,
  operation: STRING,
  userInfo: structure('UserInfo', {
    username: STRING,
    uid: STRING,
    groups: listOf(STRING),
    extra: mapOf(STRING, listOf(STRING)),
  }),
  dryRun: BOOL,
  options: DYN,
})

const CONDITION = structure('NamespaceCondition', {
  status: STRING,
  type: STRING,
  lastTransitionTime: TIMESTAMP,
  message: STRING,
  reason: STRING,
})

const NAMESPACE = structure('Namespace', {
  metadata: structure('NamespaceMetadata', {
    name: STRING,
    generateName: STRING,
    namespace: STRING,
    labels: TEXTS,
    annotations: TEXTS,
    UID: STRING,
    creationTimestamp: TIMESTAMP,
    deletionGracePeriodSeconds: INT,
    deletionTimestamp: TIMESTAMP,
    generation: INT,
    resourceVersion: STRING,
    finalizers: listOf(STRING),
  }),
  spec: structure('NamespaceSpec', { finalizers: listOf(STRING) }),
  status: structure('NamespaceStatus', { conditions: listOf(CONDITION), phase: STRING }),
})

export interface AdmissionVariables {
  readonly hasParams: boolean
  readonly hasAuthorizer: boolean
  /** Those of a policy, by their names; undefined where it has none. */
  readonly composed?: ReadonlyMap<string, Type>
}

const variablesOf = ({ hasParams, hasAuthorizer, composed }: AdmissionVariables): ReadonlyMap<string, Type> =>
  new Map([
    ['object', DYN],
    ['oldObject', DYN],
    ['namespaceObject', NAMESPACE],
    ['request', REQUEST],
    ...(hasParams ? ([['params', DYN]] as const) : []),
    ...(hasAuthorizer ? ([['authorizer', DYN]] as const) : []),
    ...(composed === undefined ? [] : ([['variables', objectOf('kubernetes.variables', composed)]] as const)),
  ])

/** As cel-go shows it. */
const nameOf = ({ name, of }: Type): string => (of.length === 0 ? name : `${name}(${of.map(nameOf).join(', ')})`)

/** Without types: any will do. */
const whyOther = (type: Type, wanted: readonly string[]): string | undefined => {
  if (wanted.length === 0 || wanted.includes(nameOf(type))) return undefined
  const [only] = wanted
  const names = wanted.length === 1 ? (only ?? '') : `one of [${wanted.join(' ')}]`
  return `must evaluate to ${names} but got ${nameOf(type)}`
}

/** What asks the authorizer is not compiled. */
const ASKS_AUTHORIZER = /\bauthorizer\b/u

/** The type of an expression, or why it is refused. */
export const compileAdmission = (
  expression: string,
  variables: AdmissionVariables,
  wanted: readonly string[],
): { readonly type: Type } | { readonly problem: string } => {
  if (variables.hasAuthorizer && ASKS_AUTHORIZER.test(expression)) return { type: DYN }
  const compiled = compile(expression, variablesOf(variables))
  if ('problems' in compiled) return { problem: `compilation failed: ${compiled.problems}` }
  const { type } = compiled.program
  const problem = whyOther(type, wanted)
  return problem === undefined ? { type } : { problem }
}
