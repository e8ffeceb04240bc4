import { describe, expect, test } from 'vitest'
import { readCertificateRequest } from '../../../../src/kubernetes/certificate-request.ts'
import { readPem } from '../../../../src/kubernetes/go/pem.ts'
import { validateCertificate } from '../../../../src/kubernetes/validation/certificates/status.ts'
import { validateSignerName } from '../../../../src/kubernetes/validation/certificates/signer-name.ts'

/** DER of elements: a tag, and what it holds. */
const der = (tag: number, ...parts: readonly (readonly number[])[]): readonly number[] => {
  const contents = parts.flat()
  return [tag, ...(contents.length < 0x80 ? [contents.length] : [0x81, contents.length]), ...contents]
}
const sequence = (...parts: readonly (readonly number[])[]): readonly number[] => der(0x30, ...parts)
const text = (value: string): readonly number[] => der(0x0c, [...new TextEncoder().encode(value)])
const named = (type: readonly number[], value: string): readonly number[] => der(0x31, sequence(der(0x06, type), text(value)))

const ORGANIZATION = [0x55, 4, 10]
const COMMON_NAME = [0x55, 4, 3]

const request = (subject: readonly number[], signature: readonly (readonly number[])[] = [der(3, [0, 1])]): readonly number[] =>
  sequence(sequence(der(2, [0]), subject, sequence()), sequence(), ...signature)

const pem = (bytes: readonly number[], type = 'CERTIFICATE REQUEST'): string =>
  btoa(`-----BEGIN ${type}-----\n${btoa(String.fromCharCode(...bytes))}\n-----END ${type}-----\n`)

describe('a request for a certificate', () => {
  test('names its organizations; who signed it is not looked at', () => {
    const subject = sequence(named(ORGANIZATION, 'shop'), named(COMMON_NAME, 'ann'), named(ORGANIZATION, 'system:masters'))
    expect(readCertificateRequest(pem(request(subject)))).toEqual({ ok: true, organizations: ['shop', 'system:masters'] })
  })

  test.each<readonly [string, readonly number[]]>([
    ['without a signature', request(sequence(), [])],
    ['of a number', sequence(der(2, [0]), sequence(), der(3, [0, 1]))],
    ['without a subject', request(der(2, [0]))],
  ])('%s is malformed, in words of our own', (_, bytes) => {
    const why = 'asn1: structure error: malformed certificate request'
    expect(readCertificateRequest(pem(bytes))).toEqual({ ok: false, why })
  })

  test.each<readonly [string, readonly number[], string]>([
    ['nothing', [], 'asn1: syntax error: sequence truncated'],
    ['a tag alone', [0x30], 'asn1: syntax error: truncated tag or length'],
    ['a length without an end', [0x30, 0x80], 'asn1: syntax error: indefinite length found (not DER)'],
    ['a length that begins with nothing', [0x30, 0x82, 0, 1], 'asn1: structure error: superfluous leading zeros in length'],
    ['a length that is too long for what it says', [0x30, 0x81, 1], 'asn1: structure error: non-minimal length'],
    ['a length of gigabytes', [0x30, 0x84, 0xff, 0xff, 0xff, 0xff], 'asn1: structure error: length too large'],
    ['a tag that goes on', [0x1f, 0x80, 1, 0], 'asn1: syntax error: integer is not minimally encoded'],
    ['a tag without an end', [0x1f, 0xff, 0xff, 0xff, 0xff, 1], 'asn1: structure error: base 128 integer too large'],
    ['less than it says', [0x30, 5, 0], 'asn1: syntax error: data truncated'],
    ['more than it says', [0x30, 0, 0], 'asn1: syntax error: trailing data'],
    ['a part that says more', [0x30, 2, 2, 9], 'asn1: syntax error: data truncated'],
  ])('of %s is refused in Go’s words', (_, bytes, why) => {
    expect(readCertificateRequest(pem(bytes))).toEqual({ ok: false, why })
  })

  test('is a block of its own type', () => {
    const why = 'PEM block type must be CERTIFICATE REQUEST'
    expect(readCertificateRequest(pem(request(sequence()), 'CERTIFICATE'))).toEqual({ ok: false, why })
    expect(readCertificateRequest(btoa('hello'))).toEqual({ ok: false, why })
  })
})

describe('blocks of PEM', () => {
  test('stand among other text, with headers or without', () => {
    const found = readPem('a\n-----BEGIN A-----\nB: c\n\nYQ==\n-----END A-----\nb\n-----BEGIN D-----\nYg==\n-----END D-----')
    expect(found.map(({ type, hasHeaders, bytes }) => [type, hasHeaders, [...bytes]])).toEqual([
      ['A', true, [97]],
      ['D', false, [98]],
    ])
  })

  test.each(['-----BEGIN A-----\n!\n-----END A-----', '-----BEGIN A-----\nYQ==\n-----END B-----', 'x -----BEGIN A-----\nYQ=='])(
    '%j is none',
    (given) => {
      expect(readPem(given)).toEqual([])
    },
  )
})

test('of a certificate nothing but its outermost part is looked at', () => {
  expect(validateCertificate(undefined)).toEqual([])
  expect(validateCertificate(pem(sequence(der(2, [0])), 'CERTIFICATE'))).toEqual([])
  const refused = [pem([2, 1, 0], 'CERTIFICATE'), pem([], 'CERTIFICATE'), pem(sequence(), 'X')].flatMap(validateCertificate)
  expect(refused.map(({ message }) => message)).toEqual([
    'Invalid value: "<certificate data>": x509: malformed certificate',
    'Invalid value: "<certificate data>": found CERTIFICATE PEM block containing 0 certificates',
    'Invalid value: "<certificate data>": only CERTIFICATE PEM blocks are allowed, found "X"',
  ])
})

test('the name of a signer ends somewhere', () => {
  const [domain, path] = ['a.'.repeat(130), 'b.'.repeat(160)].map((part) => `${part}test`)
  const messages = validateSignerName(`${domain ?? ''}/${path ?? ''}`, 'spec.signerName').map(({ message }) => message)
  expect(messages).toEqual(['Too long: may not be more than 253 bytes', 'Too long: may not be more than 571 bytes'])
})
