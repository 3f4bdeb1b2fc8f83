// The layout engine, as a worker: it answers to the messages of `elkjs/lib/elk-api.js`.
import 'elkjs/lib/elk-worker.min.js';
