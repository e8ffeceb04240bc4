import { words } from '../../words.ts'
import { example } from '../example.ts'
import { surprising, verdictPredicted, type RealityCause } from './reality-cause.ts'

/** The connection is as expected; what the program says is not. */
export const realityServerAnswersOtherwise: RealityCause = {
  code: 'reality-server-answers-otherwise',
  section: '4-1',
  title: words(
    'The server answers otherwise than its image and its configuration tell.',
    '서버가 이미지와 설정에서 알 수 있는 것과 다르게 응답합니다.',
  ),
  explanation: words(
    'What a web server answers is known from its image and from the files that are mounted. Files that were written inside the container, modules, an application behind it or a controller with settings of its own answer otherwise. Ask the server in its own container, and compare.',
    '웹 서버의 응답은 이미지와 마운트한 파일로 판단합니다. 컨테이너 안에서 쓴 파일, 모듈, 뒤에 있는 애플리케이션, 자체 설정이 있는 컨트롤러는 다르게 응답합니다. 서버가 있는 컨테이너 안에서 물어보고 비교하세요.',
  ),
  example: example(`
    - $ kubectl exec web -- rm /usr/share/nginx/html/index.html
    + $ kubectl exec web -- ls /usr/share/nginx/html
  `),
  explains: (disagreement) => {
    const seen = surprising(disagreement)
    if (seen?.kind !== 'request' || seen.verdict !== 'connected' || verdictPredicted(disagreement) !== 'connected')
      return undefined
    const server = seen.response?.headers['server']
    return { weight: 1, facts: server === undefined ? [] : [words(`it calls itself   ${server}`, `서버 이름   ${server}`)] }
  },
}
