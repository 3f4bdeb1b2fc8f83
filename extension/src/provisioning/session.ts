import path from 'node:path';
import type { Action, EventBody, Outcome, RunEvent } from './events.ts';
import { EventLog } from './event-log.ts';
import { messageOf } from './failure.ts';
import type { Project } from './project.ts';
import { isOwned, readRecords, removeRecord, writeRecord, type Deployment, type InstanceRecord } from './records.ts';
import { Redactor } from './redaction.ts';
import { secretsOf } from './resources.ts';
import { Toolbox } from './tools.ts';
import type { Cancellation } from './tool-process.ts';

/** A person is asked before anything is changed. */
export interface Question {
  readonly text: string;
  /** What would be done, already redacted. */
  readonly action: Action;
}

export interface RunRequest {
  readonly project: Project;
  readonly environment: string;
  readonly action: Action;
  /** Only these components; all when empty. */
  readonly only: readonly string[];
  /** Asks; false refuses. Not called when there is nothing to change. */
  readonly confirm: (question: Question) => Promise<boolean>;
  /** Told of everything, redacted. Also written to the event log. */
  readonly onEvent: (event: RunEvent) => void;
  readonly cancellation: Cancellation;
  /** How many instances are worked on at a time. */
  readonly concurrency: number;
  /** Environment variables for references and tools. */
  readonly processEnvironment: NodeJS.ProcessEnv;
}

/** How a run ended, and what to tell about it. */
export interface RunResult {
  readonly outcome: Outcome;
  readonly message: string;
}

const longestLine = 8_000;
const longestSummary = 1_000;

/** These are names, not text: parts of other things rely on them. */
const names = new Set([
  'type',
  'action',
  'manifest',
  'component',
  'components',
  'status',
  'step',
  'stream',
  'resource',
  'resourceType',
  'severity',
  'name',
  'waitsFor',
  'answer',
  'outcome',
]);

/** One run: who it is, what it knows of the environment, and where it says what happens. */
export class Session {
  readonly id: string;
  readonly request: RunRequest;
  readonly redactor = new Redactor();
  readonly tools: Toolbox;
  /** What removes the plans that are saved; the run does it at its end. */
  readonly discardPlans: (() => Promise<void>)[] = [];
  /** True once a tool was told to change something. */
  changed = false;
  readonly #log: EventLog;
  readonly #records: Map<string, InstanceRecord>;
  readonly #foreign: ReadonlyMap<string, InstanceRecord>;
  #logFailed = false;

  private constructor(request: RunRequest, id: string, log: EventLog, records: readonly InstanceRecord[]) {
    this.id = id;
    this.request = request;
    this.tools = new Toolbox(request.project.workspace, request.processEnvironment);
    this.#log = log;
    const owner = this.#owner();
    const isOurs = (record: InstanceRecord) => isOwned(record, owner, request.project.siblings);
    this.#records = new Map(records.filter(isOurs).map((record) => [record.component, record]));
    this.#foreign = new Map(records.filter((record) => !isOurs(record)).map((record) => [record.component, record]));
    for (const record of this.#records.values()) this.#hideSecretsOf(record);
  }

  /** Reads the records of the environment. Its lock is held, its folder exists. */
  static async open(request: RunRequest, id: string): Promise<Session> {
    const { paths } = request.project;
    const records = await readRecords(paths, request.environment);
    return new Session(request, id, new EventLog(paths.events(request.environment)), [...records.values()]);
  }

  /** Redacts, records and tells. Never throws: a full disk must not stop what goes on. */
  emit(body: EventBody): void {
    const redacted = Object.fromEntries(
      Object.entries(body).map(([key, value]) => [key, names.has(key) ? value : this.redactor.value(value as unknown)]),
    ) as EventBody;
    const event: RunEvent = {
      time: new Date().toISOString(),
      run: this.id,
      environment: this.request.environment,
      ...redacted,
    };
    try {
      this.#log.append(event);
    } catch (error) {
      if (!this.#logFailed) {
        this.#logFailed = true;
        this.request.onEvent({
          ...event,
          type: 'notice',
          severity: 'warning',
          message: `The event log cannot be written: ${messageOf(error)}`,
        });
      }
    }
    this.request.onEvent(event);
  }

  notice(severity: 'error' | 'warning' | 'information', message: string, component?: string): void {
    this.emit({ type: 'notice', severity, message, ...(component !== undefined && { component }) });
  }

  /** Tells a line that a tool wrote. */
  log(component: string, step: string, stream: 'stdout' | 'stderr', line: string): void {
    this.emit({ type: 'log', component, step, stream, line: this.#shown(line, longestLine) });
  }

  /** Records of this manifest, by component. */
  records(): ReadonlyMap<string, InstanceRecord> {
    return this.#records;
  }

  /** A record of another manifest that has the place which this component would need. */
  foreignRecord(component: string): InstanceRecord | undefined {
    return this.#foreign.get(component);
  }

  deployment(component: string): Deployment | undefined {
    return this.#records.get(component)?.deployment;
  }

  /** Writes the state of an instance, then tells it. `deployment` stays as it was when it is not given. */
  async setStatus(
    component: string,
    status: InstanceRecord['status'],
    summary?: string,
    deployment = this.deployment(component),
  ): Promise<void> {
    const shown = summary === undefined ? undefined : this.#shown(summary, longestSummary);
    const record: InstanceRecord = {
      format: 1,
      ...this.#owner(),
      environment: this.request.environment,
      component,
      status,
      ...(shown !== undefined && { summary: shown }),
      updatedAt: new Date().toISOString(),
      run: this.id,
      ...(deployment !== undefined && { deployment }),
    };
    await writeRecord(this.request.project.paths, record);
    this.#records.set(component, record);
    this.#hideSecretsOf(record);
    this.emit({ type: 'instance', component, status, ...(shown !== undefined && { summary: shown }) });
  }

  /** Forgets an instance that is gone. */
  async forget(component: string): Promise<void> {
    await removeRecord(this.request.project.paths, this.request.environment, component);
    this.#records.delete(component);
    this.emit({ type: 'instance', component, status: 'destroyed' });
  }

  /** File name of the manifest, for messages. */
  fileName(): string {
    return path.basename(this.request.project.manifestPath);
  }

  close(): void {
    this.#log.close();
  }

  /** Redacted first and cut then: half a secret is not recognised any more. */
  #shown(text: string, longest: number): string {
    const redacted = this.redactor.text(text);
    return redacted.length > longest ? `${redacted.slice(0, longest)}…` : redacted;
  }

  #owner(): { readonly manifest: string; readonly project: string } {
    return { manifest: this.fileName(), project: this.request.project.name };
  }

  #hideSecretsOf({ deployment }: InstanceRecord): void {
    for (const resource of deployment?.resources ?? []) {
      for (const secret of secretsOf(resource, this.request.project.registry)) this.redactor.add(secret);
    }
  }
}
