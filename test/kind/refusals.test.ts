// Whether a real API server still refuses as it is recorded in test/cases/refusals. NETGRADE_REAL_KUBECONFIG names the cluster.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { answerOf, contentTypeOf, readRecorded, titleOf, wantedOf } from '../cases/refusals/read-recorded.ts'
import { openRealServer, type RealServer } from './api-fuzz/real-server.ts'

const KUBECONFIG = process.env['NETGRADE_REAL_KUBECONFIG'] ?? ''
const recorded = readRecorded()

let real: RealServer

test('something is recorded', () => {
  expect(recorded.length).toBeGreaterThan(10)
})

describe.skipIf(KUBECONFIG === '')('what is recorded of a real API server', () => {
  beforeAll(() => {
    real = openRealServer(KUBECONFIG)
  })
  afterAll(() => {
    real.close()
  })

  test.each(recorded.map((scenario) => [scenario.name, scenario] as const))('%s', async (_name, { requests }) => {
    for (const request of requests) {
      const { method, path, body, as } = request
      const headers = { 'content-type': contentTypeOf(request), ...(as === undefined ? {} : { 'impersonate-user': as }) }
      const { code, text } = await real.ask(method, path, body, headers)
      expect.soft(answerOf(code, text), titleOf(request)).toEqual(wantedOf(request))
    }
  })
})
