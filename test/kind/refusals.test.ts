// Whether a real API server still answers as it is recorded in test/cases/refusals, pod-resize and pod-security. NETGRADE_REAL_KUBECONFIG
// names the cluster.
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  answerOf,
  contentTypeOf,
  readRecorded,
  titleOf,
  wantedOf,
  warningsOf,
  withoutMadeUp,
  type Recorded,
} from '../cases/refusals/read-recorded.ts'
import { openRealServer, type RealServer } from './api-fuzz/real-server.ts'

const KUBECONFIG = process.env['NETGRADE_REAL_KUBECONFIG'] ?? ''
const FOLDERS = ['refusals', 'pod-resize', 'pod-security'] as const

let real: RealServer

/** What admission looks at comes to it a little later. */
const isSeenLater = ({ method, path }: Recorded): boolean =>
  (method === 'PATCH' && /^\/api\/v1\/namespaces\/[^/]+$/u.test(path)) || /\/(?:limitranges|resourcequotas)\b/u.test(path)

const LATER_MS = 1_500

/** A server written in Go goes through maps in an order that is another one each time: which of several reasons comes first is chance. */
const inAnyOrder = (answer: Pick<Recorded, 'message'>): object => {
  const [, subject = '', reasons] = /^(.*? is invalid: )\[(.*)\]$/su.exec(answer.message ?? '') ?? []
  if (reasons === undefined) return answer
  return { ...answer, message: subject, reasons: reasons.split(', ').toSorted() }
}

test.each(FOLDERS)('something is recorded in %s', (folder) => {
  expect(readRecorded(folder).length).toBeGreaterThan(1)
})

describe.skipIf(KUBECONFIG === '')('what is recorded of a real API server', () => {
  beforeAll(() => {
    real = openRealServer(KUBECONFIG)
  })
  afterAll(() => {
    real.close()
  })

  const scenarios = FOLDERS.flatMap((folder) =>
    readRecorded(folder).map((scenario) => [folder, scenario.name, scenario] as const),
  )

  test.each(scenarios)(
    '%s: %s',
    async (folder, _name, { requests }) => {
      for (const request of requests) {
        const { method, path, body, as } = request
        const headers = { 'content-type': contentTypeOf(request), ...(as === undefined ? {} : { 'impersonate-user': as }) }
        const { code, text, warnings } = await real.ask(method, path, body, headers)
        const told = folder !== 'pod-security' ? {} : { warnings: warningsOf(warnings) }
        const wanted = folder !== 'pod-security' ? {} : { warnings: request.warnings ?? [] }
        expect
          .soft({ ...inAnyOrder(withoutMadeUp(answerOf(code, text))), ...told }, titleOf(request))
          .toEqual({ ...inAnyOrder(wantedOf(request)), ...wanted })
        if (folder !== 'refusals' && isSeenLater(request)) await wait(LATER_MS)
      }
    },
    120_000,
  )
})
