import { describe, expect, it } from 'vitest'
import { poseConcept } from '../../../../src/course/pose-concept.ts'
import { renderContentProblem } from '../../../../src/course/problem.ts'
import { readConcept } from '../../../../src/course/read-concept.ts'
import type { PosedQuestion } from '../../../../src/course/questions/question.ts'
import { shopSection } from './section.ts'

const pose = async (source = shopSection()) => {
  const { concept, problems } = readConcept(source)
  const posed = await poseConcept(concept)
  return { questions: posed.questions, problems: [...problems, ...posed.problems].map(renderContentProblem) }
}

const rightTexts = ({ key, options }: PosedQuestion): readonly string[] =>
  key.map((id) => options.find((option) => option.id === id)?.text.en ?? id)

describe('poseConcept', () => {
  it('asks the model for every key', async () => {
    const { questions, problems } = await pose()
    expect(problems).toEqual([])
    expect(Object.fromEntries(questions.map((question) => [question.id, rightTexts(question)]))).toEqual({
      namespaces: ['all'],
      several: ['one', 'three'],
      steps: ['first', 'second', 'third', 'fourth'],
      port: ['6379', 'Redis port'],
      verdict: ['timed out'],
      stops: ["at the policies for what the server's Pod receives"],
      source: ['`10.244.1.2` (Pod shop/web)'],
      who: ['`pod/shop/web`'],
      lookups: ['`db.shop.office.svc.cluster.local.`', '`db.shop.svc.cluster.local.`'],
      status: ['404'],
    })
  })

  it('shows items in an order that is not the right one, the same each time', async () => {
    const [first, second] = [await pose(), await pose()].map(({ questions }) => questions.find(({ id }) => id === 'steps'))
    expect(first?.options.map(({ text }) => text.en)).toEqual(second?.options.map(({ text }) => text.en))
    expect(first?.options.map(({ text }) => text.en)).not.toEqual(['first', 'second', 'third', 'fourth'])
  })

  it('follows the state: without the policy the stranger connects', async () => {
    const source = shopSection()
    const [open = ''] = (source.files['states/shop.yaml'] ?? '').split('---\napiVersion: networking.k8s.io/v1')
    const { questions } = await pose({ ...source, files: { ...source.files, 'states/shop.yaml': open } })
    const rights = new Map(questions.map((question) => [question.id, rightTexts(question)]))
    expect(rights.get('verdict')).toEqual(['connected'])
    expect(rights.get('stops')).toEqual(['nowhere: it arrives'])
    expect(rights.get('who')).toEqual(['`pod/shop/web`', '`pod/office/desk`'])
  })

  it.each([
    ['pod/shop/nobody', 'db.shop', 'lookups', 'the state has no Pod shop/nobody'],
    ['pod/office/desk', 'db.shop', 'verdict', 'verdict cannot be asked of a name'],
    ['pod/office/desk', 'nobody.shop', 'address', 'nobody.shop leads to no address in this state'],
    ['pod/office/desk', 'service/shop/db:6379', 'source-address', 'nothing is right'],
    ['desk', 'db.shop', 'lookups', 'desk is no client'],
    ['pod/office/desk', 'a b', 'lookups', 'a b is no target'],
    ['pod/office/desk', 'db.shop', 'colour', 'must be one of verdict'],
  ])('%s to %s, %s: says what is wrong, and where', async (from, to, ask, message) => {
    const trace = `  - id: broken\n    trace: { state: states/shop.yaml, from: ${from}, to: '${to}', ask: ${ask} }\n    why: { en: w, ko: w }\n`
    const given = shopSection().files['questions.yaml'] ?? ''
    const { problems } = await pose(shopSection(given + trace))
    expect(problems).toHaveLength(1)
    expect(problems[0]).toContain(message)
    expect(problems[0]).toMatch(/^tasks\/0-1\/questions\.yaml:4[34]:/u)
  })

  it('needs the state, eight questions, and one right option', async () => {
    const given = shopSection().files['questions.yaml'] ?? ''
    expect((await pose(shopSection(given.replaceAll('states/shop.yaml', 'states/none.yaml')))).problems[0]).toContain(
      'states/none.yaml is no file of this section',
    )
    expect((await pose(shopSection('questions: []\n'))).problems[0]).toContain('needs at least 8')
    expect((await pose(shopSection(given.replace('correct: false', 'correct: true')))).problems[0]).toContain(
      'exactly one option is correct',
    )
    expect((await pose(shopSection(given.replace('id: several', 'id: namespaces')))).problems[0]).toContain('stands twice')
  })
})
