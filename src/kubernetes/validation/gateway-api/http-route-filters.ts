/** @see kubernetes-sigs/gateway-api apis/v1/httproute_types.go, HTTPRouteFilter, v1.6 */
import type { HeaderModifier, HTTPRouteFilter, PathModifier } from '../../extensions/gateway-api/types.ts'
import { duplicate } from '../causes.ts'
import { checkBackend, checkServicePort } from './backend-reference.ts'
import {
  checkEnum,
  checkItems,
  checkRange,
  checkRule,
  checkSchema,
  HEADER_NAME,
  PRECISE_HOSTNAME,
  requireSchema,
  type Causes,
} from './schema.ts'

/** The member that belongs to each type, in the order of the rules. */
const MEMBERS = {
  CORS: 'cors',
  RequestHeaderModifier: 'requestHeaderModifier',
  ResponseHeaderModifier: 'responseHeaderModifier',
  RequestMirror: 'requestMirror',
  RequestRedirect: 'requestRedirect',
  URLRewrite: 'urlRewrite',
  ExtensionRef: 'extensionRef',
} as const

const TYPES = [
  'RequestHeaderModifier',
  'ResponseHeaderModifier',
  'RequestMirror',
  'RequestRedirect',
  'URLRewrite',
  'ExtensionRef',
  'CORS',
]
const ONCE = ['CORS', 'RequestHeaderModifier', 'ResponseHeaderModifier', 'RequestRedirect', 'URLRewrite']

/** True where the filter replaces the prefix that matched. */
export const replacesPrefix = (filter: HTTPRouteFilter, member: 'requestRedirect' | 'urlRewrite'): boolean =>
  filter[member]?.path?.type === 'ReplacePrefixMatch' && filter[member].path.replacePrefixMatch !== undefined

const checkHeaders = (modifier: HeaderModifier | undefined, path: string): Causes =>
  modifier === undefined
    ? []
    : [
        ...(['set', 'add'] as const).flatMap((list) =>
          checkItems(`${path}.${list}`, modifier[list], { max: 16 }, ({ name, value }, at) => [
            ...requireSchema(`${at}.name`, name, HEADER_NAME),
            ...requireSchema(`${at}.value`, value, { max: 4096 }),
          ]),
        ),
        ...(['set', 'add'] as const).flatMap((list) =>
          (modifier[list] ?? []).flatMap(({ name }, index, all) =>
            all.findIndex((other) => other.name === name) < index ? [duplicate(`${path}.${list}[${index}]`, { name })] : [],
          ),
        ),
        ...checkItems(`${path}.remove`, modifier.remove, { max: 16 }, () => []),
      ]

const checkModifier = (modifier: PathModifier | undefined, path: string): Causes =>
  modifier === undefined
    ? []
    : [
        ...checkEnum(`${path}.type`, modifier.type, ['ReplaceFullPath', 'ReplacePrefixMatch']),
        ...checkSchema(`${path}.replaceFullPath`, modifier.replaceFullPath, { max: 1024 }),
        ...checkSchema(`${path}.replacePrefixMatch`, modifier.replacePrefixMatch, { max: 1024 }),
      ]

/** One filter's values. */
export const checkFilterSchema = (filter: HTTPRouteFilter, path: string): Causes => {
  const { requestRedirect: redirect, requestMirror: mirror, urlRewrite: rewrite } = filter
  return [
    ...checkEnum(`${path}.type`, filter.type, TYPES),
    ...checkHeaders(filter.requestHeaderModifier, `${path}.requestHeaderModifier`),
    ...checkHeaders(filter.responseHeaderModifier, `${path}.responseHeaderModifier`),
    ...(mirror === undefined ? [] : checkBackend(mirror.backendRef, `${path}.requestMirror.backendRef`)),
    ...checkRange(`${path}.requestMirror.percent`, mirror?.percent, 0, 100),
    ...checkEnum(`${path}.requestRedirect.scheme`, redirect?.scheme, ['http', 'https']),
    ...checkSchema(`${path}.requestRedirect.hostname`, redirect?.hostname, PRECISE_HOSTNAME),
    ...checkRange(`${path}.requestRedirect.port`, redirect?.port, 1, 65535),
    ...checkEnum(`${path}.requestRedirect.statusCode`, redirect?.statusCode, [301, 302, 303, 307, 308]),
    ...checkModifier(redirect?.path, `${path}.requestRedirect.path`),
    ...checkSchema(`${path}.urlRewrite.hostname`, rewrite?.hostname, PRECISE_HOSTNAME),
    ...checkModifier(rewrite?.path, `${path}.urlRewrite.path`),
  ]
}

const checkPathRules = (modifier: PathModifier | undefined, path: string): Causes => {
  if (modifier === undefined) return []
  const { type, replaceFullPath: full, replacePrefixMatch: prefix } = modifier
  return checkRule(path, 'object', [
    [
      type !== 'ReplaceFullPath' || full !== undefined,
      "replaceFullPath must be specified when type is set to 'ReplaceFullPath'",
    ],
    [full === undefined || type === 'ReplaceFullPath', "type must be 'ReplaceFullPath' when replaceFullPath is set"],
    [
      type !== 'ReplacePrefixMatch' || prefix !== undefined,
      "replacePrefixMatch must be specified when type is set to 'ReplacePrefixMatch'",
    ],
    [prefix === undefined || type === 'ReplacePrefixMatch', "type must be 'ReplacePrefixMatch' when replacePrefixMatch is set"],
  ])
}

const checkFilter = (filter: HTTPRouteFilter, path: string): Causes => {
  const { requestMirror: mirror } = filter
  return [
    ...checkRule(
      path,
      'object',
      Object.entries(MEMBERS).flatMap(([type, member]) => [
        [
          filter[member] === undefined || filter.type === type,
          `filter.${member} must be nil if the filter.type is not ${type}`,
        ] as const,
        [
          filter[member] !== undefined || filter.type !== type,
          `filter.${member} must be specified for ${type} filter.type`,
        ] as const,
      ]),
    ),
    ...checkRule(`${path}.requestMirror`, 'object', [
      [
        mirror?.percent === undefined || mirror.fraction === undefined,
        'Only one of percent or fraction may be specified in HTTPRequestMirrorFilter',
      ],
    ]),
    ...(mirror === undefined ? [] : checkServicePort(mirror.backendRef, `${path}.requestMirror.backendRef`)),
    ...checkPathRules(filter.requestRedirect?.path, `${path}.requestRedirect.path`),
    ...checkPathRules(filter.urlRewrite?.path, `${path}.urlRewrite.path`),
  ]
}

/** The rules of a list of filters, and of each. */
export const checkFilters = (filters: readonly HTTPRouteFilter[], path: string): Causes => {
  const count = (wanted: string): number => filters.filter(({ type }) => type === wanted).length
  return [
    ...checkRule(path, 'array', [
      [
        count('RequestRedirect') === 0 || count('URLRewrite') === 0,
        'May specify either httpRouteFilterRequestRedirect or httpRouteFilterRequestRewrite, but not both',
      ],
      ...ONCE.map((type) => [count(type) <= 1, `${type} filter cannot be repeated`] as const),
    ]),
    ...filters.flatMap((filter, index) => checkFilter(filter, `${path}[${index}]`)),
  ]
}
