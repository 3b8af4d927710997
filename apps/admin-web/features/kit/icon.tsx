import classes from './kit.module.css';

const paths = {
  bolt: 'M11 2 4 11h5l-1 7 8-10h-5z',
  receipt: 'M5 2v16l2.5-1.5L10 18l2.5-1.5L15 18V2zM8 6.5h4M8 10h4',
  list: 'M4 5h12M4 10h12M4 15h8',
  mail: 'M3 5h14v10H3zM3 6l7 5 7-5',
  pulse: 'M2 10h4l2-6 4 12 2-6h4',
  share:
    'M5 12a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM15 7a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM15 17a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM6.800 9.100l6.400-3.200M6.800 10.900l6.400 3.200',
  shield: 'M10 2 4 4.5v5c0 4 2.5 6.5 6 8.5 3.5-2 6-4.5 6-8.500v-5z',
  people:
    'M7 9a2.75 2.75 0 1 0 0-5.500A2.75 2.75 0 0 0 7 9zM2 16c0-3 2-4.5 5-4.500s5 1.5 5 4.500M13 4a2.5 2.5 0 0 1 0 5M14.5 11.700c2 .5 3.5 2 3.5 4.3',
  key: 'M7.500 16a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM10 10l6-6M13.5 6.500l2.5 2.5M16 4l1.500 1.500',
  stack: 'm10 3 7 3.5-7 3.5-7-3.500zM3 10l7 3.5 7-3.500M3 13.5 10 17l7-3.5',
  code: 'm7 6-4 4 4 4M13 6l4 4-4 4',
  person: 'M10 10a3.25 3.25 0 1 0 0-6.5 3.25 3.25 0 0 0 0 6.500zM4 17c0-3 2.5-5 6-5s6 2 6 5',
  plus: 'M10 4v12M4 10h12',
  search: 'M9 14.500a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11zM13 13l4 4',
  keys: 'M3 6h14v9H3zM6 9h.01M10 9h.01M14 9h.01M7 12h6',
  half: 'M10 3a7 7 0 1 0 0 14zM10 3a7 7 0 0 1 0 14',
  leave: 'M8 3H4v14h4M8 10h9M13.5 6.5 17 10l-3.5 3.5',
} as const;

export type IconName = keyof typeof paths;

/** A small set of icons. Each stands beside a label, never instead of one. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg viewBox="0 0 20 20" className={classes.icon} aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}
