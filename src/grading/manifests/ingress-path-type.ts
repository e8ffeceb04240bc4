import { isJsonObject, isList } from '../../kubernetes/json.ts'
import { getPath } from '../../kubernetes/field-path.ts'
import type { ManifestDocument } from '../../kubernetes/yaml/documents.ts'
import type { ManifestProblem } from './manifest-problem.ts'
import { words } from '../words.ts'

interface RulePath {
  readonly at: string
  readonly path: string
  readonly pathType: string
}

const pathsOf = (document: ManifestDocument): readonly RulePath[] => {
  const rules = getPath(document.value, ['spec', 'rules'])
  return (isList(rules) ? rules : []).flatMap((rule, index) => {
    const paths = getPath(rule, ['http', 'paths'])
    return (isList(paths) ? paths : []).flatMap((item, place) => {
      if (!isJsonObject(item) || typeof item['path'] !== 'string' || typeof item['pathType'] !== 'string') return []
      return [{ at: `spec.rules[${index}].http.paths[${place}]`, path: item['path'], pathType: item['pathType'] }]
    })
  })
}

/** A regular expression in a path of type Prefix or Exact, which ingress-nginx refuses; the type for it mends that. */
export const explainPathType = (document: ManifestDocument, message: string): ManifestProblem | undefined => {
  const refused = pathsOf(document).filter(({ path, pathType }) =>
    message.includes(`path ${path} cannot be used with pathType ${pathType}`),
  )
  const [first] = refused
  if (first === undefined) return undefined
  return {
    code: 'ingress-path-type',
    position: document.position(`${first.at}.pathType`),
    path: `${first.at}.pathType`,
    message: message.replaceAll('\n', ', '),
    facts: [words(`path   ${first.path}`, `경로   ${first.path}`)],
    mends: [
      {
        document: document.index,
        edits: refused.map(({ at }) => ({ path: `${at}.pathType`, value: 'ImplementationSpecific' })),
      },
    ],
  }
}
