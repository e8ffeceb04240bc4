import { expect, test } from 'vitest'
import { parseUrl } from '../../../../src/kubernetes/go/url.ts'

test('an address is taken apart', () => {
  expect(parseUrl('HTTPS://ann:pw@a.test:80/b?c=d#e')).toEqual({
    url: { scheme: 'https', user: 'ann:pw', host: 'a.test:80', query: 'c=d', fragment: 'e' },
  })
  expect(parseUrl('a.test/b')).toEqual({ url: { scheme: '', user: undefined, host: '', query: '', fragment: '' } })
  expect(parseUrl('a:1/b')).toEqual({ url: { scheme: 'a', user: undefined, host: '', query: '', fragment: '' } })
})

/** In Go's words. */
test.each([
  [':', 'missing protocol scheme'],
  ['a\nb', 'net/url: invalid control character in URL'],
  ['1:2', 'first path segment in URL cannot contain colon'],
  ['/%zz', 'invalid URL escape "%zz"'],
  ['https://a:b/', 'invalid port ":b" after host'],
  ['https://a b/', 'invalid character " " in host name'],
])('%j is none', (text, why) => {
  expect(parseUrl(text)).toEqual({ problem: `parse ${JSON.stringify(text)}: ${why}` })
})
