/** How is the door built? Each request passes the same stations in the same order, and any of them can turn it back. */

import { none, some, type Outcome } from '../base/outcome.ts';
import type { AnswerStream } from '../model/stream.ts';
import type { BudgetState, CloudAvailability } from '../router/route.ts';
import { Accounts, type Reservation } from './accounts.ts';
import { assembleBody } from './assembleBody.ts';
import { auditEntryOf } from './auditEntryOf.ts';
import { CloudBudget } from './cloudBudget.ts';
import type {
  CloudDoor,
  CloudPreview,
  CloudRequest,
  DoorRefusal,
  JudgeAnswer,
  PreviewDecision,
} from './cloudDoor.ts';
import {
  defaultCeilings,
  type Ceilings,
  type CloudPolicy,
  type ConversationRedaction,
  type DoorParts,
} from './cloudPorts.ts';
import { cloudTarget, type CloudTarget } from './cloudTarget.ts';
import { assumedPrice, ceilingUsd } from './cost.ts';
import { estimateTokens } from './estimateTokens.ts';
import { PendingPreviews, type PendingPreview } from './pendingPreviews.ts';
import { recoverLost } from './recoverLost.ts';
import { streamAnswer } from './streamAnswer.ts';

/** Writes the audit lines of requests whose window died, then stands ready. Under provider `none` nothing can leave. */
export function openCloudDoor(parts: DoorParts): CloudDoor {
  return new Door(parts);
}

class Door implements CloudDoor {
  private readonly parts: DoorParts;
  private readonly ceilings: Ceilings;
  private readonly accounts: Accounts;
  private readonly budget: CloudBudget;
  private readonly previews = new PendingPreviews();
  /** Fields that an endpoint refused, by address and model, as long as the window lives. */
  private readonly refused = new Map<string, Set<string>>();
  readonly onDidChangePending = this.previews.onDidChange;

  constructor(parts: DoorParts) {
    this.parts = parts;
    this.ceilings = { ...defaultCeilings, ...parts.ceilings };
    this.accounts = new Accounts(parts.accounts, parts.dayOf);
    this.budget = new CloudBudget({ ...parts, accounts: this.accounts, ceilings: this.ceilings });
    void recoverLost(parts, this.accounts, this.ceilings.totalTimeoutMs);
  }

  async preview(
    request: CloudRequest,
    mask: readonly string[] = [],
  ): Promise<Outcome<CloudPreview, DoorRefusal>> {
    return this.makePreview(this.newId(), request, mask);
  }

  async remask(id: string, mask: readonly string[]): Promise<Outcome<CloudPreview, DoorRefusal>> {
    const pending = this.previews.get(id);
    if (pending === undefined) return none('stalePreview');
    return this.makePreview(id, pending.request, mask);
  }

  async send(
    preview: CloudPreview,
    signal: AbortSignal,
    judge?: JudgeAnswer,
  ): Promise<Outcome<AnswerStream, DoorRefusal>> {
    if (signal.aborted) return none('cancelled');
    const pending = this.previews.take(preview.id);
    if (pending === undefined) return none('stalePreview', 'it was sent or dropped before');
    const target = this.permitted(pending.request);
    if (!target.ok) return target;
    const { base, model, provider } = target.value;
    if (provider.askUrl(base, model) !== pending.url || model !== pending.preview.model) {
      return none('stalePreview', 'the cloud settings changed since the preview was made');
    }
    return this.leave(pending, target.value, signal, judge);
  }

  drop(id: string): void {
    this.previews.drop(id);
  }

  pending(): readonly CloudPreview[] {
    return this.previews.list();
  }

  decide(id: string, decision: PreviewDecision): void {
    this.previews.decide(id, decision);
  }

  decision(id: string, signal: AbortSignal): Promise<PreviewDecision> {
    return this.previews.decision(id, signal);
  }

  original(id: string, placeholder: string): string | undefined {
    const pending = this.previews.get(id);
    if (pending === undefined) return undefined;
    const redaction = this.parts.redaction(pending.request.conversationId);
    const [place] = redaction.placeholders(placeholder);
    if (place?.start !== 0 || place.end !== placeholder.length) return undefined;
    const restored = redaction.restore(placeholder, 'shownAnswer');
    return restored.ok ? restored.value : undefined;
  }

  async availability(): Promise<CloudAvailability> {
    const target = cloudTarget(this.parts.policy());
    if (!target.ok) return 'none';
    const key = await this.parts.keys.keyFor(target.value.origin);
    return key === undefined && target.value.provider.needsKey ? 'noKey' : 'available';
  }

  budgetState(conversationId: string): Promise<BudgetState> {
    return this.budget.state(conversationId, this.parts.policy());
  }

  private async makePreview(
    id: string,
    request: CloudRequest,
    mask: readonly string[],
  ): Promise<Outcome<CloudPreview, DoorRefusal>> {
    const target = this.permitted(request);
    if (!target.ok) return target;
    const local = await this.staysLocal(request);
    if (!local.ok) return local;
    const assembled = await this.assemble(target.value, request, mask);
    if (!assembled.ok) return assembled;
    const preview: CloudPreview = { ...assembled.value, id };
    const affordable = await this.budget.refuses(this.reservation(preview, request, ''), this.parts.policy());
    if (!affordable.ok) return affordable;
    this.previews.put({ preview, request, url: assembled.value.url });
    return some(preview);
  }

  /** Settings, trust and policy, read anew each time. */
  private permitted(request: CloudRequest): Outcome<CloudTarget, DoorRefusal> {
    const policy: CloudPolicy = this.parts.policy();
    const target = cloudTarget(policy);
    if (!target.ok) return target;
    if (!this.parts.isTrusted()) {
      return none('untrustedWorkspace', 'nothing of a folder in restricted mode leaves this machine');
    }
    if (policy.escalation === 'never' && (policy.escalationLocked || request.reason !== 'userOptIn')) {
      return none('policyNever', 'tandem.cloud.escalation is "never"');
    }
    return target;
  }

  private async staysLocal(request: CloudRequest): Promise<Outcome<void, DoorRefusal>> {
    try {
      const named = await this.parts.localOnly.among(request.paths);
      const quoted = await this.parts.localOnly.quotedIn(request.messages.map(({ content }) => content));
      const files = [...new Set([...named, ...quoted])];
      return files.length === 0 ? some(undefined) : none('localOnlyFile', files.join(', '));
    } catch {
      return none('localOnlyFile', 'which files must stay here could not be read, so all of them do');
    }
  }

  private async assemble(
    target: CloudTarget,
    request: CloudRequest,
    mask: readonly string[],
  ): Promise<Outcome<Omit<CloudPreview, 'id'> & { readonly url: string }, DoorRefusal>> {
    const { provider, model, host, base } = target;
    let redaction: ConversationRedaction;
    try {
      redaction = this.parts.redaction(request.conversationId);
    } catch {
      return none('redactionFailed', 'redaction failed, so nothing is sent');
    }
    const url = provider.askUrl(base, model);
    const maxTokens = Math.max(1, Math.min(Math.floor(request.maxTokens) || 1, this.ceilings.answerTokens));
    const cacheKey = `tandem-${(await this.parts.sha256(request.conversationId)).slice(0, 8)}`;
    const refused = this.refusedBy(url, model);
    const content = { model, messages: request.messages, maxTokens, cacheKey, refused };
    const assembled = assembleBody(provider, content, redaction, mask);
    if (!assembled.ok) return assembled;
    const tokensIn = estimateTokens(assembled.value.body);
    const maxTokensOut = provider.tokensOutCeiling(model, maxTokens);
    const price = this.parts.prices.priceOf(model, tokensIn);
    const costUsd = price === null ? null : ceilingUsd(price, tokensIn, maxTokensOut);
    const failedCheck = request.checks.find(({ passed, hint }) => !passed && hint !== true);
    return some({
      ...assembled.value,
      ...(failedCheck === undefined ? {} : { failedCheck }),
      provider: provider.name,
      host,
      model,
      url,
      tokensIn,
      maxTokensOut,
      costUsd,
    });
  }

  /** Everything is permitted: count it, then let it go. */
  private async leave(
    pending: PendingPreview,
    target: CloudTarget,
    signal: AbortSignal,
    judge: JudgeAnswer | undefined,
  ): Promise<Outcome<AnswerStream, DoorRefusal>> {
    const { preview, request, url } = pending;
    const key = await this.parts.keys.keyFor(target.origin);
    if (key === undefined && target.provider.needsKey) {
      return none('noKey', `no key is kept for ${target.host}; use "Set Cloud Key"`);
    }
    const reservation = this.reservation(preview, request, await this.parts.sha256(preview.body));
    const reserved = await this.budget.reserve(reservation, this.parts.policy());
    if (!reserved.ok) return reserved;
    const headers = target.provider.headers(key, target.model);
    return some(
      streamAnswer({
        parts: this.parts,
        ceilings: this.ceilings,
        accounts: this.accounts,
        reservation,
        preview,
        call: { url, host: target.host, headers, body: preview.body },
        dialect: target.provider.dialect(target.model),
        cancelStopsBilling: target.provider.cancelStopsBilling(target.model),
        redaction: this.parts.redaction(request.conversationId),
        onRefusedFields: (fields) => {
          for (const field of fields) this.refusedBy(url, target.model).add(field);
        },
        signal,
        ...(judge === undefined ? {} : { judge }),
      }),
    );
  }

  private reservation(preview: CloudPreview, request: CloudRequest, sentSha256: string): Reservation {
    const atMs = this.parts.clock.now();
    const tokensOut = preview.maxTokensOut ?? this.ceilings.answerTokens;
    return {
      id: preview.id,
      atMs,
      ceilingUsd: preview.costUsd ?? ceilingUsd(assumedPrice, preview.tokensIn, tokensOut),
      tokens: preview.tokensIn + tokensOut,
      conversation: request.conversationId,
      isEscalation: request.reason !== 'userOptIn',
      lost: auditEntryOf(preview, request, {
        atMs,
        sentSha256,
        tokensIn: preview.tokensIn,
        tokensOut,
        costUsd: preview.costUsd,
        ms: 0,
        outcome: 'failed',
      }),
    };
  }

  private refusedBy(url: string, model: string): Set<string> {
    const key = `${url} ${model}`;
    const known = this.refused.get(key) ?? new Set<string>();
    this.refused.set(key, known);
    return known;
  }

  private newId(): string {
    const digits = (): string =>
      Math.floor(this.parts.random() * 2 ** 32)
        .toString(16)
        .padStart(8, '0');
    return `${digits()}${digits()}`;
  }
}
