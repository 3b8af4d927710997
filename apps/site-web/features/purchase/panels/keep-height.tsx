import { Component, createRef, type ReactNode } from 'react';

interface KeepHeightProps {
  /** While true, the box stays at least as high as it was before. */
  isKept: boolean;
  className: string;
  children: ReactNode;
}

/** Sets `--kept-height`, so that what is below it stays in place between a press and its answer, however late the answer comes. */
export class KeepHeight extends Component<KeepHeightProps> {
  private readonly box = createRef<HTMLDivElement>();

  override getSnapshotBeforeUpdate(before: KeepHeightProps): number | null {
    const isStarting = this.props.isKept && !before.isKept;
    return isStarting ? (this.box.current?.getBoundingClientRect().height ?? null) : null;
  }

  override componentDidUpdate(
    before: KeepHeightProps,
    _state: unknown,
    height: number | null,
  ): void {
    const box = this.box.current;
    if (box && before.isKept !== this.props.isKept) {
      box.style.setProperty('--kept-height', height === null ? null : `${height}px`);
    }
  }

  override render() {
    return (
      <div ref={this.box} className={this.props.className}>
        {this.props.children}
      </div>
    );
  }
}
