import { expect, test } from 'vitest';
import { Acknowledgements } from './acknowledgements.ts';

function recorded() {
  const done: number[] = [];
  return { done, acknowledgements: new Acknowledgements<string>((revision) => done.push(revision)) };
}

test('the next patch may come when all views have drawn this one', () => {
  const { done, acknowledgements } = recorded();
  acknowledgements.expect(2, ['left', 'right']);
  acknowledgements.acknowledge('left', 2);
  expect(done).toEqual([]);
  acknowledgements.acknowledge('right', 2);
  acknowledgements.acknowledge('right', 2);
  expect(done).toEqual([2]);
});

test('nobody looking is nobody to wait for', () => {
  const { done, acknowledgements } = recorded();
  acknowledgements.expect(2, []);
  expect(done).toEqual([2]);
});

test('a view that went away is not waited for', () => {
  const { done, acknowledgements } = recorded();
  acknowledgements.expect(3, ['left', 'right']);
  acknowledgements.acknowledge('left', 3);
  acknowledgements.forget('right');
  expect(done).toEqual([3]);
});

test('an answer to an older or an invented patch counts for nothing', () => {
  const { done, acknowledgements } = recorded();
  acknowledgements.acknowledge('left', 9);
  acknowledgements.expect(4, ['left']);
  acknowledgements.acknowledge('left', 3);
  acknowledgements.acknowledge('left', 5);
  expect(done).toEqual([]);
});
