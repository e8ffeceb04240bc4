import { describe, expect, test } from 'vitest'
import {
  alreadyExists,
  conflict,
  forbidden,
  isStatus,
  joinMessages,
  notFound,
  success,
} from '../../../src/kubernetes/errors.ts'

const web = { resource: 'deployments', group: 'apps', name: 'web' }
const nobody = { resource: 'pods' }

describe('the API server’s refusals', () => {
  test.each([
    [notFound(web), 404, 'deployments.apps "web" not found'],
    [notFound(nobody), 404, 'pods "" not found'],
    [alreadyExists(web), 409, 'deployments.apps "web" already exists'],
    [alreadyExists(nobody), 409, 'pods "" already exists'],
    [conflict(nobody, 'it has changed'), 409, 'Operation cannot be fulfilled on pods "": it has changed'],
    [forbidden(nobody, 'the namespace is ending'), 403, 'pods "" is forbidden: the namespace is ending'],
  ])('%j', (status, code, message) => {
    expect([status.code, status.message]).toEqual([code, message])
    expect(isStatus(status)).toBe(true)
  })

  test('details name what there is', () => {
    expect(notFound(web).details).toEqual({ name: 'web', group: 'apps', kind: 'deployments' })
    expect(notFound(nobody).details).toEqual({ kind: 'pods' })
    expect(success(undefined)).not.toHaveProperty('details')
    expect(success({ name: 'web' }).details).toEqual({ name: 'web' })
  })

  test.each([
    [[], '[]'],
    [['a'], 'a'],
    [['a', 'a'], 'a'],
    [['a', 'b', 'a'], '[a, b]'],
  ])('%j in one: %s', (messages, text) => {
    expect(joinMessages(messages)).toBe(text)
  })
})
