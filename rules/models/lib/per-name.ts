/** Answers about names, kept: the same names stand in file after file. */

const MAX_KEPT = 50_000;

/** `answer` must go by the name alone, and never answer undefined. */
export function perName<T>(answer: (name: string) => T): (name: string) => T {
  const known = new Map<string, T>();
  return (name) => {
    let out = known.get(name);
    if (out === undefined) {
      out = answer(name);
      if (known.size >= MAX_KEPT) known.clear();
      known.set(name, out);
    }
    return out;
  };
}
