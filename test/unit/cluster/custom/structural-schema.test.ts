import { describe, expect, test } from 'vitest'
import { fillDefaults, prune, type Schema } from '../../../../src/cluster/custom/structural-schema.ts'

const schema: Schema = {
  type: 'object',
  properties: {
    spec: {
      type: 'object',
      properties: {
        name: { type: 'string', default: 'none' },
        ports: {
          type: 'array',
          items: { type: 'object', properties: { port: { type: 'integer' }, protocol: { type: 'string', default: 'TCP' } } },
        },
        labels: { type: 'object', additionalProperties: { type: 'string' } },
        free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
        nothing: { type: 'string', nullable: true },
      },
    },
  },
}

describe('prune', () => {
  test.each<readonly [string, unknown, unknown, readonly string[]]>([
    ['nothing', {}, {}, []],
    [
      'what every object has',
      { apiVersion: 'a/v1', kind: 'A', metadata: { x: 1 } },
      { apiVersion: 'a/v1', kind: 'A', metadata: { x: 1 } },
      [],
    ],
    ['an unknown field', { spec: { name: 'a', nam: 'b' }, other: 1 }, { spec: { name: 'a' } }, ['spec.nam', 'other']],
    [
      'an unknown field of an item',
      { spec: { ports: [{ port: 1, x: 2 }] } },
      { spec: { ports: [{ port: 1 }] } },
      ['spec.ports[0].x'],
    ],
    ['a map', { spec: { labels: { a: 'b' } } }, { spec: { labels: { a: 'b' } } }, []],
    ['what is to be kept', { spec: { free: { any: [1] } } }, { spec: { free: { any: [1] } } }, []],
    ['a value of another type', { spec: 'text' }, { spec: 'text' }, []],
  ])('%s', (_, given, value, unknownFields) => {
    expect(prune(given, schema)).toEqual({ value, unknownFields })
  })
})

describe('fillDefaults', () => {
  test.each([
    [{}, {}],
    [{ spec: {} }, { spec: { name: 'none' } }],
    [{ spec: { name: 'a' } }, { spec: { name: 'a' } }],
    [{ spec: { name: null, nothing: null } }, { spec: { name: 'none', nothing: null } }],
    [
      { spec: { ports: [{ port: 1 }, { protocol: 'UDP' }] } },
      { spec: { name: 'none', ports: [{ port: 1, protocol: 'TCP' }, { protocol: 'UDP' }] } },
    ],
  ])('%j', (given, filled) => {
    expect(fillDefaults(given, schema)).toEqual(filled)
    expect(fillDefaults(filled, schema)).toEqual(filled)
  })
})
