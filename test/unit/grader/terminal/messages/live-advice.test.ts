// Advice about a cluster that was named: it holds for that one, whichever context is current.
import { describe, expect, test } from 'vitest'
import { batchJobMessages } from '../../../../../grader/terminal/messages/batch-job.ts'
import { englishKindProblems, koreanKindProblems } from '../../../../../grader/terminal/messages/kind-problems.ts'
import { englishLive, koreanLive } from '../../../../../grader/terminal/messages/live.ts'
import { observeMessages } from '../../../../../grader/terminal/messages/observe.ts'
import { realMessages } from '../../../../../grader/terminal/messages/real.ts'
import type { ProblemDetail, ProblemText } from '../../../../../grader/terminal/problem.ts'

const KUBECTL = 'kubectl --context far'
const DETAIL = {
  context: 'far',
  kubectl: KUBECTL,
  get: `${KUBECTL} get pods a`,
  remove: `${KUBECTL} delete pods a`,
  place: '--on kind',
  name: 'a',
  path: '/api',
}

/** Without a word about which cluster. */
const UNNAMED = /kubectl (?:get|describe|logs|exec|delete|patch|apply|replace|create|rollout)/u
/** Without a place it would be about the embedded cluster. */
const PLACELESS = /grade clean(?! --on)/u

describe.each(['en', 'ko'] as const)('%s', (language) => {
  const [live, kind] = language === 'ko' ? [koreanLive, koreanKindProblems] : [englishLive, englishKindProblems]
  const problems: Readonly<Record<string, (detail: ProblemDetail) => ProblemText>> = {
    ...live.problems,
    ...kind,
    ...observeMessages(language).problems,
    ...realMessages(language).problems,
    'batch-job-failed': batchJobMessages(language).problems['batch-job-failed'],
  }

  test.each(Object.keys(problems).filter((code) => code !== 'kubectl-missing'))('%s names the cluster', (code) => {
    const told = Object.values(problems[code]?.(DETAIL) ?? {}).join(' ')
    expect(told).not.toMatch(UNNAMED)
    expect(told).not.toMatch(PLACELESS)
  })

  test.each([
    ['cluster-unreachable', `${KUBECTL} get nodes`],
    ['cluster-refused', `${KUBECTL} get --raw '/api'`],
    ['cluster-lost', 'grade clean --on kind'],
    ['node-not-ready', `${KUBECTL} describe node`],
    ['namespace-going', `${KUBECTL} get namespace a -o yaml`],
    ['namespace-stuck', `${KUBECTL} get namespace a -o yaml`],
    ['object-stuck', `${KUBECTL} get pods a`],
    ['observe-interrupted', 'grade clean --on kind'],
    ['kind-nodes-not-ready', `${KUBECTL} describe node`],
    ['kind-claim-taken', `${KUBECTL} delete pods a`],
    ['kind-grading-lost', 'grade clean --on kind'],
    ['batch-job-failed', `${KUBECTL} logs job/a`],
  ])('%s tells %s', (code, command) => expect(problems[code]?.(DETAIL).todo).toContain(command))

  test.each(['kind-image-missing', 'kind-disk-full', 'kind-silent'])('%s is about the runtime that kind takes', (code) => {
    expect(problems[code]?.({ ...DETAIL, runtime: 'podman' }).todo).toMatch(/podman (?:images|system df|ps)/u)
    expect(problems[code]?.(DETAIL).todo).toContain('docker ')
  })

  test('what was started is looked at there', () => {
    expect(realMessages(language).fresh(KUBECTL)).toContain(`${KUBECTL} get pods -A`)
  })

  test('no list of resources is promised to be enough', () => {
    const { todo } = live.problems['permissions-missing']({
      context: 'far',
      lacking: 'list gateways.gateway.networking.k8s.io',
    })
    expect(todo).toContain('"view"')
    expect(todo).not.toContain('ingressclasses')
  })
})
