import type { StateMachine } from '../server/lib/state-machine.ts'
import { stateMachines } from '../server/state-machines.ts'
import type { GeneratedFile } from './generate.ts'

/** A label as an identifier of the drawing. */
const node = (label: string): string => label.replaceAll(/[^A-Za-z0-9]/g, '_')

const draw = ({ name, states, initial, actions }: StateMachine): string => {
  const labels = Object.keys(states)
  const edges = Object.entries(actions).flatMap(([action, { from, to }]) =>
    from.map((source) => `  ${node(source)} --> ${node(to)}: ${action}`),
  )
  return [
    `## ${name}`,
    '',
    '```mermaid',
    'stateDiagram-v2',
    ...labels.map((label) => `  state "${label}" as ${node(label)}`),
    `  [*] --> ${node(initial)}`,
    ...edges,
    '```',
    '',
  ].join('\n')
}

/** docs/state-machines.md: a picture of every machine, from the tables that the server runs by. */
export const generateStateMachines = (): Promise<GeneratedFile[]> => {
  const intro = `# State machines

Made by \`npm run gen\` from the tables in \`server/state-machines.ts\`; not edited by hand.
`
  return Promise.resolve([{ path: 'docs/state-machines.md', content: [intro, ...stateMachines.map(draw)].join('\n') }])
}
