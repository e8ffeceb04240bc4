/** Addresses of the web as Go takes them apart. @see Go's net/url */

export interface Url {
  readonly scheme: string
  readonly user: string | undefined
  readonly host: string
  readonly query: string
  readonly fragment: string
}

/** Why a text is no address, in Go's words. */
export type ParsedUrl = { readonly url: Url } | { readonly problem: string }

const SCHEME = /^([A-Za-z][A-Za-z0-9+.-]*):/u
const ESCAPE = /%(?![0-9A-Fa-f]{2})/u

const splitOnce = (text: string, separator: string): readonly [string, string] => {
  const at = text.indexOf(separator)
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + separator.length)]
}

const whyNoHost = (host: string): string | undefined => {
  const port = /^(?:\[[^\]]*\]|[^:]*)(.*)$/su.exec(host)?.[1] ?? ''
  if (port !== '' && !/^:\d*$/u.test(port)) return `invalid port ${JSON.stringify(/[^:]*$/u.test(port) ? port : '')} after host`
  const character = /[ "<>\\^`{|}]/u.exec(host)?.[0]
  return character === undefined ? undefined : `invalid character ${JSON.stringify(character)} in host name`
}

/** The part behind the scheme and before what is asked of it. */
const whyNoRest = (rest: string, scheme: string): string | undefined => {
  const escape = ESCAPE.exec(rest)
  if (escape !== null) return `invalid URL escape ${JSON.stringify(rest.slice(escape.index, escape.index + 3))}`
  const [first = ''] = rest.split('/')
  return scheme === '' && first.includes(':') ? 'first path segment in URL cannot contain colon' : undefined
}

const whyNone = (text: string): string | undefined => {
  if (/[\x00-\x1F\x7F]/u.test(text)) return 'net/url: invalid control character in URL'
  return text.startsWith(':') ? 'missing protocol scheme' : undefined
}

export const parseUrl = (text: string): ParsedUrl => {
  const fail = (why: string): ParsedUrl => ({ problem: `parse ${JSON.stringify(text)}: ${why}` })
  const [whole, fragment] = splitOnce(text, '#')
  const wrong = whyNone(whole)
  if (wrong !== undefined) return fail(wrong)
  const scheme = SCHEME.exec(whole)?.[1] ?? ''
  const [rest, query] = splitOnce(scheme === '' ? whole : whole.slice(scheme.length + 1), '?')
  const isOpaque = scheme !== '' && !rest.startsWith('/')
  const badRest = isOpaque ? undefined : whyNoRest(rest, scheme)
  if (badRest !== undefined) return fail(badRest)
  const authority = rest.startsWith('//') ? (rest.slice(2).split('/')[0] ?? '') : ''
  const at = authority.lastIndexOf('@')
  const host = authority.slice(at + 1)
  const badHost = whyNoHost(host)
  if (badHost !== undefined) return fail(badHost)
  const user = at < 0 ? undefined : authority.slice(0, at)
  return { url: { scheme: scheme.toLowerCase(), user, host, query, fragment } }
}
