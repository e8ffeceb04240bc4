import { nameReference } from '../../checks/find-object.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'

/** Nothing like it exists. */
export const objectMissing: Cause = {
  code: 'object-missing',
  section: '1-1',
  title: words('The object does not exist yet.', '오브젝트가 아직 없습니다.'),
  explanation: words(
    'Nothing of that kind and name is in the namespace. Create it with kubectl, and look with kubectl get -n whether it is there.',
    '그 네임스페이스에 그런 종류와 이름의 오브젝트가 없습니다. kubectl로 만들고, kubectl get -n으로 확인하세요.',
  ),
  example: example(`
    - $ kubectl get service internal-sv
    + $ kubectl expose pod nginx --name=internal-sv --port=8080
  `),
  matches: ({ finding }) =>
    finding.kind === 'object-missing'
      ? {
          facts: [words(`to be made: ${nameReference(finding.wanted)}`, `만들 것: ${nameReference(finding.wanted)}`)],
          weight: 0,
        }
      : undefined,
  repairs: () => [],
}
