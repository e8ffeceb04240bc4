import { expect, test } from 'vitest'
import { prepareRequests } from '../../../src/network/prepare.ts'
import { request } from '../../../src/network/request.ts'
import { ingress, merge, nginxClass, snapshotOf, web } from './ingress/snapshots.ts'

test('an unusual pattern matches nothing before, and as written after preparation', async () => {
  const rule = ingress('i', ['h.test ImplementationSpecific /(a+/)+x w'], { annotations: { 'use-regex': 'true' } })
  const snapshot = snapshotOf(merge(web('w', 5), { objects: [nginxClass, rule] }))
  const status = () =>
    request(snapshot, { from: { outside: '198.51.100.7' }, url: 'http://h.test/aa/a/x', connectTo: 'ingress' }).outcomes.map(
      ({ response }) => response?.status,
    )
  await prepareRequests(snapshotOf({ objects: [ingress('i', ['h.test Prefix / w'])] }))
  expect(status()).toEqual([404])
  await prepareRequests(snapshot)
  expect(status()).toEqual([200])
})
