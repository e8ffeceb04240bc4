/** @see kubernetes-sigs/gateway-api apis/v1/httproute_types.go, shared_types.go, and config/crd/standard, v1.6 */
import type {
  HTTPBackendRef,
  HTTPRoute,
  HTTPRouteMatch,
  HTTPRouteRule,
  ParentReference,
  ValueMatch,
} from '../../extensions/gateway-api/types.ts'
import { afterSchema } from '../after-schema.ts'
import { required } from '../causes.ts'
import { checkBackend, checkServicePort } from './backend-reference.ts'
import { checkFilters, checkFilterSchema, replacesPrefix } from './http-route-filters.ts'
import {
  checkEnum,
  checkItems,
  checkRange,
  checkRule,
  checkSchema,
  GROUP,
  HEADER_NAME,
  HOSTNAME,
  KIND,
  NAMESPACE,
  OBJECT_NAME,
  requireSchema,
  SECTION_NAME,
  type Causes,
} from './schema.ts'

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', 'PATCH']
const PATH_TYPES = ['Exact', 'PathPrefix', 'RegularExpression']
const PATH = /^(?:[-A-Za-z0-9/._~!$&'()*+,;=:@]|[%][0-9a-fA-F]{2})+$/
const DURATION = /^([0-9]{1,5}(h|m|s|ms)){1,4}$/
const MAX_MATCHES = 128

const checkParent = (parent: ParentReference, path: string): Causes => [
  ...checkSchema(`${path}.group`, parent.group, GROUP),
  ...checkSchema(`${path}.kind`, parent.kind, KIND),
  ...requireSchema(`${path}.name`, parent.name, OBJECT_NAME),
  ...checkSchema(`${path}.namespace`, parent.namespace, NAMESPACE),
  ...checkSchema(`${path}.sectionName`, parent.sectionName, SECTION_NAME),
  ...checkRange(`${path}.port`, parent.port, 1, 65535),
]

const MAX_VALUES = 16

/** Headers and query parameters to look for; their values have different limits. */
const checkValues = (path: string, values: readonly ValueMatch[] | undefined, longest: number): Causes =>
  checkItems(path, values, { max: MAX_VALUES }, ({ type, name, value }, at) => [
    ...checkEnum(`${at}.type`, type, ['Exact', 'RegularExpression']),
    ...requireSchema(`${at}.name`, name, HEADER_NAME),
    ...requireSchema(`${at}.value`, value, { max: longest }),
  ])

const checkMatch = (match: HTTPRouteMatch, path: string): Causes => [
  ...checkEnum(`${path}.path.type`, match.path?.type, PATH_TYPES),
  ...checkSchema(`${path}.path.value`, match.path?.value, { max: 1024 }),
  ...checkValues(`${path}.headers`, match.headers, 4096),
  ...checkValues(`${path}.queryParams`, match.queryParams, 1024),
  ...checkEnum(`${path}.method`, match.method, METHODS),
]

const checkRuleSchema = (rule: HTTPRouteRule, path: string): Causes => [
  ...checkSchema(`${path}.name`, rule.name, SECTION_NAME),
  ...checkItems(`${path}.matches`, rule.matches, { max: 64 }, checkMatch),
  ...checkItems(`${path}.filters`, rule.filters, { max: 16 }, checkFilterSchema),
  ...checkItems(`${path}.backendRefs`, rule.backendRefs, { max: 16 }, (ref, at) => [
    ...checkBackend(ref, at),
    ...checkRange(`${at}.weight`, ref.weight, 0, 1_000_000),
    ...checkItems(`${at}.filters`, ref.filters, { max: 16 }, checkFilterSchema),
  ]),
  ...(['request', 'backendRequest'] as const).flatMap((name) =>
    checkSchema(`${path}.timeouts.${name}`, rule.timeouts?.[name], { pattern: DURATION }),
  ),
]

const FORBIDDEN_PARTS = ['//', '/./', '/../', '%2f', '%2F', '#']
const FORBIDDEN_ENDS = ['/..', '/.']
const ONE_OF = "when type one of ['Exact', 'PathPrefix']"

/** Regular expressions may be any text. */
const checkPath = ({ path: stated }: HTTPRouteMatch, at: string): Causes => {
  const { type = 'PathPrefix', value = '/' } = stated ?? {}
  if (type === 'RegularExpression') return []
  return checkRule(`${at}.path`, 'object', [
    [value.startsWith('/'), `value must be an absolute path and start with '/' ${ONE_OF}`],
    ...FORBIDDEN_PARTS.map((part) => [!value.includes(part), `must not contain '${part}' ${ONE_OF}`] as const),
    ...FORBIDDEN_ENDS.map((end) => [!value.endsWith(end), `must not end with '${end}' ${ONE_OF}`] as const),
    [PATH.test(value), `must only contain valid characters (matching ${PATH.source}) for types ['Exact', 'PathPrefix']`],
  ])
}

const hasOnePrefix = ({ matches = [] }: HTTPRouteRule): boolean =>
  matches.length === 1 && (matches[0]?.path?.type ?? 'PathPrefix') === 'PathPrefix'

const prefixMessage = (filter: string, member: string): string =>
  `When using ${filter} filter with path.${member}, exactly one PathPrefix match must be specified`

const countOf = (refs: readonly HTTPBackendRef[], holds: (ref: HTTPBackendRef) => boolean): number => refs.filter(holds).length

const checkRouteRule = (rule: HTTPRouteRule, path: string): Causes => {
  const { filters = [], backendRefs = [], matches = [] } = rule
  const once = (filter: 'requestRedirect' | 'urlRewrite', list = filters): boolean =>
    list.filter((each) => replacesPrefix(each, filter)).length === 1
  const within = (filter: 'requestRedirect' | 'urlRewrite'): boolean =>
    countOf(backendRefs, (ref) => once(filter, ref.filters ?? [])) === 1
  const one = hasOnePrefix(rule)
  const redirect = prefixMessage('RequestRedirect', 'replacePrefixMatch')
  const rewrite = prefixMessage('URLRewrite', 'replacePrefixMatch')
  return [
    ...checkRule(path, 'object', [
      [
        backendRefs.length === 0 || !filters.some(({ requestRedirect }) => requestRedirect !== undefined),
        'RequestRedirect filter must not be used together with backendRefs',
      ],
      [!once('requestRedirect') || one, redirect],
      [!once('urlRewrite') || one, rewrite],
      [!within('requestRedirect') || one, `Within backendRefs, ${redirect.replace('When', 'when')}`],
      [!within('urlRewrite') || one, `Within backendRefs, ${rewrite}`],
    ]),
    ...matches.flatMap((match, index) => checkPath(match, `${path}.matches[${index}]`)),
    ...checkFilters(filters, `${path}.filters`),
    ...backendRefs.flatMap((ref, index) => [
      ...checkServicePort(ref, `${path}.backendRefs[${index}]`),
      ...checkFilters(ref.filters ?? [], `${path}.backendRefs[${index}].filters`),
    ]),
  ]
}

const isSameParent = (one: ParentReference, other: ParentReference): boolean =>
  one.group === other.group && one.kind === other.kind && one.name === other.name && one.namespace === other.namespace

const checkParents = (parents: readonly ParentReference[]): Causes => {
  const twins = (parent: ParentReference): readonly ParentReference[] => parents.filter((other) => isSameParent(parent, other))
  const isNamed = ({ sectionName }: ParentReference): boolean => sectionName !== undefined
  return checkRule('spec.parentRefs', 'array', [
    [
      parents.every((parent) => twins(parent).every((other) => isNamed(other) === isNamed(parent))),
      'sectionName must be specified when parentRefs includes 2 or more references to the same parent',
    ],
    [
      parents.every((parent) => twins(parent).filter(({ sectionName }) => sectionName === parent.sectionName).length === 1),
      'sectionName must be unique when parentRefs includes 2 or more references to the same parent',
    ],
  ])
}

const checkRules = (rules: readonly HTTPRouteRule[]): Causes => {
  const names = rules.flatMap(({ name }) => name ?? [])
  const matches = rules.reduce((sum, rule) => sum + (rule.matches ?? []).length, 0)
  return [
    ...checkRule('spec.rules', 'array', [
      [new Set(names).size === names.length, 'Rule name must be unique within the route'],
      [
        matches <= MAX_MATCHES,
        'While 16 rules and 64 matches per rule are allowed, the total number of matches across all rules in a route must be less than 128',
      ],
    ]),
    ...rules.flatMap((rule, index) => checkRouteRule(rule, `spec.rules[${index}]`)),
  ]
}

export const validateHTTPRoute = ({ spec }: HTTPRoute): Causes => {
  if (spec === undefined) return [required('spec')]
  const { parentRefs = [], hostnames, rules } = spec
  return afterSchema(
    [
      ...checkItems('spec.parentRefs', parentRefs, { max: 32 }, checkParent),
      ...checkItems('spec.hostnames', hostnames, { max: 16 }, (host, at) => checkSchema(at, host, HOSTNAME)),
      ...checkItems('spec.rules', rules, { min: 1, max: 16 }, checkRuleSchema),
    ],
    () => [...checkParents(parentRefs), ...checkRules(rules ?? [])],
  )
}
