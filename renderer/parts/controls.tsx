/** Buttons, cards and progress in Beckon's look; their behaviour is React Aria's. */
import type { ReactNode } from "react";
import {
  Button as AriaButton,
  type ButtonProps,
  Label,
  ProgressBar as AriaProgressBar,
  Text as AriaText,
} from "react-aria-components";

type Look = "primary" | "plain" | "quiet" | "danger";

export function Button({ look = "plain", ...rest }: Omit<ButtonProps, "className"> & { look?: Look }) {
  return <AriaButton {...rest} className={`button button-${look}`} />;
}

/** A large choice that leads on at once; `chosen` marks the present one. */
export function CardButton({
  title,
  hint,
  chosen,
  mark,
  onPress,
  isDisabled = false,
  tag,
}: {
  title: string;
  hint?: string;
  chosen?: boolean;
  mark?: ReactNode;
  onPress: () => void;
  isDisabled?: boolean;
  /** Said and shown beside the title, such as "chosen". */
  tag?: string | undefined;
}) {
  return (
    <AriaButton
      className="card-button"
      onPress={onPress}
      isDisabled={isDisabled}
      {...(chosen === undefined ? {} : { "aria-pressed": chosen })}
    >
      {mark !== undefined && (
        <span className="card-mark" aria-hidden="true">
          {mark}
        </span>
      )}
      <span className="card-words">
        <span className="card-title">{title}</span>
        {hint !== undefined && <span className="card-hint">{hint}</span>}
      </span>
      {tag !== undefined && <AriaText className="tag">{tag}</AriaText>}
    </AriaButton>
  );
}

/** @param share 0..1. */
export function ProgressBar({ label, share }: { label: string; share: number }) {
  return (
    <AriaProgressBar value={share * 100} className="progress">
      {({ percentage, valueText }) => (
        <>
          <span className="progress-words">
            <Label>{label}</Label>
            <span>{valueText}</span>
          </span>
          <span className="progress-track">
            <span className="progress-fill" style={{ inlineSize: `${percentage ?? 0}%` }} />
          </span>
        </>
      )}
    </AriaProgressBar>
  );
}
