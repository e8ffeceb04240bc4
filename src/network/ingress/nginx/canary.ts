import type { CanarySettings } from './settings.ts'

function cookieOf(headers: Readonly<Record<string, string>>, name: string): string | undefined {
  const pairs = (headers['cookie'] ?? '').split(';').map((pair) => pair.trim())
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1)
}

const decided = (value: string | undefined): number | undefined => (value === 'always' ? 1 : value === 'never' ? 0 : undefined)

/** The probability that a request goes to the canary: its header decides, else its cookie, else chance (I19). */
export function canaryShare(settings: CanarySettings, headers: Readonly<Record<string, string>>): number {
  const { header, headerValue, cookie, share } = settings
  const sent = header === '' ? undefined : headers[header]
  const byHeader = headerValue === '' ? decided(sent) : sent === headerValue ? 1 : undefined
  return byHeader ?? (cookie === '' ? undefined : decided(cookieOf(headers, cookie))) ?? share
}
