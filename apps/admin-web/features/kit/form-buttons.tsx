import { Button, Group } from '@mantine/core';

interface FormButtonsProps {
  /** What pressing does. */
  label: string;
  isBusy: boolean;
  isDisabled?: boolean;
  onCancel?: () => void;
}

/** The last row of a form in a dialog: the way back, then the way on. */
export function FormButtons({ label, isBusy, isDisabled, onCancel }: FormButtonsProps) {
  return (
    <Group justify="flex-end" gap="xs">
      {onCancel && (
        <Button variant="default" onClick={onCancel}>
          Cancel
        </Button>
      )}
      <Button type="submit" loading={isBusy} disabled={isDisabled}>
        {label}
      </Button>
    </Group>
  );
}
