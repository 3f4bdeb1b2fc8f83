import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

/**
 * Messages in the order in which they came, one file each, so that they outlive the process.
 *
 * @param {string} folder
 * @param {number} visibilityTimeout Milliseconds until a taken message may be taken again.
 */
export async function openMessages(folder, visibilityTimeout) {
  await mkdir(folder, { recursive: true });
  const messages = await readAll(folder);
  let last = Math.max(0, ...[...messages.values()].map(({ number }) => number));

  return {
    /** @param {string} body */
    async add(body) {
      const message = { id: randomUUID(), number: ++last, body };
      const file = fileOf(folder, message.id);
      await writeFile(`${file}.new`, JSON.stringify(message));
      await rename(`${file}.new`, file);
      messages.set(message.id, { ...message, hiddenUntil: 0 });
      return { id: message.id };
    },

    /** The oldest message that nobody is at work on, hidden from others for a while. */
    take() {
      const now = Date.now();
      for (const message of messages.values()) {
        if (message.hiddenUntil > now) continue;
        message.hiddenUntil = now + visibilityTimeout;
        return { id: message.id, body: message.body };
      }
      return undefined;
    },

    /** Removes a message for good; false when there is none of that id. */
    async finish(id) {
      if (!messages.delete(id)) return false;
      await rm(fileOf(folder, id), { force: true });
      return true;
    },

    count() {
      const now = Date.now();
      const taken = [...messages.values()].filter((message) => message.hiddenUntil > now).length;
      return { waiting: messages.size - taken, taken };
    },
  };
}

function fileOf(folder, id) {
  return path.join(folder, `${id}.json`);
}

async function readAll(folder) {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.json'));
  const texts = await Promise.all(files.map((name) => readFile(path.join(folder, name), 'utf8')));
  const messages = texts.map((text) => ({ ...JSON.parse(text), hiddenUntil: 0 }));
  messages.sort((a, b) => a.number - b.number);
  return new Map(messages.map((message) => [message.id, message]));
}
