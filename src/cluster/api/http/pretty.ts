/** Answers that people read: indented for those who ask so, and for browsers, curl and wget. @see apiserver pkg/endpoints/handlers/negotiation, v1.34 */

const READERS = /^(?:curl|Wget|Mozilla\/5\.0)/u
/** @see Go strconv.ParseBool */
const TRUE = /^(?:1|t|T|true|TRUE|True)$/u

const isForReading = (request: Request, url: URL): boolean => {
  const asked = url.searchParams.get('pretty') ?? ''
  return asked === '' ? READERS.test(request.headers.get('user-agent') ?? '') : TRUE.test(asked)
}

/** A watch is a line an event, and documents of OpenAPI go out as they are. */
const staysAsItIs = ({ pathname, searchParams }: URL): boolean =>
  pathname.startsWith('/openapi/') || TRUE.test(searchParams.get('watch') ?? '')

/** The response, indented where it is JSON and its reader wants that. */
export async function forReader(response: Response, request: Request, url: URL): Promise<Response> {
  const isJson = response.headers.get('content-type')?.startsWith('application/json') === true
  if (!isJson || staysAsItIs(url) || !isForReading(request, url)) return response
  const headers = new Headers(response.headers)
  headers.delete('content-length')
  const text = await response.text()
  const body = text === '' ? text : JSON.stringify(JSON.parse(text), undefined, 2)
  return new Response(body, { status: response.status, statusText: response.statusText, headers })
}
