import { tryTask } from './try-task.ts'

tryTask('3-3')
