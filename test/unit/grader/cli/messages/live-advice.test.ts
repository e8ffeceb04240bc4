// Advice about a cluster that was named: it holds for that one, whichever context is current.
import { expect, test } from 'vitest'
import { englishLive, koreanLive } from '../../../../../grader/cli/messages/live.ts'

test.each([englishLive, koreanLive])('commands name the context', ({ problems }) => {
  for (const code of ['cluster-refused', 'node-not-ready', 'namespace-going'] as const)
    expect(problems[code]({ context: 'far', name: 'a' }).todo).toContain('kubectl --context far ')
})

test.each([englishLive, koreanLive])('no list of resources is promised to be enough', ({ problems }) => {
  const { todo } = problems['permissions-missing']({ context: 'far', lacking: 'list gateways.gateway.networking.k8s.io' })
  expect(todo).toContain('"view"')
  expect(todo).not.toContain('ingressclasses')
})
