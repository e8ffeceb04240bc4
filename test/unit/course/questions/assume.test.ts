// Questions may assume what a cluster decides for itself; the key follows.
import { expect, test } from 'vitest'
import { poseQuestion } from '../../../../src/course/questions/pose.ts'
import { readQuestions } from '../../../../src/course/questions/read-questions.ts'
import { readCluster } from '../../../../src/grading/manifests/read-cluster.ts'

const STATE = `
apiVersion: v1
kind: Pod
metadata: { name: web, labels: { app: web } }
spec: { containers: [{ name: web, image: nginx }] }
---
apiVersion: v1
kind: Service
metadata: { name: web }
spec: { selector: { app: web }, ports: [{ port: 80 }] }
`

const BOTH = { en: 'It is so.', ko: '그렇습니다.' }

const read = (assume: unknown) => {
  const notes: string[] = []
  const questions = readQuestions(
    [
      {
        id: 'wrong-port',
        why: BOTH,
        trace: { state: 'states/web.yaml', assume, from: 'pod/default/web', to: 'service/default/web:8080', ask: 'verdict' },
      },
      {
        id: 'whose-port',
        why: BOTH,
        'who-connects': {
          state: 'states/web.yaml',
          assume,
          clients: ['pod/default/web', 'node/netgrade-worker'],
          to: 'service/default/web:80',
        },
      },
    ],
    {
      note: (path, message) => notes.push(`${path}: ${message}`),
      position: () => ({ file: 'questions.yaml', line: 1, column: 1, endLine: 1, endColumn: 1 }),
    },
  )
  return { questions, notes }
}

const keyOf = async (assume: unknown): Promise<readonly string[]> => {
  const { snapshot } = await readCluster([{ path: 'states/web.yaml', text: STATE }])
  return read(assume).questions.map((question) => {
    const { options, key } = poseQuestion(question, snapshot)
    return options.flatMap(({ id, text }) => (key.includes(id) ? [text.en] : [])).join()
  })
}

test('the mode of kube-proxy decides what a client of a wrong port sees', async () => {
  expect((await keyOf(undefined))[0]).toBe('timed out')
  expect((await keyOf({ proxyMode: 'nftables' }))[0]).toBe('refused')
})

test('a policy-free Service is reached in every mode', async () => {
  expect((await keyOf({ proxyMode: 'ipvs' }))[1]).toBe('`pod/default/web`,`node/netgrade-worker`')
})

test('what no cluster can be assumed to have is said with its place', () => {
  expect(read({ proxyMode: 'userspace', colour: 'green' }).notes).toEqual([
    'questions[0].trace.assume.proxyMode: must be one of iptables, nftables, ipvs',
    expect.stringMatching(/^questions\[0\]\.trace\.assume\.colour: unknown; known here: /u),
    'questions[1].who-connects.assume.proxyMode: must be one of iptables, nftables, ipvs',
    expect.stringMatching(/^questions\[1\]\.who-connects\.assume\.colour: unknown; known here: /u),
  ])
  expect(read('nftables').notes[0]).toBe('questions[0].trace.assume: must be a mapping, such as proxyMode: nftables')
})
