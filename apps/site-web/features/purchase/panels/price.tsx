import { useFormats } from '../../../lib/use-formats.ts';

interface PriceProps {
  name: string | undefined;
  minor: number;
  currency: string;
}

export function Price({ name, minor, currency }: PriceProps) {
  const format = useFormats();
  return (
    <dl className="summary">
      <dt>{name}</dt>
      <dd>{format.money(minor, currency)}</dd>
    </dl>
  );
}
