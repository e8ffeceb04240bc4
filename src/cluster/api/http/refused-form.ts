/** Refusals in the encoding that the client takes. @see k8s.io/apiserver pkg/endpoints/handlers/responsewriters, v1.34 */
import { negotiateEncoding } from './accept.ts'

const isRefusal = (response: Response): boolean =>
  response.status >= 400 && response.headers.get('content-type') === 'application/json'

/** In YAML where that is taken; where neither YAML nor JSON is, in JSON for people. */
export const inAcceptedForm = async (response: Response, request: Request): Promise<Response> => {
  if (!isRefusal(response)) return response
  const encoding = negotiateEncoding(request.headers.get('accept'))
  if (encoding === 'json') return response
  const value: unknown = JSON.parse(await response.text())
  const headers = new Headers(response.headers)
  headers.delete('content-length')
  if (encoding === undefined) return new Response(JSON.stringify(value, undefined, 2), { status: response.status, headers })
  const { renderYaml } = await import('../../../kubernetes/yaml/render-yaml.ts')
  headers.set('content-type', 'application/yaml')
  return new Response(renderYaml(value), { status: response.status, headers })
}
