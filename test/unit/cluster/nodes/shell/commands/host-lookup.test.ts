/** host of BIND 9.18, by types and from a server that is named. */
import { beforeAll, expect, test } from 'vitest'
import { openLab, server, service, tool, type Lab } from '../../support/lab.ts'

let lab: Lab
beforeAll(async () => {
  const ports = [{ name: 'http', port: 80 }]
  lab = await openLab(
    tool('shoot', 'nicolaka/netshoot'),
    server('web', 'nginx'),
    service('web', { selector: { app: 'web' }, clusterIP: '10.96.0.50', ports }),
    service('ext', { type: 'ExternalName', externalName: 'web.default.svc.cluster.local' }),
  )
})

const NAME = 'web.default.svc.cluster.local'
const FROM = 'Using domain server:\nName: 10.96.0.10\nAddress: 10.96.0.10#53\nAliases: \n\n'

test.each([
  ['host web', `${NAME} has address 10.96.0.50\n`, 0],
  ['host -t A web.default', `${NAME} has address 10.96.0.50\n`, 0],
  ['host -t srv _http._tcp.web', `_http._tcp.${NAME} has SRV record 0 100 80 ${NAME}.\n`, 0],
  ['host -t AAAA web', `${NAME} has no AAAA record\n`, 0],
  ['host -t CNAME ext', `ext.default.svc.cluster.local is an alias for ${NAME}.\n`, 0],
  ['host 10.96.0.50', `50.0.96.10.in-addr.arpa domain name pointer ${NAME}.\n`, 0],
  ['host 10.96.0.51', 'Host 51.0.96.10.in-addr.arpa. not found: 3(NXDOMAIN)\n', 1],
  ['host nope', 'Host nope not found: 3(NXDOMAIN)\n', 1],
  ['host -t SRV nope', 'Host nope not found: 3(NXDOMAIN)\n', 1],
  ['host web 10.96.0.10', `${FROM}${NAME} has address 10.96.0.50\n`, 0],
  ['host -t A web 10.96.0.10', `${FROM}${NAME} has address 10.96.0.50\n`, 0],
])('%s', async (command, stdout, code) => {
  expect(await lab.run('shoot', command)).toMatchObject({ stdout, code })
})

test('a type that is none is told', async () => {
  expect(await lab.run('shoot', 'host -t BOGUS web')).toMatchObject({ stderr: 'host: invalid type: bogus\n\n', code: 2 })
})
