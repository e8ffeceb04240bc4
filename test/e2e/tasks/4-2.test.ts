import { tryTask } from './try-task.ts'

tryTask('4-2')
