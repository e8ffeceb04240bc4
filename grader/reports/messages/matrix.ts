/** The words of the reports of `grade matrix`. */
import type { Language } from '../../../src/grading/words.ts'

const english = {
  table: (ports: string) => `Who reaches whom on ${ports}: rows ask, columns are asked`,
  list: (ports: string) => `Who reaches whom on ${ports}: each line a server, with the numbers of its clients`,
  servers: 'server',
  clients: 'clients',
  all: 'all',
  rest: 'the rest',
  onNodes: (names: string) =>
    `Depends on the network plugin: policies usually do not apply to Pods on the network of their node [N24], which are ${names}.`,
  together: 'Pods that get and give the same answers stand together; --expand gives each a row of its own.',
  description: (rows: number, pods: number, connected: number) =>
    `${pods} Pods in ${rows} rows; rows ask and columns are asked, ${connected} cells connect.`,
}

const korean: typeof english = {
  table: (ports) => `${ports}에서 누가 누구에게 닿는가: 행이 묻고 열이 답함`,
  list: (ports) => `${ports}에서 누가 누구에게 닿는가: 한 줄에 서버 하나와 그 클라이언트의 번호`,
  servers: '서버',
  clients: '클라이언트',
  all: '전부',
  rest: '나머지',
  onNodes: (names) =>
    `네트워크 플러그인에 따라 다름: 노드 네트워크를 쓰는 Pod에는 정책이 보통 적용되지 않습니다[N24]: ${names}.`,
  together: '같은 답을 받고 주는 Pod는 한 행에 모읍니다. --expand를 주면 Pod마다 한 행입니다.',
  description: (rows, pods, connected) =>
    `Pod ${pods}개, ${rows}행: 행이 묻고 열이 답하며, 연결되는 칸은 ${connected}개입니다.`,
}

export const matrixWords = (language: Language): typeof english => (language === 'ko' ? korean : english)
