import { compilePattern } from '../../http/pattern.ts'
import type { CanarySettings } from './settings.ts'

function cookieOf(headers: Readonly<Record<string, string>>, name: string): string | undefined {
  const pairs = (headers['cookie'] ?? '').split(';').map((pair) => pair.trim())
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1)
}

const decided = (value: string | undefined): number | undefined => (value === 'always' ? 1 : value === 'never' ? 0 : undefined)

/** A value, or else a pattern, takes the place of `always` and `never`; other values leave the choice to what comes next. */
function byHeader({ headerValue, headerPattern }: CanarySettings, sent: string | undefined): number | undefined {
  if (headerValue !== '') return sent === headerValue ? 1 : undefined
  if (headerPattern === '') return decided(sent)
  return sent !== undefined && compilePattern(headerPattern, CASE_COUNTS)?.(sent) !== undefined ? 1 : undefined
}

const CASE_COUNTS = { ignoreCase: false, whole: false }

/** The probability that a request goes to the canary: its header decides, else its cookie, else chance (I19). */
export function canaryShare(settings: CanarySettings, headers: Readonly<Record<string, string>>): number {
  const { header, cookie, share } = settings
  const fromHeader = byHeader(settings, header === '' ? undefined : headers[header])
  return fromHeader ?? (cookie === '' ? undefined : decided(cookieOf(headers, cookie))) ?? share
}
