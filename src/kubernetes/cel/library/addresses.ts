/** Addresses and blocks. @see k8s.io/apiserver pkg/cel/library/{ip,cidr}.go */
import { readAnyBlock, readIpv6, spellIpv6 } from '../../ip-spellings.ts'
import { readIpv4, readIpv4Block } from '../../ipv4.ts'
import { overload, type Overload } from '../overloads.ts'
import { EvaluationError, type CidrValue, type IpValue } from '../values.ts'

const MAPPED = /^::ffff:\d+\./iu

const readIp = (text: string): IpValue | undefined => {
  const bytes = text.includes('%') || MAPPED.test(text) ? undefined : (readIpv4(text) ?? readIpv6(text))
  return bytes === undefined ? undefined : { kind: 'ip', bytes }
}

const ip = (text: string): IpValue => {
  const read = readIp(text)
  if (read === undefined)
    throw new EvaluationError(
      `IP Address ${JSON.stringify(text)} parse error during conversion from string: ParseAddr(${JSON.stringify(text)}): unable to parse IP`,
    )
  return read
}

const readCidr = (text: string): CidrValue | undefined => {
  const read = readIpv4Block(text) ?? (text.includes(':') && !MAPPED.test(text) ? readAnyBlock(text) : undefined)
  return read === undefined ? undefined : { kind: 'cidr', ...read }
}

const cidr = (text: string): CidrValue => {
  const read = readCidr(text)
  if (read === undefined) {
    const said = 'network address parse error during conversion from string'
    const why = text.includes('/') ? 'unable to parse' : "no '/'"
    throw new EvaluationError(`${said}: ${said}: netip.ParsePrefix(${JSON.stringify(text)}): ${why}`)
  }
  return read
}

const spell = ({ bytes }: { readonly bytes: readonly number[] }): string =>
  bytes.length === 4 ? bytes.join('.') : spellIpv6(bytes)

/** What is asked with a text that cannot be read has no answer, as the server says it. */
const orNoOverload = <Read>(read: Read | undefined): Read => {
  if (read === undefined) throw new EvaluationError('no such overload')
  return read
}

/** The bytes with what is behind the prefix set to zero. */
const masked = (bytes: readonly number[], prefixLength: number): readonly number[] =>
  bytes.map((byte, index) => {
    const kept = Math.max(0, Math.min(8, prefixLength - index * 8))
    return byte & (0xff << (8 - kept)) & 0xff
  })

const containsIp = (block: CidrValue, { bytes }: IpValue): boolean =>
  block.bytes.length === bytes.length &&
  masked(bytes, block.prefixLength).join() === masked(block.bytes, block.prefixLength).join()

const containsCidr = (outer: CidrValue, inner: CidrValue): boolean =>
  outer.prefixLength <= inner.prefixLength && containsIp(outer, { kind: 'ip', bytes: inner.bytes })

const isUnspecified = ({ bytes }: IpValue): boolean => bytes.every((byte) => byte === 0)
const isLoopback = ({ bytes }: IpValue): boolean =>
  bytes.length === 4 ? bytes[0] === 127 : bytes.every((byte, index) => byte === (index === 15 ? 1 : 0))
const isMulticast = ({ bytes: [first = 0, second = 0, third = 0], bytes }: IpValue): boolean =>
  bytes.length === 4 ? first === 224 && second === 0 && third === 0 : first === 0xff && (second & 0x0f) === 0x02
const isAnyMulticast = ({ bytes: [first = 0], bytes }: IpValue): boolean =>
  bytes.length === 4 ? (first & 0xf0) === 0xe0 : first === 0xff
const isLinkLocal = ({ bytes: [first = 0, second = 0], bytes }: IpValue): boolean =>
  bytes.length === 4 ? first === 169 && second === 254 : first === 0xfe && (second & 0xc0) === 0x80
const isGlobal = (address: IpValue): boolean => {
  const isBroadcast = address.bytes.length === 4 && address.bytes.every((byte) => byte === 255)
  return ![isUnspecified, isLoopback, isAnyMulticast, isLinkLocal].some((holds) => holds(address)) && !isBroadcast
}

export const ADDRESSES: readonly Overload[] = [
  overload('ip(string): net.IP', ip),
  overload('isIP(string): bool', (text: string) => readIp(text) !== undefined),
  overload('string(net.IP): string', spell),
  overload('ip.isCanonical(string): bool', (text: string) => spell(ip(text)) === text),
  overload('net.IP::family(): int', ({ bytes }: IpValue) => (bytes.length === 4 ? 4n : 6n)),
  overload('net.IP::isUnspecified(): bool', isUnspecified),
  overload('net.IP::isLoopback(): bool', isLoopback),
  overload('net.IP::isLinkLocalMulticast(): bool', isMulticast),
  overload('net.IP::isLinkLocalUnicast(): bool', isLinkLocal),
  overload('net.IP::isGlobalUnicast(): bool', isGlobal),
  overload('cidr(string): net.CIDR', cidr),
  overload('isCIDR(string): bool', (text: string) => readCidr(text) !== undefined),
  overload('string(net.CIDR): string', (block: CidrValue) => `${spell(block)}/${block.prefixLength}`),
  overload('net.CIDR::containsIP(string): bool', (block: CidrValue, text: string) =>
    containsIp(block, orNoOverload(readIp(text))),
  ),
  overload('net.CIDR::containsIP(net.IP): bool', containsIp),
  overload('net.CIDR::containsCIDR(string): bool', (block: CidrValue, text: string) =>
    containsCidr(block, orNoOverload(readCidr(text))),
  ),
  overload('net.CIDR::containsCIDR(net.CIDR): bool', containsCidr),
  overload('net.CIDR::ip(): net.IP', ({ bytes }: CidrValue): IpValue => ({ kind: 'ip', bytes })),
  overload('net.CIDR::prefixLength(): int', ({ prefixLength }: CidrValue) => BigInt(prefixLength)),
  overload('net.CIDR::masked(): net.CIDR', ({ bytes, prefixLength }: CidrValue): CidrValue => ({
    kind: 'cidr',
    bytes: masked(bytes, prefixLength),
    prefixLength,
  })),
]
