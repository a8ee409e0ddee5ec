/** How do a view and its host talk? Commands and requests come from the view, notifications go to it. */

import * as z from 'zod';

/** View to host, unanswered. */
export interface Command<Params> {
  readonly kind: 'command';
  readonly name: string;
  readonly params: z.ZodType<Params>;
}

/** View to host, answered once. */
export interface Request<Params, Result> {
  readonly kind: 'request';
  readonly name: string;
  readonly params: z.ZodType<Params>;
  readonly result: z.ZodType<Result>;
}

/** Host to view. */
export interface Notification<Params> {
  readonly kind: 'notification';
  readonly name: string;
  readonly params: z.ZodType<Params>;
}

export function command<Params>(name: string, params: z.ZodType<Params>): Command<Params> {
  return { kind: 'command', name, params };
}

export function request<Params, Result>(
  name: string,
  params: z.ZodType<Params>,
  result: z.ZodType<Result>,
): Request<Params, Result> {
  return { kind: 'request', name, params, result };
}

export function notification<Params>(name: string, params: z.ZodType<Params>): Notification<Params> {
  return { kind: 'notification', name, params };
}

/** What may arrive at the host. A view renders model output, so nothing else is read. */
export const messageFromView = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('command'), name: z.string().max(64), params: z.unknown() }),
  z.object({
    kind: z.literal('request'),
    id: z.number().int(),
    name: z.string().max(64),
    params: z.unknown(),
  }),
]);

/** What may arrive at a view. */
export const messageToView = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('notification'), name: z.string(), params: z.unknown() }),
  z.object({ kind: z.literal('response'), id: z.number().int(), result: z.unknown() }),
  z.object({ kind: z.literal('refusal'), id: z.number().int(), message: z.string() }),
]);

export type MessageFromView = z.infer<typeof messageFromView>;
export type MessageToView = z.infer<typeof messageToView>;

/** The parameters of `message` when it is of this type and its parameters are what the type says. */
export function paramsOf<Params>(
  type: Command<Params> | Request<Params, unknown> | Notification<Params>,
  message: MessageFromView | MessageToView,
): { readonly params: Params } | undefined {
  if (message.kind !== type.kind || !('name' in message) || message.name !== type.name) return undefined;
  const parsed = type.params.safeParse(message.params);
  return parsed.success ? { params: parsed.data } : undefined;
}
