import { expect, test } from 'vitest'
import { renderAnswer } from '../../../../src/network/dns/render-answer.ts'
import { respond } from '../../../../src/network/dns/respond.ts'
import type { DnsType } from '../../../../src/network/model.ts'
import { namespace, service, snapshotOf } from '../ingress/snapshots.ts'

const snapshot = snapshotOf({
  objects: [namespace('shop'), service('shop/web', '10.96.1.1', { ports: [{ name: 'http', port: 80 }] })],
  cluster: { outsideNames: { 'example.net': ['203.0.113.6'] } },
})
const render = (name: string, type: DnsType): string => renderAnswer({ name, type }, respond(snapshot, name, type)).join('\n')

test('D1: an answer', () => {
  expect(render('web.shop.svc.cluster.local.', 'A')).toBe(`;; ->>HEADER<<- opcode: QUERY, status: NOERROR
;; flags: qr aa rd; QUERY: 1, ANSWER: 1, AUTHORITY: 0, ADDITIONAL: 0

;; QUESTION SECTION:
;web.shop.svc.cluster.local.\t\tIN\tA

;; ANSWER SECTION:
web.shop.svc.cluster.local.\t30\tIN\tA\t10.96.1.1`)
})

test('D13: none, with the zone’s own record', () => {
  expect(render('nosuch.shop.svc.cluster.local.', 'A')).toBe(`;; ->>HEADER<<- opcode: QUERY, status: NXDOMAIN
;; flags: qr aa rd; QUERY: 1, ANSWER: 0, AUTHORITY: 1, ADDITIONAL: 0

;; QUESTION SECTION:
;nosuch.shop.svc.cluster.local.\t\tIN\tA

;; AUTHORITY SECTION:
cluster.local.\t30\tIN\tSOA\tns.dns.cluster.local. hostmaster.cluster.local. 1 7200 1800 86400 30`)
})

test('D3: a port, with the address of its target; D15: a name of another zone', () => {
  expect(render('_http._tcp.web.shop.svc.cluster.local.', 'SRV')).toMatch(
    /ANSWER: 1, AUTHORITY: 0, ADDITIONAL: 1[\s\S]*ANSWER SECTION:\n.*SRV\t0 100 80 web[\s\S]*ADDITIONAL SECTION:\nweb.*A\t10\.96\.1\.1$/u,
  )
  expect(render('example.net.', 'A')).toContain(';; flags: qr rd ra; QUERY: 1, ANSWER: 1')
})
