import { describe, expect, test } from 'vitest'
import { renderContentProblem } from '../../../src/course/problem.ts'
import { parseProse } from '../../../src/course/prose.ts'
import { readCourse } from '../../../src/course/read-course.ts'
import { readTask } from '../../../src/course/read-task.ts'

const PROSE =
  '---\ntitle: A task\nsummary: It is one.\n---\n\n## Task {#task}\n\nDo it.\n\n## Hints {#hints}\n\n1. One.\n2. Two.\n'

const read = (task: string, parameters: Readonly<Record<string, string>> = {}) =>
  readTask(
    { id: 't', folder: 'tasks/t', files: { 'task.yaml': task, 'en.md': PROSE, 'ko.md': PROSE, 'start.yaml': '' } },
    parameters,
  )

const CHECK = `checks:
  - id: one
    title: { en: One, ko: 하나 }
    points: 10
    exists: { kind: Pod, name: "{{name}}", namespace: default }
`

describe('tasks', () => {
  test('a sound one is read', () => {
    const { task, problems } = read(`parameters:\n  name: { default: web, choices: [web, api] }\n${CHECK}`)
    expect(problems).toEqual([])
    expect(task.checks[0]?.spec).toEqual({
      kind: 'exists',
      object: { kind: 'Pod', name: 'web', namespace: 'default' },
      labels: {},
    })
    expect(task.prose.en.hints).toEqual(['One.', 'Two.'])
  })

  test('parameters are put in', () => {
    const { task } = read(`parameters:\n  name: { default: web, choices: [web, api] }\n${CHECK}`, { name: 'api' })
    expect(task.checks[0]?.spec).toMatchObject({ object: { name: 'api' } })
  })

  test.each([
    ['no file', '', ['tasks/t/task.yaml:1:1: The file holds no object.']],
    ['no checks', 'kind: practice\n', ['tasks/t/task.yaml:1:1: checks: must be a list']],
    [
      'everything at once',
      'checks:\n  - id: one\n    title: x\n    points: -1\n    dependsOn: [two]\n    connects:\n      from: []\n      to: { port: 80 }\n',
      [
        'tasks/t/task.yaml:4:5: checks[0].points: must be a number, 0 or more',
        'tasks/t/task.yaml:3:5: checks[0].title: needs texts for en and ko',
        'tasks/t/task.yaml:7:7: checks[0].connects.from: must name at least one client',
        'tasks/t/task.yaml:8:7: checks[0].connects.to: needs one of pod, service, node, host',
      ],
    ],
    [
      'an unknown kind of check',
      'checks:\n  - id: one\n    pings: {}\n',
      [
        'tasks/t/task.yaml:2:5: checks[0]: needs exactly one of exists, fields, connects, blocked, resolves, http, policy-equals, recorded; found pings',
      ],
    ],
    [
      'a dependency on a later check',
      `checks:\n  - id: one\n    title: { en: a, ko: b }\n    points: 1\n    dependsOn: [two]\n    exists: { kind: Pod, name: x }\n`,
      ['tasks/t/task.yaml:5:5: checks[0].dependsOn: two is no earlier check'],
    ],
  ])('%s', (_, text, expected) => {
    expect(read(text).problems.map(renderContentProblem)).toEqual(expected)
  })

  test('missing files are named', () => {
    const { problems } = readTask({ id: 't', folder: 'tasks/t', files: {} })
    expect(problems.map(({ file }) => file)).toEqual([
      'tasks/t/task.yaml',
      'tasks/t/en.md',
      'tasks/t/ko.md',
      'tasks/t/start.yaml',
    ])
  })
})

describe('prose', () => {
  test.each([
    ['no front matter', '## Task {#task}\n\nText\n', ['a.md:1:1: the front matter needs a title']],
    ['a heading without anchor', '---\ntitle: T\n---\n\n## Task\n', ['a.md:5:1: the heading needs an anchor, such as {#task}']],
    ['a heading in a code block', '---\ntitle: T\n---\n\n## Task {#task}\n\n```md\n## not one\n```\n', []],
  ])('%s', (_, text, expected) => {
    expect(parseProse(text, 'a.md').problems.map(renderContentProblem)).toEqual(expected)
  })
})

describe('courses', () => {
  test('all mistakes are told, each with its place', () => {
    const { problems } = readCourse('title: x\nparts:\n  a: { en: A }\nsections:\n  - id: 1-1\n    part: b\n', 'course.yaml')
    expect(problems.map(renderContentProblem)).toEqual([
      'course.yaml:1:1: title: needs texts for en and ko',
      'course.yaml:3:3: parts.a: needs texts for en and ko',
      'course.yaml:5:5: sections[0]: needs an id and the name of a part',
    ])
  })

  test('the clusters of the playground have a state and a title in both languages', () => {
    const head = 'title: { en: A, ko: 가 }\nsections: []\nplayground:\n'
    const read = (items: string) => readCourse(`${head}${items}`, 'course.yaml')
    const { course, problems } = read('  - state: 3-1/shop\n    title: { en: A shop, ko: 쇼핑몰 }\n')
    expect(problems).toEqual([])
    expect(course.playground).toEqual([
      { section: '3-1', path: 'states/shop.yaml', title: { en: 'A shop', ko: '쇼핑몰' }, line: 4 },
    ])
    const wrong = ['state: shop', 'state: 3-1/../shop', 'state: 3-1/shop\n    title: { en: A }', 'title: { en: A, ko: 가 }']
    for (const item of wrong)
      expect(read(`  - ${item}\n`).problems.map(renderContentProblem)).toEqual([
        'course.yaml:4:5: playground[0]: needs a state, as 3-1/shop, and a title in en and ko',
      ])
    expect(readCourse(head.replace('playground:', 'playground: a'), 'course.yaml').problems.map(renderContentProblem)).toEqual([
      'course.yaml:3:1: playground: must be a list',
    ])
  })
})
