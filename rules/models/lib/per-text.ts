/** Answers of a whole text, which is asked about once for each place of a word in it. */

export function perText<T>(make: (text: string) => T): (text: string) => T {
  let last: { readonly text: string; readonly answer: T } | undefined;
  return (text) => {
    if (last?.text !== text) last = { text, answer: make(text) };
    return last.answer;
  };
}
