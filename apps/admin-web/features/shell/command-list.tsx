import { Fragment } from 'react';
import type { Command } from './command.ts';
import { Icon } from './icon.tsx';
import classes from './shell.module.css';

interface CommandListProps {
  id: string;
  commands: readonly Command[];
  chosen: number;
  idOf: (index: number) => string;
  onRun: (command: Command) => void;
}

/** The focus stays in the field above; what is chosen is told to it by id. */
export function CommandList({ id, commands, chosen, idOf, onRun }: CommandListProps) {
  return (
    <div id={id} role="listbox" aria-label="Found" className={classes.commands}>
      {commands.map((command, index) => (
        <Fragment key={command.id}>
          {command.group !== commands[index - 1]?.group && (
            <div className={classes.group} role="presentation">
              {command.group}
            </div>
          )}
          {/* biome-ignore lint/a11y/useKeyWithClickEvents: the field has the keys */}
          <div
            id={idOf(index)}
            role="option"
            tabIndex={-1}
            aria-selected={index === chosen}
            className={classes.command}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onRun(command)}
          >
            <Icon name={command.icon} />
            <span className={classes.commandName}>
              {command.label}{' '}
              {command.hint && <span className={classes.commandHint}>{command.hint}</span>}
            </span>
          </div>
        </Fragment>
      ))}
    </div>
  );
}
