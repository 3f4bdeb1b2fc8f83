/** Control sequences of a terminal: colours, cursor moves, window titles. */
// eslint-disable-next-line no-control-regex -- they are what is looked for
const sequences = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-Z\\-_])/g;
// eslint-disable-next-line no-control-regex -- they are what is looked for
const controls = /[\u0000-\u0008\u000b-\u001f\u007f]/g;

/** A log line as plain text. Of what a carriage return overwrote, the last stays. */
export function plainText(line: string): string {
  const text = line.replace(sequences, '').replace(/\r$/, '');
  return text.slice(text.lastIndexOf('\r') + 1).replace(controls, '');
}
