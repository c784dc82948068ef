/** A value that changes, and those who want to be told. */

export interface Feed<T> {
  /** Tells the present value at once and then each new one. @returns ends it. */
  subscribe(listener: (value: T) => void): () => void;
}

export interface Value<T> extends Feed<T> {
  get(): T;
  set(value: T): void;
  /** Sets some fields of an object. */
  change(fields: Partial<T>): void;
}

export function createValue<T>(first: T): Value<T> {
  let value = first;
  const listeners = new Set<(value: T) => void>();
  const set = (next: T): void => {
    value = next;
    for (const listener of [...listeners]) listener(value);
  };
  return {
    get: () => value,
    set,
    change: (fields) => set({ ...value, ...fields }),
    subscribe(listener) {
      listeners.add(listener);
      listener(value);
      return () => void listeners.delete(listener);
    },
  };
}

export interface Question<T> extends Feed<T> {
  /** What it answers may have changed: asks again. */
  refresh(): void;
}

/**
 * A value that must be asked for. Asked while somebody listens only; a change
 * during an answer is followed by one more question, so the last value told is right.
 */
export function createQuestion<T>(ask: () => Promise<T>, onError: (error: unknown) => void): Question<T> {
  const listeners = new Set<(value: T) => void>();
  let asking = false;
  let again = false;
  const refresh = (): void => {
    if (listeners.size === 0) return;
    if (asking) {
      again = true;
      return;
    }
    asking = true;
    ask()
      .then((value) => {
        for (const listener of [...listeners]) listener(value);
      }, onError)
      .finally(() => {
        asking = false;
        if (!again) return;
        again = false;
        refresh();
      });
  };
  return {
    refresh,
    subscribe(listener) {
      listeners.add(listener);
      refresh();
      return () => void listeners.delete(listener);
    },
  };
}

/** One question for each of many, such as for each person. */
export interface Questions<T> {
  of(key: string): Feed<T>;
  /** Asks those again who listen for `key`. */
  refresh(key: string): void;
  refreshAll(): void;
}

/** @param also each time this tells something, the question of `key` is asked again, while somebody listens. */
export function createQuestions<T>(
  ask: (key: string) => Promise<T>,
  onError: (error: unknown) => void,
  also?: (key: string) => Feed<unknown>,
): Questions<T> {
  const questions = new Map<string, Question<T>>();
  return {
    of(key) {
      const question = questions.get(key) ?? createQuestion(() => ask(key), onError);
      questions.set(key, question);
      if (also === undefined) return question;
      return {
        subscribe(listener) {
          const endAlso = also(key).subscribe(question.refresh);
          const end = question.subscribe(listener);
          return () => {
            endAlso();
            end();
          };
        },
      };
    },
    refresh: (key) => questions.get(key)?.refresh(),
    refreshAll() {
      for (const question of questions.values()) question.refresh();
    },
  };
}
