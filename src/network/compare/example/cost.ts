/** Which of many examples is the plainest. */
import { costOfAddress, costOfPort } from '../atoms.ts'
import { hasPod, type End, type Situation } from '../situation.ts'
import { type Variable } from '../variables.ts'

/** Few labels, usual ports and addresses: what reads well. */
export const costOf = (situation: Situation, variables: readonly Variable[]) => {
  const kindOf = (end: End): 'pod' | 'address' => (hasPod(situation[end]) ? 'pod' : 'address')
  return (index: number, value: number): number => {
    const variable = variables[index]
    switch (variable?.kind) {
      case 'pod-label':
      case 'namespace-label':
      case 'node-label':
        return variable.values[value] === undefined ? 0 : value === variable.values.length - 1 ? 1.25 : 1
      case 'address': {
        const atom = variable.atoms[value]
        return atom === undefined ? 0 : costOfAddress(atom, kindOf(variable.end))
      }
      case 'port': {
        const atom = variable.atoms[value]
        return atom === undefined ? 0 : costOfPort(atom)
      }
      case 'named-port':
        return value * 0.5
      case undefined:
        return 0
    }
  }
}

/** How far a situation is from the plainest: two Pods of one namespace. */
export const costOfSituation = ({ source, destination, family }: Situation): number =>
  (hasPod(source) && hasPod(destination) ? 0 : 0.75) +
  (source.kind === destination.kind ? 0 : 0.25) +
  (family === 'IPv6' ? 1 : 0)
