import { describe, expect, it } from 'vitest'
import { poseConcept } from '../../../../src/course/pose-concept.ts'
import { renderContentProblem } from '../../../../src/course/problem.ts'
import { readConcept } from '../../../../src/course/read-concept.ts'
import type { PosedQuestion } from '../../../../src/course/questions/question.ts'
import { sourceOf } from '../../../content/sections.ts'
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

  it('computes short answers, too, and takes texts only', async () => {
    const given = shopSection().files['questions.yaml'] ?? ''
    const short = (id: string, accept: string): string =>
      `  - id: ${id}\n    short-answer: { prompt: { en: p, ko: p }, accept: { state: states/shop.yaml, ${accept} } }\n    why: { en: w, ko: w }\n`
    const asked = [
      short('by-name', 'from: pod/office/desk, to: db.shop, ask: address'),
      short('srv', 'from: pod/office/desk, to: _redis._tcp.db.shop, ask: srv-port'),
      short('path', "from: pod/office/desk, to: 'http://10.244.1.2/nothing?q=1', ask: path"),
      short('no-path', "from: outside, to: 'http://shop.example/', ask: path"),
    ]
    const source = shopSection([given, ...asked].join(''))
    const state = (source.files['states/shop.yaml'] ?? '').replace(
      'selector: { app: db }\n  ports: [{ port: 6379 }]',
      'clusterIP: 10.96.0.20\n  selector: { app: db }\n  ports: [{ name: redis, port: 6379 }]',
    )
    const { questions, problems } = await pose({ ...source, files: { ...source.files, 'states/shop.yaml': state } })
    const found = new Map(questions.map((question) => [question.id, question]))
    expect(problems).toEqual([expect.stringContaining('no-path: nothing comes back in this state that tells the path')])
    expect(found.get('by-name')).toMatchObject({ kind: 'short-answer', form: 'text', key: ['10.96.0.20'] })
    expect(found.get('srv')).toMatchObject({ form: 'text', key: ['6379'] })
    expect(found.get('path')).toMatchObject({ form: 'text', key: ['/nothing'] })
    const choice = await pose(
      shopSection(given + short('chosen', "from: pod/office/desk, to: 'service/shop/db:6379', ask: verdict")),
    )
    expect(choice.problems).toEqual([expect.stringContaining('verdict is not answered by a text')])
  })

  it('computes what a connection shows: where it goes, from whom, how many answer, and which share', async () => {
    const given = shopSection().files['questions.yaml'] ?? ''
    const short = (id: string, accept: string): string =>
      `  - id: ${id}\n    short-answer: { prompt: { en: p, ko: p }, accept: { state: states/shop.yaml, from: pod/shop/web, ${accept} } }\n    why: { en: w, ko: w }\n`
    const asked = [
      short('to', "to: 'service/shop/db:6379', ask: destination"),
      short('home', "to: 'service/shop/db:6379', ask: source-namespace"),
      short('many', "to: 'service/shop/db:6379', ask: answering"),
      short('all-of-it', "to: 'service/shop/db:6379', ask: share, pod: shop/db"),
      short('nothing-of-it', "to: 'service/shop/db:6379', ask: share, pod: shop/web"),
      short('of-nobody', "to: 'service/shop/db:6379', ask: share"),
    ]
    const source = shopSection([given, ...asked].join(''))
    const state = source.files['states/shop.yaml'] ?? ''
    const more = (name: string): string =>
      `---\n${/apiVersion: v1\nkind: Pod\nmetadata: \{ name: db[^]*?(?=---)/u.exec(state)?.[0].replace('name: db,', `name: ${name},`) ?? ''}`
    const { questions, problems } = await pose({
      ...source,
      files: { ...source.files, 'states/shop.yaml': `${state}${more('db-2')}${more('db-3')}` },
    })
    const keys = new Map(questions.map(({ id, key }) => [id, key]))
    expect(problems).toEqual([
      expect.stringContaining('a share is that of a pod'),
      expect.stringContaining('nothing-of-it: nothing comes back in this state that tells the share'),
      expect.stringContaining('of-nobody: nothing comes back'),
    ])
    expect(keys.get('to')).toHaveLength(3)
    expect(keys.get('to')?.every((text) => /^10\.244\.[12]\.\d+:6379$/u.test(text))).toBe(true)
    expect(keys.get('home')).toEqual(['shop'])
    expect(keys.get('many')).toEqual(expect.arrayContaining(['3', '3개', 'three', '셋']))
    expect(keys.get('all-of-it')).toEqual(expect.arrayContaining(['33', '33.3%', '33 percent', '33퍼센트', '1/3']))
  })

  it('takes a half by its name', async () => {
    const share = {
      id: 'half',
      'short-answer': {
        prompt: { en: 'p', ko: 'p' },
        accept: { state: 'states/uneven.yaml', from: 'outside', to: '198.51.100.20:80', ask: 'share', pod: 'shop/alone' },
      },
      why: { en: 'w', ko: 'w' },
    }
    const given = shopSection(`${shopSection().files['questions.yaml'] ?? ''}  - ${JSON.stringify(share)}\n`)
    const uneven = sourceOf('2-1').files['states/uneven.yaml'] ?? ''
    const { questions, problems } = await pose({ ...given, files: { ...given.files, 'states/uneven.yaml': uneven } })
    expect(problems).toEqual([])
    expect(questions.find(({ id }) => id === 'half')?.key).toEqual(
      expect.arrayContaining(['50', '50 %', '1/2', 'half', '절반']),
    )
  })

  it('offers the addresses of all nodes on their links where one is seen', async () => {
    const given = shopSection().files['questions.yaml'] ?? ''
    const trace = `  - id: itself\n    trace: { state: states/shop.yaml, from: pod/shop/db, to: 'service/shop/db:6379', ask: source-address }\n    why: { en: w, ko: w }\n`
    const { questions, problems } = await pose(shopSection(given + trace))
    expect(problems).toEqual([])
    const itself = questions.find(({ id }) => id === 'itself')
    const links = itself?.options.filter(({ text }) => text.en.includes('on the side of its Pods'))
    expect(links).toHaveLength(3)
    expect(links?.filter(({ id }) => itself?.key.includes(id))).toHaveLength(1)
    expect(itself?.key).toHaveLength(1)
  })

  it('wants to know where a fact is told whose answer is written', async () => {
    const given = shopSection().files['questions.yaml'] ?? ''
    const { problems } = await pose(shopSection(given.replace(', source: https://redis.io/docs/', '')))
    expect(problems).toEqual([expect.stringMatching(/short-answer\.source: is required$/u)])
    const other = await pose(shopSection(given.replace('https://redis.io/docs/', 'the manual')))
    expect(other.problems).toEqual([expect.stringMatching(/short-answer\.source: must be the address of a page/u)])
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
