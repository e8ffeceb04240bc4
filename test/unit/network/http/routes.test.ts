import { describe, expect, test } from 'vitest'
import type { HttpRoute, Listener } from '../../../../src/network/facts.ts'
import { readRequest } from '../../../../src/network/http/asked.ts'
import { statusPage } from '../../../../src/network/http/pages.ts'
import { answerHttp } from '../../../../src/network/http/routes.ts'

const route = (path: string, match: HttpRoute['match'], body: string, status = 200): HttpRoute => ({
  path,
  match,
  status,
  headers: { 'x-path': '{path}' },
  body,
})
const listener: Listener = {
  container: 'c',
  program: 'nginx',
  protocol: 'TCP',
  port: 80,
  address: '0.0.0.0',
  http: [
    route('/', 'exact', 'index'),
    route('/app', 'prefix', '{hostname} {path} {host} {client} {other}'),
    route('/gone', 'exact', '', 410),
  ],
}
const ask = (target: string, method = 'GET') =>
  answerHttp(listener, { method, target, host: 'shop.test', hostname: 'web-0', client: '10.244.1.9' })

describe('routes of a program', () => {
  test.each([
    ['/', 200, 'index'],
    ['/?x=1', 200, 'index'],
    ['/app/x?y=1', 200, 'web-0 /app/x?y=1 shop.test 10.244.1.9 {other}'],
    ['/apple', 200, 'web-0 /apple shop.test 10.244.1.9 {other}'],
    ['/gone', 410, ''],
    ['/nosuch', 404, statusPage(404, 'nginx')],
  ])('%s: %d', (target, status, body) => {
    expect(ask(target)).toMatchObject({ status, body })
  })

  test('HEAD has no body, headers are filled, and what speaks no HTTP answers nothing', () => {
    expect(ask('/app', 'HEAD')).toEqual({ status: 200, headers: { 'content-length': '39', 'x-path': '/app' }, body: '' })
    const silent: Listener = { container: 'c', program: 'redis-server', protocol: 'TCP', port: 6379, address: '0.0.0.0' }
    expect(answerHttp(silent, { method: 'GET', target: '/', host: '', hostname: '', client: '' })).toBeUndefined()
  })

  test('the page of a status is nginx’s own', () => {
    expect(statusPage(503, 'nginx')).toBe(
      '<html>\r\n<head><title>503 Service Temporarily Unavailable</title></head>\r\n<body>\r\n' +
        '<center><h1>503 Service Temporarily Unavailable</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n',
    )
  })
})

describe('reading a request', () => {
  const read = (url: string, headers = {}) => readRequest({ from: { outside: '198.51.100.7' }, url, headers })
  test.each([
    ['http://web', { scheme: 'http', host: 'web', port: 80, target: '/', hostHeader: 'web' }],
    ['https://web:8443/a?b=c#d', { scheme: 'https', host: 'web', port: 8443, target: '/a?b=c', hostHeader: 'web:8443' }],
    ['web:8080/x', { scheme: 'http', host: 'web', port: 8080, target: '/x' }],
    ['http://[fd00::1]:81/', { host: 'fd00::1', port: 81, hostHeader: '[fd00::1]:81' }],
  ])('%s', (url, expected) => {
    expect(read(url)).toMatchObject(expected)
  })

  test('a Host header of any spelling counts; what is no URL of HTTP is none', () => {
    expect(read('http://10.0.0.1/', { HOST: 'shop.test' })?.hostHeader).toBe('shop.test')
    expect([read('ftp://x/'), read('http://'), read('')]).toEqual([undefined, undefined, undefined])
  })
})
