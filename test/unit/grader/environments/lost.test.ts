// An API server that is gone while probes run, or while a repair is tried.
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { CONTEXT, serveCluster, type ServedCluster } from '../support/served-cluster.ts'

let served: ServedCluster
let watching: NodeJS.Timeout

beforeEach(async () => {
  served = await serveCluster()
  await served.putWrongAnswer()
}, 60_000)

afterEach(() => {
  clearInterval(watching)
  served.end()
})

const grade: ServedCluster['grade'] = (...argv) => served.grade(...argv)

/** The server goes once something with such a name is there. */
const goesWith = (name: RegExp): void => {
  watching = setInterval(() => {
    const isThere = served.entries().some(([, { metadata }]) => name.test(metadata.name ?? ''))
    if (!isThere) return
    clearInterval(watching)
    served.server.close()
  }, 5)
}

describe('a server that is gone', { timeout: 60_000 }, () => {
  test.each([
    ['trace', 'en', 'The cluster of context netgrade was lost meanwhile.', 'grade clean'],
    ['trace', 'ko', '컨텍스트 netgrade의 클러스터가 도중에 끊겼습니다.', 'grade clean'],
  ])('while a Pod of ours is there: one message of what stays (%s, %s)', async (_command, language, what, todo) => {
    const [node = ''] = served.names('nodes')
    goesWith(/^netgrade-probe-/u)
    const { code, out, err } = await grade(
      'trace',
      `node/${node}`,
      'pod/default/poc:80',
      '--observe',
      '--lang',
      language,
      ...CONTEXT,
    )
    expect([code, out]).toEqual([3, ''])
    expect(err.match(/grade:/gu)).toHaveLength(1)
    expect(err).toContain(what)
    expect(err).toContain(todo)
  })

  test('while a copy is there: the same, and grade clean removes it', async () => {
    goesWith(/^netgrade-copy-/u)
    const { code, out, err } = await grade('3-3', '--try-repairs', '--yes', ...CONTEXT)
    expect([code, out]).toEqual([3, ''])
    expect(err).toContain('was lost meanwhile')
    await served.serveAgain()
    expect((await grade('clean', '--yes', ...CONTEXT)).out).toMatch(/namespace\/netgrade-copy-/u)
    expect(served.names('namespaces').filter((name) => name.startsWith('netgrade-copy'))).toEqual([])
  })

  test('while a learner’s Pod is asked from: nothing was made, and nothing is graded', async () => {
    // The command of a probe is a part of the path.
    served.server.server.prependListener('upgrade', (incoming: IncomingMessage, socket: Duplex) => {
      if (!decodeURIComponent(incoming.url ?? '').includes('netgrade-tool')) return
      served.server.close()
      socket.destroy()
    })
    const { code, out, err } = await grade('3-3', '--observe', ...CONTEXT)
    expect([code, out]).toEqual([3, ''])
    expect(err).toContain('The cluster of context netgrade does not answer.')
    expect(err.match(/grade:/gu)).toHaveLength(1)
  })
})
